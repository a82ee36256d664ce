package dev.nodejoin.agent.compare;

import java.util.List;
import java.util.stream.Stream;

/** JoinConfigurations for both sides. */
final class JoinFile {
    static final String PATH = "/root/join.yaml";

    private JoinFile() {}

    /** Words for a join by this document, which may speak of {@code ENDPOINT}, {@code TOKEN}, {@code PIN} and {@code OTHER-NAME}. */
    static Words by(String text, String... more) {
        return site -> words(site, text, more);
    }

    /** A join by a token; these lines, besides, at the top of the document. */
    static Words byToken(String lines, String... more) {
        return by("""
                apiVersion: kubeadm.k8s.io/v1beta4
                kind: JoinConfiguration
                discovery:
                  bootstrapToken: {apiServerEndpoint: "ENDPOINT", token: "TOKEN", caCertHashes: ["PIN"]}
                """ + lines, more);
    }

    private static List<String> words(Site site, String text, String... more) {
        var ground = site.ground();
        site.write(
                PATH,
                text.replace("ENDPOINT", ground.endpoint())
                        .replace("UNAPPROVED", ground.unapproved().reveal())
                        .replace("TOKEN", ground.token().reveal())
                        .replace("PIN", ground.pin())
                        .replace("OTHER-NAME", site.otherName()));
        return Stream.concat(Stream.of("--config", PATH), Stream.of(more)).toList();
    }
}
