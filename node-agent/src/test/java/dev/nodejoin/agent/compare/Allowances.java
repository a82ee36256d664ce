package dev.nodejoin.agent.compare;

import java.util.List;

/** Every difference that is meant, and why. */
final class Allowances {
    private static final String NEXT_CERTIFICATE =
            "the agent makes the node's key and keeps it: a join that is taken up again"
                    + " asks with the same key, and a join request can pin it";
    private static final String ASKS_ITSELF = "the agent asks for the certificate itself and tells why it has to wait,"
            + " where the kubelet would do it in silence";
    private static final String ASKS_FIRST =
            "the agent judges by whether a kubelet runs, where kubeadm goes by its files";
    private static final String WARNS = "the agent tells where there is no service that could be stopped";
    private static final String KNOWS_THE_TOKEN =
            "the agent asks for cluster-info with the token, so that a token that the"
                    + " cluster does not know ends the join before anything is written";
    private static final String ONE_AT_A_TIME =
            "two runs of the agent at the same time keep out of each other's way; gone with the next boot";
    private static final String TAKES_UP =
            "a join that has worked, or was interrupted, can be run again, where kubeadm wants a reset first";
    private static final String BY_THE_KUBELET = "(?!the kubelet bootstraps by itself).*";

    static final List<Allowance> OF_JOINS = List.of(
            Allowance.newFile("/etc/kubernetes/nodejoin", "d 700", NEXT_CERTIFICATE),
            Allowance.newFile("/etc/kubernetes/nodejoin/node\\.key", "f 600", NEXT_CERTIFICATE),
            Allowance.ofAgentAlone(Aspect.FILE_CONTENT, "/etc/kubernetes/nodejoin/node\\.key", NEXT_CERTIFICATE),
            Allowance.newFile("/run/nodejoin", "d 700", ONE_AT_A_TIME),
            Allowance.newFile("/run/nodejoin/lock", "f 600", ONE_AT_A_TIME),
            Allowance.newFile(
                            "/etc/kubernetes/nodejoin/(?!node\\.key).*",
                            FileTree.REMOVED,
                            "the agent takes the hand-off away with the rest, since a token is in it")
                    .in("by a hand-off, then reset"),
            Allowance.between(Aspect.ENDING, "exit code", "not zero", "zero", TAKES_UP)
                    .in(".*, then again"),
            Allowance.between(
                            Aspect.ENDING,
                            "class of error",
                            "PREFLIGHT \\[((FileAvailable-[^, ]+|Port-10250)(, )?)+]",
                            "NONE",
                            TAKES_UP)
                    .in(".*, then again"),
            Allowance.between(Aspect.ENDING, "says that the node has joined", "false", "true", TAKES_UP)
                    .in(".*, then again"),
            Allowance.ofAgentAlone(Aspect.SERVICE_CALLS, "is-active (kubelet|systemd-resolved)", ASKS_FIRST)
                    .in(".*, then again"),
            Allowance.ofAgentAlone(Aspect.SERVICE_CALLS, "status kubelet", WARNS)
                    .in(".*, then reset"),
            Allowance.between(
                            Aspect.SIGNING_REQUEST,
                            "metadata.generateName",
                            "csr-",
                            "null",
                            "the agent's request has a name made of its key, so that a run that is taken up finds it")
                    .in(BY_THE_KUBELET),
            Allowance.ofKubeadmAlone(
                    Aspect.API_TRACE,
                    "token: get /api/v1/namespaces/kube-system/configmaps/kube-proxy (200|403)",
                    "kubeadm reads the configuration of kube-proxy and has no use for it on a worker"),
            Allowance.ofKubeadmAlone(
                            Aspect.API_TRACE,
                            "token: list /apis/certificates.k8s.io/v1/certificatesigningrequests 200",
                            ASKS_ITSELF)
                    .in(BY_THE_KUBELET),
            Allowance.ofAgentAlone(
                            Aspect.API_TRACE,
                            "token: (get|watch) /apis/certificates.k8s.io/v1/certificatesigningrequests(/[^/ ]+)? (200|404)",
                            ASKS_ITSELF)
                    .in(BY_THE_KUBELET),
            Allowance.ofAgentAlone(
                    Aspect.API_TRACE,
                    "token: get /api/v1/namespaces/kube-public/configmaps/cluster-info 403",
                    KNOWS_THE_TOKEN),
            Allowance.ofKubeadmAlone(
                            Aspect.API_TRACE,
                            "system:anonymous: get /api/v1/namespaces/kube-public/configmaps/cluster-info 200",
                            KNOWS_THE_TOKEN)
                    .in("a discovery file .*"),
            Allowance.ofAgentAlone(
                    Aspect.API_TRACE,
                    "node: get /api/v1/nodes/[^/ ]+ (200|404)",
                    "the agent ends when the Node is registered, kubeadm when the kubelet has its certificate"));

    static final List<Allowance> OF_FAULTS = List.of(
            Allowance.newFile("/etc/kubernetes/nodejoin", "d 700", NEXT_CERTIFICATE),
            Allowance.newFile("/etc/kubernetes/nodejoin/node\\.key", "f 600", NEXT_CERTIFICATE),
            Allowance.ofAgentAlone(Aspect.FILE_CONTENT, "/etc/kubernetes/nodejoin/node\\.key", NEXT_CERTIFICATE),
            Allowance.newFile("/run/nodejoin", "d 700", ONE_AT_A_TIME),
            Allowance.newFile("/run/nodejoin/lock", "f 600", ONE_AT_A_TIME),
            Allowance.between(
                            Aspect.ENDING,
                            "class of error",
                            "UNREACHABLE",
                            "ENDPOINT_FORMAT",
                            "the agent sees that no port has that number before it asks there")
                    .in("a port that there is not"),
            Allowance.between(
                            Aspect.ENDING,
                            "class of error",
                            "KUBELET",
                            "TAINT",
                            "the agent sees that no Node can have this taint before the kubelet dies of it")
                    .in("a taint without an effect"),
            Allowance.between(
                            Aspect.ENDING,
                            "class of error",
                            "CERTIFICATE_KEY",
                            "CONTROL_PLANE",
                            "the agent joins workers, and says so first")
                    .in("a bad certificate key"),
            Allowance.between(
                            Aspect.ENDING,
                            "class of error",
                            "PREFLIGHT \\[CRI, ContainerRuntimeVersion\\]",
                            "CRI_SOCKET",
                            "the agent sees by the flag that no container runtime can be reached so")
                    .in("a socket that is none of Unix"),
            Allowance.ofKubeadmAlone(
                            Aspect.SERVICE_CALLS,
                            "(is-enabled|status) kubelet",
                            "the agent sees what is wrong with a pin or a port before it looks at the machine")
                    .in("a pin .*|a port that there is not"));

    private Allowances() {}
}
