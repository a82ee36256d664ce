package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;

/** An argument for the kubelet; the name is without the dashes. The same name may come more than once. */
public record KubeletArgument(String name, String value) {
    /** Throws {@link MalformedInputException} if there is no name. */
    public KubeletArgument {
        if (name.isEmpty()) {
            throw new MalformedInputException("nodeRegistration.kubeletExtraArgs has an argument without name");
        }
    }

    @Override
    public String toString() {
        return "--" + name + "=" + value;
    }
}
