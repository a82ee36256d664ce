package dev.nodejoin.agent.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** A kubeconfig as people write it for {@code --discovery-file}. */
final class DiscoveryKubeconfig {
    private DiscoveryKubeconfig() {}

    /** @param credentials of its user, in braces */
    static String of(String server, String authorities, String credentials) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: somewhere
                  cluster: {server: "%s", certificate-authority-data: %s}
                contexts:
                - name: there
                  context: {cluster: somewhere, user: somebody}
                current-context: there
                users:
                - name: somebody
                  user: %s
                """.formatted(server, Base64.getEncoder().encodeToString(authorities.getBytes(UTF_8)), credentials);
    }
}
