package dev.nodejoin.agent.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.agent.cluster.ClusterException;
import dev.nodejoin.agent.cluster.PublicConnections;
import dev.nodejoin.agent.discovery.ClusterInfoJudgement;
import dev.nodejoin.agent.discovery.DiscoveredCluster;
import dev.nodejoin.agent.discovery.DiscoveryFailures;
import dev.nodejoin.agent.discovery.DiscoveryFile;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import java.net.URI;
import java.util.Locale;
import java.util.function.Function;

/**
 * kubeadm's file and HTTPS discovery: a kubeconfig of this machine, or one at an https URL whose server the machine trusts.
 * That the API server is the one that the file means is seen later, when the join first talks to it.
 */
final class FileDiscovery {
    private final PublicConnections connections;
    private final Function<String, byte[]> files;
    private final ClusterInfoPolls polls;
    private final Transcript transcript;

    FileDiscovery(
            PublicConnections connections,
            Function<String, byte[]> files,
            ClusterInfoPolls polls,
            Transcript transcript) {
        this.connections = connections;
        this.files = files;
        this.polls = polls;
        this.transcript = transcript;
    }

    /**
     * Throws {@link JoinFailedException} if the file can't be had or followed.
     *
     * @param needsToken whether the file's credentials must be of use; where they need not, a token is taken that is in
     *     the file itself
     */
    DiscoveredCluster discover(String location, boolean needsToken) {
        transcript.say(Phase.DISCOVERY, "Reading the discovery file %s".formatted(shown(location)));
        try {
            var file = isUrl(location) ? remote(location, needsToken) : local(location, needsToken);
            return file.complete().orElseGet(() -> askForAuthorities(file));
        } catch (MalformedInputException e) {
            throw new JoinFailedException(
                    DiscoveryFailures.discoveryFile(shown(location), String.valueOf(e.getMessage())), e);
        }
    }

    private DiscoveryFile remote(String url, boolean needsToken) {
        return DiscoveryFile.ofAnotherMachine(Kubeconfig.parse(download(url)), needsToken);
    }

    private DiscoveryFile local(String path, boolean needsToken) {
        return DiscoveryFile.of(
                Kubeconfig.parse(files.apply(path)), needsToken, other -> new String(files.apply(other), UTF_8));
    }

    private byte[] download(String location) {
        try {
            return connections.download(URI.create(location), Kubeconfig.MAX_BYTES);
        } catch (ClusterException e) {
            throw new JoinFailedException(DiscoveryFailures.noDownload(e.problem(), shown(location)), e);
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("it is not a URL that can be asked for");
        }
    }

    private DiscoveredCluster askForAuthorities(DiscoveryFile file) {
        transcript.say(
                Phase.DISCOVERY,
                "The file has no certificate authorities; asking %s, which has to be trusted by this machine"
                        .formatted(file.server()));
        var source = connections.publiclyVerified(file.server());
        return file.withPublished(polls.until(file.server(), source, ClusterInfoJudgement::published));
    }

    /** Some put secrets into the parts of a URL that are left out. */
    private static String shown(String location) {
        return isUrl(location) ? location.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//") : location;
    }

    private static boolean isUrl(String location) {
        return location.toLowerCase(Locale.ROOT).startsWith("https://");
    }
}
