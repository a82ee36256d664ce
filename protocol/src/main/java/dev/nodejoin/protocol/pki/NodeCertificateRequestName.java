package dev.nodejoin.protocol.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.NodeName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The name of a node's CertificateSigningRequest, {@code node-csr-<digest>}: a pure function of key, node name and usages,
 * so that whoever was interrupted finds the request again.
 */
public final class NodeCertificateRequestName {
    private static final String PREFIX = "node-csr-";

    private NodeCertificateRequestName() {}

    /**
     * The name by the kubelet's rule: SHA-512/256 over the DER of the key, the common name, the organization and each
     * usage, every one in base64url and followed by {@code |}.
     *
     * @param usages in the order of the CertificateSigningRequest, such as {@code digital signature, client auth}
     */
    public static String of(PublicKeyInfo key, String nodeName, List<String> usages) {
        var digest = sha512Slash256();
        add(digest, key.der());
        Stream.concat(Stream.of(new NodeName(nodeName).userName(), "system:nodes"), usages.stream())
                .map(text -> text.getBytes(UTF_8))
                .forEach(item -> add(digest, item));
        return PREFIX + base64Url(digest.digest());
    }

    private static void add(MessageDigest digest, byte[] item) {
        digest.update((base64Url(item) + "|").getBytes(US_ASCII));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static MessageDigest sha512Slash256() {
        try {
            return MessageDigest.getInstance("SHA-512/256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-512/256", e);
        }
    }
}
