package dev.nodejoin.protocol.kubeadm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.patch.KubeletPatches;
import dev.nodejoin.protocol.yaml.Documents;
import dev.nodejoin.protocol.yaml.YamlText;

/**
 * The kubelet's configuration: what the ConfigMap {@code kube-system/kubelet-config} holds, turned into the node's {@code
 * /var/lib/kubelet/config.yaml} by the steps of kubeadm's phase kubelet-start. Values pass through unread, so settings of
 * a later release survive.
 */
public final class KubeletConfiguration {
    public static final String API_VERSION = "kubelet.config.k8s.io/v1beta1";
    public static final String KIND = "KubeletConfiguration";
    public static final int MAX_BYTES = 1_048_576;
    /** The resolver file where systemd-resolved runs; the usual one would point the cluster's DNS at itself. */
    public static final String SYSTEMD_RESOLV_CONF = "/run/systemd/resolve/resolv.conf";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ObjectNode tree;

    private KubeletConfiguration(ObjectNode tree) {
        this.tree = tree;
    }

    /** Where the kubelet tells whether it is healthy; port 0 means that it does not. */
    public record Healthz(String address, int port) {}

    /** Reads the ConfigMap's data key {@code kubelet}. */
    public static KubeletConfiguration parse(String text) {
        var documents = Documents.parse(text.getBytes(UTF_8), MAX_BYTES).stream()
                .filter(document -> document.text("kind").orElse("").equals(KIND)
                        && document.text("apiVersion").orElse("").equals(API_VERSION))
                .toList();
        if (documents.size() != 1) {
            throw new MalformedInputException("the text holds %d documents of kind %s, %s; exactly one is expected"
                    .formatted(documents.size(), KIND, API_VERSION));
        }
        return new KubeletConfiguration(documents.getFirst().toTree());
    }

    /** With kubeadm's defaults where nothing is said; client certificates are rotated, whatever is said. */
    public KubeletConfiguration withDefaults(ClusterConfiguration cluster) {
        var copy = tree.deepCopy();
        putIfUnset(copy, "staticPodPath", JSON.textNode("/etc/kubernetes/manifests"));
        putIfUnset(copy, "clusterDNS", JSON.arrayNode().add(cluster.clusterDns()));
        putIfUnset(copy, "clusterDomain", JSON.textNode(cluster.clusterDomain()));
        putIfUnset(copy, "healthzBindAddress", JSON.textNode("127.0.0.1"));
        putIfUnset(copy, "healthzPort", JSON.numberNode(10248));
        putIfUnset(copy, "cgroupDriver", JSON.textNode("systemd"));
        var authentication = child(copy, "authentication");
        putIfUnset(child(authentication, "x509"), "clientCAFile", JSON.textNode(cluster.certificatesDir() + "/ca.crt"));
        putIfUnset(child(authentication, "anonymous"), "enabled", JSON.booleanNode(false));
        putIfUnset(child(authentication, "webhook"), "enabled", JSON.booleanNode(true));
        putIfUnset(child(copy, "authorization"), "mode", JSON.textNode("Webhook"));
        copy.put("rotateCertificates", true);
        return new KubeletConfiguration(copy);
    }

    /** With this resolver file, unless the cluster's configuration names one. */
    public KubeletConfiguration withResolvConf(String path) {
        var copy = tree.deepCopy();
        if (!copy.hasNonNull("resolvConf")) {
            copy.put("resolvConf", path);
        }
        return new KubeletConfiguration(copy);
    }

    /** With the machine's own settings over those of the cluster ({@code instance-config.yaml}). */
    public KubeletConfiguration withInstance(String instanceConfig) {
        var copy = tree.deepCopy();
        merge(copy, Documents.single(instanceConfig.getBytes(UTF_8), MAX_BYTES).toTree());
        return new KubeletConfiguration(copy);
    }

    /** With the administrator's patches. */
    public KubeletConfiguration withPatches(KubeletPatches patches) {
        return new KubeletConfiguration(patches.applyTo(tree));
    }

    public Healthz healthz() {
        var port = tree.path("healthzPort");
        if (tree.hasNonNull("healthzPort") && !port.canConvertToInt()) {
            throw new MalformedInputException("healthzPort must be an integer");
        }
        return new Healthz(tree.path("healthzBindAddress").asText("127.0.0.1"), port.asInt(10248));
    }

    /** The content of {@code config.yaml}. */
    public String write() {
        return YamlText.of(tree);
    }

    /** As kubeadm sees it: an empty text is no setting, an empty list is one. */
    private static void putIfUnset(ObjectNode node, String field, JsonNode value) {
        var present = node.get(field);
        if (present == null
                || present.isNull()
                || (present.isTextual() && present.textValue().isEmpty())) {
            node.set(field, value);
        }
    }

    private static ObjectNode child(ObjectNode node, String field) {
        return switch (node.get(field)) {
            case ObjectNode present -> present;
            case null -> node.putObject(field);
            case JsonNode other when other.isNull() -> node.putObject(field);
            case JsonNode other -> throw new MalformedInputException(field + " must be a mapping");
        };
    }

    /** RFC 7386: mappings are merged, null removes, everything else replaces. */
    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> merge(target, entry.getKey(), entry.getValue()));
    }

    private static void merge(ObjectNode target, String field, JsonNode value) {
        if (value.isNull()) {
            target.remove(field);
        } else if (value instanceof ObjectNode patch && target.get(field) instanceof ObjectNode present) {
            merge(present, patch);
        } else {
            target.set(field, value);
        }
    }
}
