package dev.nodejoin.operator.handoff;

import static java.util.stream.Collectors.joining;

import dev.nodejoin.operator.plan.Reason;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.handoff.ApiServer;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.ClusterInfoSignature;
import java.util.HashSet;
import java.util.Map;

/**
 * Judges whether {@code kubeadm join} with a token and pins of our certificate authorities will find this cluster.
 *
 * <p>kubeadm is content if one of the authorities in cluster-info is pinned, and then trusts them all. So all must be ours.
 */
public final class ClusterInfoRules {
    private static final String KUBECONFIG = "kubeconfig";
    private static final String INSTEAD = "; or ask with discovery: CABundle";

    private ClusterInfoRules() {}

    /** Before there is a token: can there be a signature that is worth anything? */
    public static ClusterInfoVerdict judge(PublishedClusterInfo published, ClusterAccess access) {
        return switch (published) {
            case PublishedClusterInfo.Present(var data) -> judge(data.getOrDefault(KUBECONFIG, ""), access);
            case PublishedClusterInfo.Missing() ->
                new ClusterInfoVerdict.Refused(
                        Reason.CLUSTER_INFO_MISSING,
                        "There is no ConfigMap kube-public/cluster-info: make it with kubeadm init phase"
                                + " bootstrap-token" + INSTEAD);
            case PublishedClusterInfo.Hidden(int code) ->
                new ClusterInfoVerdict.Refused(
                        Reason.CLUSTER_INFO_NOT_PUBLIC,
                        "kube-public/cluster-info can't be read without credentials (status %d), as kubeadm join reads it: bind Role kubeadm:bootstrap-signer-clusterinfo to system:anonymous, and let no NodeJoinGate remove that%s"
                                .formatted(code, INSTEAD));
        };
    }

    /** Afterwards: is the token's signature there? */
    public static ClusterInfoVerdict judge(PublishedClusterInfo published, ClusterAccess access, BootstrapToken token) {
        var verdict = judge(published, access);
        return verdict instanceof ClusterInfoVerdict.Good && published instanceof PublishedClusterInfo.Present(var data)
                ? signed(data, token)
                : verdict;
    }

    private static ClusterInfoVerdict signed(Map<String, String> data, BootstrapToken token) {
        var key = ClusterInfoSignature.key(token.id());
        var signature = data.getOrDefault(key, "");
        if (ClusterInfoSignature.verifies(signature, data.getOrDefault(KUBECONFIG, ""), token))
            return new ClusterInfoVerdict.Good();
        return new ClusterInfoVerdict.Unsigned(
                "kube-public/cluster-info has %s %s; kube-controller-manager signs it, if its bootstrap-signer-controller is on (--controllers)"
                        .formatted(signature.isEmpty() ? "no" : "not yet the right", key));
    }

    private static ClusterInfoVerdict judge(String text, ClusterAccess access) {
        try {
            var _ = new ApiServer(access.server()).endpoint();
        } catch (MalformedInputException e) {
            return new ClusterInfoVerdict.Refused(
                    Reason.CLUSTER_INFO_UNUSABLE,
                    "Machines can't look for cluster-info: %s; mend apiServer.endpoint in the operator's configuration%s"
                            .formatted(e.getMessage(), INSTEAD));
        }
        return judgeKubeconfig(text, access);
    }

    private static ClusterInfoVerdict judgeKubeconfig(String text, ClusterAccess access) {
        try {
            var kubeconfig = Kubeconfig.parse(text);
            var _ = new ApiServer(kubeconfig.server());
            return ours(kubeconfig, access);
        } catch (MalformedInputException e) {
            return unusable("can't be used: %s".formatted(e.getMessage()));
        }
    }

    private static ClusterInfoVerdict ours(Kubeconfig kubeconfig, ClusterAccess access) {
        var trusted = new HashSet<>(CertificateBundle.parse(access.caBundle()).certificates());
        var foreign = kubeconfig
                .caBundle()
                .orElseThrow(() -> new MalformedInputException("its kubeconfig has no certificate-authority-data"))
                .certificates()
                .stream()
                .filter(certificate -> !trusted.contains(certificate))
                .map(CaPin::of)
                .map(CaPin::toString)
                .collect(joining(", "));
        return foreign.isEmpty()
                ? new ClusterInfoVerdict.Good()
                : unusable("names certificate authorities that are not those of this operator: %s".formatted(foreign));
    }

    private static ClusterInfoVerdict unusable(String why) {
        return new ClusterInfoVerdict.Refused(
                Reason.CLUSTER_INFO_UNUSABLE, "kube-public/cluster-info %s; mend it%s".formatted(why, INSTEAD));
    }
}
