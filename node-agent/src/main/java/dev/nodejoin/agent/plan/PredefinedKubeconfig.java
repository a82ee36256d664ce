package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.kubeconfig.User;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.ClientIdentity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A {@code kubelet.conf} that somebody laid down beforehand, with the node's credentials in it: then nothing has to be asked
 * for, as with kubeadm, where the kubelet does without its bootstrap. It has to be said that this is meant, with
 * {@code --ignore-preflight-errors=FileAvailable--etc-kubernetes-kubelet.conf}. kubeadm leaves it to the kubelet's log to
 * tell what is wrong with the file.
 */
public sealed interface PredefinedKubeconfig {
    /** Nothing that a join would keep: no such file, one of an earlier join, or nobody said that it is meant. */
    record None() implements PredefinedKubeconfig {}

    /** The node's own. */
    record Usable(ClientIdentity identity) implements PredefinedKubeconfig {}

    /**
     * The node's own, and too old. A kubelet renews its certificate in a place of its own and leaves the file as it was, so
     * this is no fault where the renewed one is there.
     */
    record Expired(Instant notAfter) implements PredefinedKubeconfig {}

    /** Not the node's own for this cluster, or not to be read as such. */
    record Unusable(String why) implements PredefinedKubeconfig {}

    static PredefinedKubeconfig judge(JoinGoal goal, JoinState state, Instant now) {
        return Optional.ofNullable(state.files().get(NodePaths.KUBELET_CONF))
                .filter(found -> goal.extent().keepsKubeconfig() && !Conflict.isOurs(goal, found))
                .map(found -> judge(found, goal, state, now))
                .orElseGet(None::new);
    }

    private static PredefinedKubeconfig judge(FileOnDisk found, JoinGoal goal, JoinState state, Instant now) {
        try {
            var kubeconfig = Kubeconfig.parse(found.content());
            var identity = identity(kubeconfig, state);
            return objection(kubeconfig, identity, goal, state, now)
                    .<PredefinedKubeconfig>map(Unusable::new)
                    .orElseGet(() ->
                            now.isAfter(identity.notAfter()) ? new Expired(identity.notAfter()) : new Usable(identity));
        } catch (MalformedInputException e) {
            return new Unusable(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> objection(
            Kubeconfig kubeconfig, ClientIdentity identity, JoinGoal goal, JoinState state, Instant now) {
        kubeconfig.server();
        if (!trusts(kubeconfig, goal, state)) {
            return Optional.of("it trusts no CA certificate of this cluster");
        }
        if (!identity.isTakenForNode(goal.nodeName())) {
            return Optional.of(
                    "its certificate is for %s; the API server knows this node as system:node:%s of system:nodes"
                            .formatted(PlainText.of(identity.subject()), goal.nodeName()));
        }
        if (now.isBefore(identity.notBefore())) {
            return Optional.of("its certificate is not valid before %s (is this machine's clock right?)"
                    .formatted(identity.notBefore()));
        }
        return Optional.empty();
    }

    private static boolean trusts(Kubeconfig kubeconfig, JoinGoal goal, JoinState state) {
        var cluster = kubeconfig.currentCluster();
        return cluster.caPem()
                .or(() -> cluster.caFile().map(path -> content(path, state)))
                .map(CertificateBundle::parse)
                .filter(trusted -> !Collections.disjoint(
                        trusted.certificates(), goal.authorities().certificates()))
                .isPresent();
    }

    private static ClientIdentity identity(Kubeconfig kubeconfig, JoinState state) {
        var user = kubeconfig.currentUser();
        var certificate = user.flatMap(User::clientCertificatePem)
                .or(() -> user.flatMap(User::clientCertificateFile).map(path -> content(path, state)));
        var key = user.flatMap(User::clientKeyPem)
                .map(secret -> secret.reveal())
                .or(() -> user.flatMap(User::clientKeyFile).map(path -> content(path, state)));
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new MalformedInputException(
                    "its current user has no client certificate and key, which a kubelet needs");
        }
        return ClientIdentity.parse(certificate.get(), key.get());
    }

    private static String content(String path, JoinState state) {
        return Optional.ofNullable(state.files().get(NodePaths.namedInKubeconfig(path)))
                .map(FileOnDisk::content)
                .orElseThrow(
                        () -> new MalformedInputException("it names %s, and there is no such file".formatted(path)));
    }

    /** The files that are part of it; none if it can't be read. */
    static List<String> filesNamedIn(FileOnDisk kubeconfig) {
        try {
            var parsed = Kubeconfig.parse(kubeconfig.content());
            var user = parsed.currentUser();
            return Stream.of(
                            parsed.currentCluster().caFile(),
                            user.flatMap(User::clientCertificateFile),
                            user.flatMap(User::clientKeyFile))
                    .flatMap(Optional::stream)
                    .map(NodePaths::namedInKubeconfig)
                    .distinct()
                    .toList();
        } catch (MalformedInputException e) {
            return List.of();
        }
    }
}
