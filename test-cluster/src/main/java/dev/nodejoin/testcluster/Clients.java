package dev.nodejoin.testcluster;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** The kubeconfigs and clients that were handed out, one per identity. */
final class Clients implements AutoCloseable {
    private static final long ACCOUNT_SECONDS = 30;
    private static final long TOKEN_SECONDS = Duration.ofHours(24).toSeconds();

    private final ControlPlane controlPlane;
    private final URI server;
    private final ConcurrentMap<Identity, String> kubeconfigs = new ConcurrentHashMap<>();
    private final ConcurrentMap<Identity, KubernetesClient> clients = new ConcurrentHashMap<>();

    Clients(ControlPlane controlPlane, URI server) {
        this.controlPlane = controlPlane;
        this.server = server;
    }

    /** Who somebody is for the API server. */
    sealed interface Identity {
        /** The administrator that kubeadm makes. */
        record Administrator() implements Identity {}

        record User(String name, List<String> groups) implements Identity {
            public User {
                groups = List.copyOf(groups);
            }
        }

        record ServiceAccount(String namespace, String name) implements Identity {}
    }

    String kubeconfig(Identity identity) {
        return kubeconfigs.computeIfAbsent(identity, this::credentials);
    }

    KubernetesClient client(Identity identity) {
        return clients.computeIfAbsent(
                identity,
                who -> new KubernetesClientBuilder()
                        .withConfig(Kubeconfigs.config(kubeconfig(who)))
                        .build());
    }

    private String credentials(Identity identity) {
        var kubeconfig = switch (identity) {
            case Identity.Administrator() -> controlPlane.machine().text(Layout.ADMIN_KUBECONFIG);
            case Identity.User(var name, var groups) -> controlPlane.kubeconfig(name, groups);
            case Identity.ServiceAccount account -> token(account);
        };
        return Kubeconfigs.at(server, kubeconfig);
    }

    private String token(Identity.ServiceAccount account) {
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_SECONDS)
                .endSpec()
                .build();
        var resource = client(new Identity.Administrator())
                .serviceAccounts()
                .inNamespace(account.namespace())
                .withName(account.name());
        // A namespace's own account is made by a controller, a moment after the namespace.
        resource.waitUntilCondition(Objects::nonNull, ACCOUNT_SECONDS, TimeUnit.SECONDS);
        var token = resource.tokenRequest(request).getStatus().getToken();
        var administrator = controlPlane.machine().text(Layout.ADMIN_KUBECONFIG);
        return Kubeconfigs.withToken(administrator, account.namespace() + "-" + account.name(), token);
    }

    @Override
    public void close() {
        clients.values().forEach(KubernetesClient::close);
    }
}
