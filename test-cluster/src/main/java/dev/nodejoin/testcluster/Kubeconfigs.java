package dev.nodejoin.testcluster;

import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.NamedAuthInfo;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.List;

/** Kubeconfigs as text. */
final class Kubeconfigs {
    private Kubeconfigs() {}

    /** The same credentials for the same cluster, reached at {@code server}. */
    static String at(URI server, String kubeconfig) {
        var config = Serialization.unmarshal(kubeconfig, io.fabric8.kubernetes.api.model.Config.class);
        config.getClusters().forEach(cluster -> cluster.getCluster().setServer(server.toString()));
        return Serialization.asYaml(config);
    }

    /** The cluster of {@code kubeconfig} for a user with a bearer token. */
    static String withToken(String kubeconfig, String user, String token) {
        return withUser(kubeconfig, user, new AuthInfoBuilder().withToken(token).build());
    }

    private static String withUser(String kubeconfig, String user, AuthInfo credentials) {
        var config = Serialization.unmarshal(kubeconfig, io.fabric8.kubernetes.api.model.Config.class);
        var changed = new ConfigBuilder(config)
                .withUsers(List.of(new NamedAuthInfo(user, credentials)))
                .editFirstContext()
                .withName(user)
                .editContext()
                .withUser(user)
                .endContext()
                .endContext()
                .withCurrentContext(user)
                .build();
        return Serialization.asYaml(changed);
    }

    /** A client's configuration that nothing outside of the kubeconfig can change. */
    static Config config(String kubeconfig) {
        var config = Config.fromKubeconfig(kubeconfig);
        config.setHttpProxy(null);
        config.setHttpsProxy(null);
        return config;
    }
}
