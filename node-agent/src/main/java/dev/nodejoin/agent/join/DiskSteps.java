package dev.nodejoin.agent.join;

import dev.nodejoin.agent.files.NodeFileException;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.identity.UnusableKeyException;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.JoinState;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.agent.plan.WantedFile;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What a join finds on the disk and puts there. */
final class DiskSteps {
    private static final DateTimeFormatter PAIR_NAME =
            DateTimeFormatter.ofPattern("'/kubelet-client-'yyyy-MM-dd-HH-mm-ss'.pem'");

    private final JoinGoal goal;
    private final NodeFiles files;
    private final NodeIdentity identity;
    private final ZoneId zone;
    private final Transcript transcript;

    DiskSteps(JoinGoal goal, NodeFiles files, NodeIdentity identity, ZoneId zone, Transcript transcript) {
        this.goal = goal;
        this.files = files;
        this.identity = identity;
        this.zone = zone;
        this.transcript = transcript;
    }

    /** Where an earlier run, or nobody, left off. */
    JoinState observe() {
        return JoinState.onDisk(existingKey(), existingPair(), existingFiles());
    }

    private Optional<NodeKey> existingKey() {
        try {
            var key = identity.existing();
            key.ifPresent(found -> transcript.say(
                    Phase.IDENTITY,
                    "Using the node key %s (%s)"
                            .formatted(NodePaths.NODE_KEY, found.publicKeyInfo().sha256())));
            return key;
        } catch (UnusableKeyException e) {
            throw new JoinFailedException(Failures.badKey(String.valueOf(e.getMessage())), e);
        }
    }

    /** A pair that can't be read is as good as none: another takes its place. */
    private Optional<KubeletCertificatePair> existingPair() {
        return files.read(NodePaths.CURRENT_PAIR).map(FileOnDisk::content).flatMap(pem -> {
            try {
                return Optional.of(KubeletCertificatePair.parse(pem));
            } catch (MalformedInputException e) {
                transcript.warn(
                        Phase.IDENTITY, "%s is not usable: %s".formatted(NodePaths.CURRENT_PAIR, e.getMessage()));
                return Optional.empty();
            }
        });
    }

    private Map<String, FileOnDisk> existingFiles() {
        var found = new HashMap<String, FileOnDisk>();
        Stream.concat(Stream.of(goal.caCertPath()), NodePaths.CONFIGURATION.stream())
                .forEach(path -> files.read(path).ifPresent(file -> found.put(path, file)));
        Optional.ofNullable(found.get(NodePaths.KUBELET_CONF))
                .map(new NamedFiles(goal, files)::of)
                .ifPresent(found::putAll);
        return found;
    }

    JoinState makeKey(JoinState state) {
        var key = identity.make();
        transcript.say(
                Phase.IDENTITY,
                "Made the node key %s (%s)"
                        .formatted(NodePaths.NODE_KEY, key.publicKeyInfo().sha256()));
        return state.withKey(key);
    }

    /**
     * As the kubelet stores a pair. The file is named by the beginning of the certificate rather than by the present
     * moment, so that a run that is killed in between does not leave a second copy of the key.
     */
    JoinState installCertificate(KubeletCertificatePair pair, JoinState state) {
        var path = NodePaths.KUBELET_PKI + PAIR_NAME.format(pair.notBefore().atZone(zone));
        files.write(path, pair.toPem(), FileMode.PRIVATE);
        files.link(NodePaths.CURRENT_PAIR, path);
        transcript.say(
                Phase.CERTIFICATE,
                "Stored the certificate of %s, valid until %s, in \"%s\""
                        .formatted(goal.nodeName(), pair.notAfter(), path));
        return state.withPair(pair);
    }

    JoinState write(WantedFile file, JoinState state) {
        if (file.path().equals(NodePaths.KUBELET_CONFIG)) {
            state.settings().ifPresent(settings -> settings.patchLines().forEach(transcript::sayOfPatches));
        }
        transcript.say(Phase.KUBELET_START, line(file));
        files.write(file.path(), file.content(), file.mode());
        return state.withFile(file);
    }

    private static String line(WantedFile file) {
        var what = switch (file.path()) {
            case NodePaths.INSTANCE_CONFIG, NodePaths.KUBELET_CONFIG -> "kubelet configuration to file";
            case NodePaths.KUBELET_FLAGS -> "kubelet environment file with flags to file";
            case NodePaths.KUBELET_CONF -> "the kubelet's kubeconfig to file";
            case NodePaths.BOOTSTRAP_KUBELET_CONF -> "the kubelet's credential for its bootstrap to file";
            default -> "the cluster's CA certificates to file";
        };
        return "Writing %s \"%s\"".formatted(what, file.path());
    }

    JoinState remove(String path, JoinState state) {
        transcript.say(Phase.KUBELET_START, "Removing \"%s\", which is not needed any more".formatted(path));
        files.remove(path);
        return state.withoutFile(path);
    }

    /** A kubelet that was waited for in vain keeps no credential on the disk, as with kubeadm; the next run writes it again. */
    JoinState withdrawingCredentials(Supplier<JoinState> wait) {
        try {
            return wait.get();
        } catch (JoinFailedException e) {
            withdrawCredential(e);
            throw e;
        }
    }

    /** Why the wait failed is what matters, whatever comes of this. */
    private void withdrawCredential(JoinFailedException reason) {
        try {
            files.remove(NodePaths.BOOTSTRAP_KUBELET_CONF);
        } catch (NodeFileException e) {
            reason.addSuppressed(e);
            transcript.warn(
                    Phase.KUBELET_START,
                    "%s, with a credential in it, is still there: %s"
                            .formatted(NodePaths.BOOTSTRAP_KUBELET_CONF, e.getMessage()));
        }
    }
}
