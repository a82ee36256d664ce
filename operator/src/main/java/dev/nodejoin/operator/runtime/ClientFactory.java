package dev.nodejoin.operator.runtime;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nodejoin.operator.runtime.OperatorConfiguration.ConfigurationException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** Makes the operator's client. */
final class ClientFactory {
    private ClientFactory() {}

    /** The connection that the kubeconfig describes, else that of the Pod's ServiceAccount or {@code $KUBECONFIG}. */
    static Config connection(@Nullable String kubeconfig) {
        if (kubeconfig == null) return Config.autoConfigure(null);
        try {
            return Config.fromKubeconfig(new File(kubeconfig));
        } catch (RuntimeException e) {
            throw new ConfigurationException("kubeconfig %s can't be used: %s".formatted(kubeconfig, firstLine(e)));
        }
    }

    /** What a YAML parser says goes on for lines, and quotes the file, which has credentials. */
    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** The same API server, asked by nobody in particular. */
    static KubernetesClient anonymous(Config config) {
        return create(new ConfigBuilder(Config.empty())
                .withMasterUrl(config.getMasterUrl())
                .withCaCertFile(config.getCaCertFile())
                .withCaCertData(config.getCaCertData())
                .withTrustCerts(config.isTrustCerts())
                .withHttpProxy(config.getHttpProxy())
                .withHttpsProxy(config.getHttpsProxy())
                .withNoProxy(config.getNoProxy())
                .withProxyUsername(config.getProxyUsername())
                .withProxyPassword(config.getProxyPassword())
                .build());
    }

    /** One strange object, of a newer or older definition, must not stop an informer: what is unknown is passed over. */
    static KubernetesClient create(Config config) {
        var mapper = new ObjectMapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .build();
    }
}
