package dev.nodejoin.protocol.kubeconfig;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.yaml.YamlText;
import java.util.Base64;
import java.util.Optional;

/** Writes a kubeconfig in the shape of client-go: lists sorted by name, absent fields left out, empty lists as null. */
final class KubeconfigWriter {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private KubeconfigWriter() {}

    static String write(Kubeconfig config) {
        var document = JSON.objectNode();
        document.put("apiVersion", "v1").put("kind", "Config").put("current-context", config.currentContext());
        var clusters = list(document, "clusters", config.clusters().isEmpty());
        config.clusters().stream()
                .sorted(comparing(Cluster::name))
                .forEach(cluster -> write(cluster, named(clusters, cluster.name(), "cluster")));
        var contexts = list(document, "contexts", config.contexts().isEmpty());
        config.contexts().stream()
                .sorted(comparing(Context::name))
                .forEach(context -> write(context, named(contexts, context.name(), "context")));
        var users = list(document, "users", config.users().isEmpty());
        config.users().stream()
                .sorted(comparing(User::name))
                .forEach(user -> write(user, named(users, user.name(), "user")));
        return YamlText.of(document);
    }

    private static void write(Cluster cluster, ObjectNode body) {
        body.put("server", cluster.server());
        put(body, "certificate-authority-data", cluster.caPem().map(KubeconfigWriter::base64));
        put(body, "certificate-authority", cluster.caFile());
        put(body, "tls-server-name", cluster.tlsServerName());
        put(body, "proxy-url", cluster.proxyUrl());
        if (cluster.insecureSkipTlsVerify()) {
            body.put("insecure-skip-tls-verify", true);
        }
    }

    private static void write(Context context, ObjectNode body) {
        body.put("cluster", context.cluster()).put("user", context.user());
        put(body, "namespace", context.namespace());
    }

    private static void write(User user, ObjectNode body) {
        put(body, "token", user.token().map(SecretText::reveal));
        put(body, "tokenFile", user.tokenFile());
        put(body, "client-certificate", user.clientCertificateFile());
        put(body, "client-key", user.clientKeyFile());
        put(body, "client-certificate-data", user.clientCertificatePem().map(KubeconfigWriter::base64));
        put(body, "client-key-data", user.clientKeyPem().map(key -> base64(key.reveal())));
        put(body, "username", user.username());
        put(body, "password", user.password().map(SecretText::reveal));
    }

    private static ArrayNode list(ObjectNode document, String field, boolean isEmpty) {
        var list = JSON.arrayNode();
        document.set(field, isEmpty ? JSON.nullNode() : list);
        return list;
    }

    private static ObjectNode named(ArrayNode list, String name, String body) {
        return list.addObject().put("name", name).putObject(body);
    }

    private static void put(ObjectNode body, String field, Optional<String> value) {
        value.ifPresent(text -> body.put(field, text));
    }

    private static String base64(String data) {
        return Base64.getEncoder().encodeToString(data.getBytes(ISO_8859_1));
    }
}
