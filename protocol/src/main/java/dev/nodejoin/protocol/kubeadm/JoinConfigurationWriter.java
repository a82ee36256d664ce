package dev.nodejoin.protocol.kubeadm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.yaml.YamlText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes a JoinConfiguration; what equals kubeadm's default is left out. */
final class JoinConfigurationWriter {
    private JoinConfigurationWriter() {}

    static String write(JoinConfiguration join) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", JoinConfiguration.API_VERSION).put("kind", JoinConfiguration.KIND);
        write(join.discovery(), document.putObject("discovery"));
        write(join.nodeRegistration(), document);
        join.controlPlane().ifPresent(controlPlane -> write(controlPlane, document.putObject("controlPlane")));
        put(document, "caCertPath", join.caCertPath(), JoinConfiguration.DEFAULT_CA_CERT_PATH);
        write(join.timeouts(), document);
        put(document, "skipPhases", join.skipPhases());
        join.patchesDirectory()
                .ifPresent(directory -> document.putObject("patches").put("directory", directory));
        if (join.dryRun()) {
            document.put("dryRun", true);
        }
        return YamlText.of(document);
    }

    private static void write(Discovery discovery, ObjectNode node) {
        discovery.kubeConfigPath().ifPresent(path -> node.putObject("file").put("kubeConfigPath", path));
        discovery.bootstrapToken().ifPresent(token -> write(token, node.putObject("bootstrapToken")));
        if (!discovery.tlsBootstrapToken().equals(Discovery.tokenOf(discovery.bootstrapToken()))) {
            discovery.tlsBootstrapToken().ifPresent(token -> node.put("tlsBootstrapToken", token.reveal()));
        }
    }

    private static void write(BootstrapTokenDiscovery discovery, ObjectNode node) {
        node.put("token", discovery.token().reveal()).put("apiServerEndpoint", discovery.apiServerEndpoint());
        put(
                node,
                "caCertHashes",
                discovery.caCertHashes().stream().map(Object::toString).toList());
        if (discovery.unsafeSkipCaVerification()) {
            node.put("unsafeSkipCAVerification", true);
        }
    }

    private static void write(NodeRegistration registration, ObjectNode document) {
        if (registration.equals(NodeRegistration.DEFAULTS)) {
            return;
        }
        var node = document.putObject("nodeRegistration");
        put(node, "name", registration.name());
        put(node, "criSocket", registration.criSocket());
        if (!registration.taints().isEmpty()) {
            var taints = node.putArray("taints");
            registration.taints().forEach(taint -> write(taint, taints.addObject()));
        }
        if (!registration.kubeletExtraArgs().isEmpty()) {
            var arguments = node.putArray("kubeletExtraArgs");
            registration
                    .kubeletExtraArgs()
                    .forEach(argument ->
                            arguments.addObject().put("name", argument.name()).put("value", argument.value()));
        }
        put(node, "ignorePreflightErrors", registration.ignorePreflightErrors());
        put(node, "imagePullPolicy", registration.imagePullPolicy(), NodeRegistration.DEFAULT_PULL_POLICY);
        if (!registration.imagePullSerial()) {
            node.put("imagePullSerial", false);
        }
    }

    private static void write(Taint taint, ObjectNode node) {
        node.put("effect", taint.effect()).put("key", taint.key());
        put(node, "value", taint.value(), "");
    }

    private static void write(ControlPlane controlPlane, ObjectNode node) {
        var endpoint = node.putObject("localAPIEndpoint");
        put(endpoint, "advertiseAddress", controlPlane.advertiseAddress());
        endpoint.put("bindPort", controlPlane.bindPort());
        controlPlane.certificateKey().ifPresent(key -> node.put("certificateKey", key.reveal()));
    }

    private static void write(Timeouts timeouts, ObjectNode document) {
        var defaults = Timeouts.DEFAULTS;
        if (timeouts.equals(defaults)) {
            return;
        }
        var node = document.putObject("timeouts");
        put(
                node,
                "controlPlaneComponentHealthCheck",
                timeouts.controlPlaneComponentHealthCheck(),
                defaults.controlPlaneComponentHealthCheck());
        put(node, "discovery", timeouts.discovery(), defaults.discovery());
        put(node, "etcdAPICall", timeouts.etcdApiCall(), defaults.etcdApiCall());
        put(node, "kubeletHealthCheck", timeouts.kubeletHealthCheck(), defaults.kubeletHealthCheck());
        put(node, "kubernetesAPICall", timeouts.kubernetesApiCall(), defaults.kubernetesApiCall());
        put(node, "tlsBootstrap", timeouts.tlsBootstrap(), defaults.tlsBootstrap());
        put(node, "upgradeManifests", timeouts.upgradeManifests(), defaults.upgradeManifests());
    }

    private static void put(ObjectNode node, String field, Duration value, Duration unlessEqual) {
        put(node, field, GoDuration.format(value), GoDuration.format(unlessEqual));
    }

    private static void put(ObjectNode node, String field, String value, String unlessEqual) {
        if (!value.equals(unlessEqual)) {
            node.put(field, value);
        }
    }

    private static void put(ObjectNode node, String field, Optional<String> value) {
        value.ifPresent(text -> node.put(field, text));
    }

    private static void put(ObjectNode node, String field, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(node.putArray(field)::add);
        }
    }
}
