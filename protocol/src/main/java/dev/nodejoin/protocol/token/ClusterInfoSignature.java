package dev.nodejoin.protocol.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature by which a bootstrap token vouches for the kubeconfig in ConfigMap {@code kube-public/cluster-info}: a JWS
 * in compact form with detached content (RFC 7515, appendix F), algorithm HS256, the token's secret as key. Its header is
 * spelled in exactly one way, that of kube-controller-manager's signer, since kubeadm compares the whole text.
 */
public final class ClusterInfoSignature {
    /** What the names of all signatures in the ConfigMap begin with. */
    public static final String KEY_PREFIX = "jws-kubeconfig-";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private ClusterInfoSignature() {}

    /** The name of the token's signature in the ConfigMap: {@code jws-kubeconfig-<id>}. */
    public static String key(TokenId id) {
        return KEY_PREFIX + id.value();
    }

    /** The signature of a kubeconfig by the token. */
    public static String of(String kubeconfig, BootstrapToken token) {
        return sign(kubeconfig, token.id().value(), token.secret().reveal());
    }

    /** Whether the token's owner signed exactly this kubeconfig; takes the same time wherever the two differ. */
    public static boolean verifies(String signature, String kubeconfig, BootstrapToken token) {
        return MessageDigest.isEqual(
                signature.getBytes(UTF_8), of(kubeconfig, token).getBytes(UTF_8));
    }

    static String sign(String payload, String keyId, String secret) {
        var header =
                base64("{\"alg\":\"HS256\",\"kid\":\"%s\"}".formatted(keyId).getBytes(UTF_8));
        var signed = header + "." + base64(payload.getBytes(UTF_8));
        return header + ".." + base64(mac(secret, signed));
    }

    private static byte[] mac(String secret, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
