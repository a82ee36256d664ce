package dev.nodejoin.operator.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The operator's configuration file. Every key is also a flag, and a flag wins; an unknown key is an error.
 *
 * @param namespaces where NodeJoinRequests are served; {@code [nodejoin]} when absent
 * @param kubeconfig path; the Pod's ServiceAccount, else {@code $KUBECONFIG} when absent
 * @param logLevel trace, debug, info, warn or error; info when absent
 */
public record OperatorConfiguration(
        @Nullable List<String> namespaces,
        @Nullable ApiServer apiServer,
        @Nullable Http http,
        @Nullable String kubeconfig,
        @Nullable String logLevel) {
    static final int MAX_CHARACTERS = 1 << 20;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final int DEFAULT_PORT = 8080;
    private static final int LARGEST_PORT = 65_535;
    private static final List<String> LOG_LEVELS = List.of("trace", "debug", "info", "warn", "error");

    /**
     * How machines reach the cluster.
     *
     * @param endpoint host:port or URL; that of cluster-info, else kubeadm's controlPlaneEndpoint when absent
     * @param caBundleFile the API server's CA certificates; those of the Pod, else of kube-system when absent
     */
    public record ApiServer(
            @Nullable String endpoint, @Nullable String caBundleFile) {}

    /** Where health and metrics are served; {@code 0.0.0.0:8080} when absent. */
    public record Http(@Nullable String address, @Nullable Integer port) {}

    /** Nothing configured. */
    public static OperatorConfiguration empty() {
        return new OperatorConfiguration(null, null, null, null, null);
    }

    /** Reads a configuration file; throws {@link ConfigurationException} naming the key that is wrong. */
    public static OperatorConfiguration parse(String yaml) {
        var tree = tree(yaml);
        if (tree.isMissingNode() || tree.isNull()) return empty();
        if (!tree.isObject()) throw new ConfigurationException("no configuration in YAML: it has no keys");
        return read(yaml);
    }

    private static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException("no configuration in YAML: " + firstLine(e));
        }
    }

    /** From the text, for in a tree a plain {@code off} is no word any more. */
    private static OperatorConfiguration read(String yaml) {
        try {
            return YAML.readValue(yaml, OperatorConfiguration.class);
        } catch (UnrecognizedPropertyException e) {
            throw new ConfigurationException("unknown key %s; known here are %s"
                    .formatted(path(e), Objects.requireNonNullElse(e.getKnownPropertyIds(), List.of())));
        } catch (JsonMappingException e) {
            throw new ConfigurationException("key %s: %s".formatted(path(e), firstLine(e)));
        } catch (JsonProcessingException e) {
            throw new ConfigurationException("no configuration in YAML: " + firstLine(e));
        }
    }

    /** A YAML parser goes on for lines. */
    private static String firstLine(JsonProcessingException e) {
        return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(reference ->
                        Objects.requireNonNullElse(reference.getFieldName(), "[" + reference.getIndex() + "]"))
                .collect(Collectors.joining("."));
    }

    /** This configuration, with what the other says taking its place. */
    OperatorConfiguration overriddenBy(OperatorConfiguration other) {
        return new OperatorConfiguration(
                firstOf(other.namespaces, namespaces),
                new ApiServer(firstOf(other.endpoint(), endpoint()), firstOf(other.caBundleFile(), caBundleFile())),
                new Http(
                        firstOf(other.http == null ? null : other.http.address, http == null ? null : http.address),
                        firstOf(other.http == null ? null : other.http.port, http == null ? null : http.port)),
                firstOf(other.kubeconfig, kubeconfig),
                firstOf(other.logLevel, logLevel));
    }

    private static <T> @Nullable T firstOf(@Nullable T one, @Nullable T other) {
        return one != null ? one : other;
    }

    List<String> servedNamespaces() {
        var served = namespaces == null ? List.of("nodejoin") : namespaces;
        if (served.isEmpty()) throw new ConfigurationException("namespaces is empty: nothing would be served");
        if (served.stream().anyMatch(name -> name == null || name.isBlank()))
            throw new ConfigurationException("namespaces has an empty entry");
        return served;
    }

    @Nullable
    String endpoint() {
        return apiServer == null ? null : apiServer.endpoint;
    }

    @Nullable
    String caBundleFile() {
        return apiServer == null ? null : apiServer.caBundleFile;
    }

    String httpAddress() {
        return http == null || http.address == null ? "0.0.0.0" : http.address;
    }

    int httpPort() {
        var port = http == null || http.port == null ? DEFAULT_PORT : http.port;
        if (port < 0 || port > LARGEST_PORT)
            throw new ConfigurationException("http.port is %d; it must be from 0 to %d".formatted(port, LARGEST_PORT));
        return port;
    }

    String effectiveLogLevel() {
        var level = logLevel == null ? "info" : logLevel;
        if (!LOG_LEVELS.contains(level))
            throw new ConfigurationException(
                    "logLevel is %s; it must be one of %s".formatted(level, String.join(", ", LOG_LEVELS)));
        return level;
    }

    /** The configuration can't be used; the message names the key. */
    public static final class ConfigurationException extends RuntimeException {
        ConfigurationException(String message) {
            super(message);
        }
    }
}
