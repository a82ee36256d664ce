package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What makes a join one of a control plane: the section {@code controlPlane}.
 *
 * @param advertiseAddress absent: the address of the default route
 * @param certificateKey 32 bytes in hex; opens the uploaded certificates
 */
public record ControlPlane(Optional<String> advertiseAddress, int bindPort, Optional<SecretText> certificateKey) {
    static final int DEFAULT_BIND_PORT = 6443;
    private static final Pattern KEY = Pattern.compile("[0-9A-Fa-f]{64}");

    /** Throws {@link MalformedInputException} naming the field that kubeadm would refuse. */
    public ControlPlane {
        advertiseAddress.ifPresent(IpAddress::parse);
        if (!BootstrapTokenDiscovery.isPort(bindPort)) {
            throw new MalformedInputException("controlPlane.localAPIEndpoint.bindPort must be from 1 to 65535");
        }
        if (!certificateKey.stream().allMatch(key -> KEY.matcher(key.reveal()).matches())) {
            throw new MalformedInputException("controlPlane.certificateKey must be 32 bytes in hex");
        }
    }
}
