package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.plan.JoinExtent;

/** kubeadm's names of checks. */
final class CheckNames {
    static final String PRIVILEGED_USER = "IsPrivilegedUser";
    static final String CRI = "CRI";
    static final String RUNTIME_VERSION = "ContainerRuntimeVersion";
    static final String SWAP = "Swap";
    static final String SYSTEM_VERIFICATION = "SystemVerification";
    static final String HOSTNAME = "Hostname";
    static final String KUBELET_VERSION = "KubeletVersion";
    static final String KUBELET_SERVICE = "Service-kubelet";
    static final String KUBELET_PORT = "Port-10250";
    static final String HTTP_PROXY = "HTTPProxy";

    static final String KUBELET_CONF = JoinExtent.KEEPS_KUBECONFIG;

    private CheckNames() {}

    static String fileAvailable(String path) {
        return "FileAvailable-" + dashed(path);
    }

    static String fileContent(String path) {
        return "FileContent-" + dashed(path);
    }

    static String program(String name) {
        return "FileExisting-" + name;
    }

    private static String dashed(String path) {
        return path.replace('/', '-');
    }
}
