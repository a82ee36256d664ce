package dev.nodejoin.protocol.kubeconfig;

import dev.nodejoin.protocol.SecretText;
import java.util.Optional;

/**
 * Credentials in a kubeconfig.
 *
 * @param plugin {@code exec} or {@code auth-provider} where the credentials come from a program; what it is is not kept
 */
public record User(
        String name,
        Optional<SecretText> token,
        Optional<String> tokenFile,
        Optional<String> clientCertificateFile,
        Optional<String> clientKeyFile,
        Optional<String> clientCertificatePem,
        Optional<SecretText> clientKeyPem,
        Optional<String> username,
        Optional<SecretText> password,
        Optional<String> plugin) {

    /** A user with a bearer token. */
    public static User withToken(String name, SecretText token) {
        return new User(
                name,
                Optional.of(token),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A user with a client certificate and key, both in files. */
    public static User withCertificateFiles(String name, String certificateFile, String keyFile) {
        return new User(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.of(certificateFile),
                Optional.of(keyFile),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether there is anything to authenticate with, by kubeadm's rule. */
    public boolean hasCredentials() {
        return token.isPresent()
                || tokenFile.isPresent()
                || (username.isPresent() && password.isPresent())
                || ((clientCertificateFile.isPresent() || clientCertificatePem.isPresent())
                        && (clientKeyFile.isPresent() || clientKeyPem.isPresent()))
                || plugin.isPresent();
    }
}
