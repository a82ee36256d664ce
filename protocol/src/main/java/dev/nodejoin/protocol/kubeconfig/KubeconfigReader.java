package dev.nodejoin.protocol.kubeconfig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.yaml.Section;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the fields of a kubeconfig; an empty text is as good as none, as for Kubernetes' own clients. */
final class KubeconfigReader {
    private KubeconfigReader() {}

    static Kubeconfig read(Section document) {
        requireOrAbsent(document, "apiVersion", "v1");
        requireOrAbsent(document, "kind", "Config");
        return new Kubeconfig(
                document.sections("clusters").stream()
                        .map(KubeconfigReader::cluster)
                        .toList(),
                document.sections("contexts").stream()
                        .map(KubeconfigReader::context)
                        .toList(),
                document.sections("users").stream().map(KubeconfigReader::user).toList(),
                document.text("current-context").orElse(""));
    }

    private static Cluster cluster(Section named) {
        var body = named.section("cluster");
        return new Cluster(
                name(named),
                text(body, "server").orElse(""),
                data(body, "certificate-authority-data"),
                text(body, "certificate-authority"),
                text(body, "tls-server-name"),
                body.flatMap(cluster -> cluster.flag("insecure-skip-tls-verify"))
                        .orElse(false),
                text(body, "proxy-url"));
    }

    private static Context context(Section named) {
        var body = named.section("context");
        return new Context(
                name(named),
                text(body, "cluster").orElse(""),
                text(body, "user").orElse(""),
                text(body, "namespace"));
    }

    private static User user(Section named) {
        var body = named.section("user");
        return new User(
                name(named),
                text(body, "token").map(SecretText::new),
                text(body, "tokenFile"),
                text(body, "client-certificate"),
                text(body, "client-key"),
                data(body, "client-certificate-data"),
                data(body, "client-key-data").map(SecretText::new),
                text(body, "username"),
                text(body, "password").map(SecretText::new),
                body.flatMap(KubeconfigReader::plugin));
    }

    private static Optional<String> plugin(Section user) {
        return Stream.of("exec", "auth-provider").filter(user::has).findFirst();
    }

    private static String name(Section named) {
        return named.text("name").orElse("");
    }

    private static Optional<String> text(Optional<Section> body, String field) {
        return body.flatMap(section -> section.filledText(field));
    }

    private static Optional<String> data(Optional<Section> body, String field) {
        return text(body, field).map(base64 -> {
            try {
                return new String(Base64.getDecoder().decode(base64), ISO_8859_1);
            } catch (IllegalArgumentException e) {
                throw new MalformedInputException(
                        body.map(section -> section.pathTo(field)).orElse(field) + " is not base64");
            }
        });
    }

    private static void requireOrAbsent(Section document, String field, String expected) {
        if (!document.text(field).orElse(expected).equals(expected)) {
            throw new MalformedInputException("this is no kubeconfig: %s must be %s".formatted(field, expected));
        }
    }
}
