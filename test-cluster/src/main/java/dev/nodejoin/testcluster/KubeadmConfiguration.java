package dev.nodejoin.testcluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The configuration that kubeadm lays out the control plane by; JSON documents in a YAML stream. */
record KubeadmConfiguration(ClusterOptions options) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    String render() {
        return Stream.of(initConfiguration(), clusterConfiguration(), kubeletConfiguration())
                .map(KubeadmConfiguration::json)
                .collect(Collectors.joining("\n---\n", "", "\n"));
    }

    private static Map<String, Object> initConfiguration() {
        return Map.of(
                "apiVersion",
                "kubeadm.k8s.io/v1beta4",
                "kind",
                "InitConfiguration",
                "localAPIEndpoint",
                Map.of("advertiseAddress", Layout.ADDRESS, "bindPort", Layout.PORT),
                "nodeRegistration",
                Map.of("name", Layout.CONTROL_PLANE, "criSocket", "unix://" + Layout.CRI_SOCKET));
    }

    private Map<String, Object> clusterConfiguration() {
        return Map.of(
                "apiVersion",
                "kubeadm.k8s.io/v1beta4",
                "kind",
                "ClusterConfiguration",
                "kubernetesVersion",
                "v" + options.version(),
                "controlPlaneEndpoint",
                Layout.ENDPOINT,
                "networking",
                Map.of("podSubnet", "10.244.0.0/16"),
                "apiServer",
                Map.of("certSANs", List.of("127.0.0.1", "localhost"), "extraArgs", apiServerArguments()),
                "controllerManager",
                Map.of("extraArgs", controllerManagerArguments()),
                // Its data is in memory, so there is nothing to wait for.
                "etcd",
                Map.of("local", Map.of("extraArgs", arguments(Map.of("unsafe-no-fsync", "true")))));
    }

    private List<Map<String, String>> apiServerArguments() {
        var arguments = new LinkedHashMap<String, String>();
        arguments.put("audit-policy-file", Layout.AUDIT_POLICY);
        arguments.put("audit-log-path", Layout.AUDIT_LOG);
        arguments.putAll(options.apiServerArguments());
        return arguments(arguments);
    }

    private List<Map<String, String>> controllerManagerArguments() {
        var arguments = new LinkedHashMap<String, String>();
        arguments.put("leader-elect", "false");
        arguments.putAll(options.controllerManagerArguments());
        return arguments(arguments);
    }

    private static List<Map<String, String>> arguments(Map<String, String> arguments) {
        return arguments.entrySet().stream()
                .map(argument -> Map.of("name", argument.getKey(), "value", argument.getValue()))
                .toList();
    }

    /** What a kubelet needs in order to run in namespaces, without cgroups of its own and without kernel parameters. */
    private static Map<String, Object> kubeletConfiguration() {
        var kubelet = new LinkedHashMap<String, Object>();
        kubelet.put("apiVersion", "kubelet.config.k8s.io/v1beta1");
        kubelet.put("kind", "KubeletConfiguration");
        kubelet.put("cgroupDriver", "cgroupfs");
        kubelet.put("cgroupsPerQOS", false);
        // Not an empty list: that is lost on its way through the ConfigMap, and the kubelet insists on cgroups.
        kubelet.put("enforceNodeAllocatable", List.of("none"));
        kubelet.put("failCgroupV1", false);
        kubelet.put("failSwapOn", false);
        kubelet.put("localStorageCapacityIsolation", false);
        kubelet.put("makeIPTablesUtilChains", false);
        kubelet.put("featureGates", Map.of("KubeletInUserNamespace", true));
        return kubelet;
    }

    private static String json(Map<String, Object> document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
