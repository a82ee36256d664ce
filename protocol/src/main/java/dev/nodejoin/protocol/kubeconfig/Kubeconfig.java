package dev.nodejoin.protocol.kubeconfig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.yaml.Documents;
import java.util.List;
import java.util.Optional;

/**
 * A kubeconfig (v1 Config): what joining needs of it. Fields that joining has no use for are read over and not written
 * again. Names are unique within each list.
 */
public record Kubeconfig(List<Cluster> clusters, List<Context> contexts, List<User> users, String currentContext) {
    public static final int MAX_BYTES = 1_048_576;
    /** The cluster that a discovery kubeconfig names; kubeadm's default. */
    public static final String DEFAULT_CLUSTER = "kubernetes";

    private static final String BOOTSTRAP_USER = "tls-bootstrap-token-user";

    /** Throws {@link MalformedInputException} where a name occurs twice. */
    public Kubeconfig {
        clusters = List.copyOf(clusters);
        contexts = List.copyOf(contexts);
        users = List.copyOf(users);
        requireUnique("clusters", clusters.stream().map(Cluster::name).toList());
        requireUnique("contexts", contexts.stream().map(Context::name).toList());
        requireUnique("users", users.stream().map(User::name).toList());
    }

    /** Reads YAML or JSON of at most {@value #MAX_BYTES} bytes. */
    public static Kubeconfig parse(byte[] bytes) {
        return KubeconfigReader.read(Documents.single(bytes, MAX_BYTES));
    }

    public static Kubeconfig parse(String text) {
        return parse(text.getBytes(UTF_8));
    }

    /**
     * The kubeconfig that kubeadm writes as {@code bootstrap-kubelet.conf}. Its context keeps the name {@code
     * tls-bootstrap-token-user@kubernetes}, whatever the cluster is called.
     */
    public static Kubeconfig bootstrap(String clusterName, String server, String caPem, BootstrapToken token) {
        return bootstrap(clusterName, server, caPem, new SecretText(token.reveal()));
    }

    private static Kubeconfig bootstrap(String clusterName, String server, String caPem, SecretText token) {
        var context = Context.of(BOOTSTRAP_USER + "@" + DEFAULT_CLUSTER, clusterName, BOOTSTRAP_USER);
        return new Kubeconfig(
                List.of(Cluster.of(clusterName, server, caPem)),
                List.of(context),
                List.of(User.withToken(BOOTSTRAP_USER, token)),
                context.name());
    }

    /** The kubeconfig that a node is handed to find and trust the API server and to authenticate its bootstrap. */
    public static Kubeconfig discovery(String server, String caPem, BootstrapToken token) {
        return bootstrap(DEFAULT_CLUSTER, server, caPem, token);
    }

    /** The same with a bearer token of any kind. */
    public static Kubeconfig discovery(String server, String caPem, SecretText token) {
        return bootstrap(DEFAULT_CLUSTER, server, caPem, token);
    }

    /** A way to a cluster for who has credentials already. */
    public static Kubeconfig withoutUser(String server, String caPem) {
        return new Kubeconfig(List.of(Cluster.of("", server, caPem)), List.of(), List.of(), "");
    }

    /**
     * The kubeconfig that a kubelet writes for itself after its bootstrap; {@link #write()} gives the same bytes.
     *
     * @param pemPath the file that holds certificate and key, {@code /var/lib/kubelet/pki/kubelet-client-current.pem}
     */
    public static Kubeconfig kubelet(String server, String caPem, String pemPath) {
        return new Kubeconfig(
                List.of(Cluster.of("default-cluster", server, caPem)),
                List.of(new Context("default-context", "default-cluster", "default-auth", Optional.of("default"))),
                List.of(User.withCertificateFiles("default-auth", pemPath, pemPath)),
                "default-context");
    }

    /** The text as Kubernetes' clients write it. Secrets are in it. */
    public String write() {
        return KubeconfigWriter.write(this);
    }

    /** The cluster that kubeadm would use: the one with the empty name, else that of the current context. */
    public Cluster currentCluster() {
        return cluster("")
                .or(() -> context().flatMap(current -> cluster(current.cluster())))
                .orElseThrow(() -> new MalformedInputException(
                        "the kubeconfig names no cluster: current-context must name a context, and that a cluster"));
    }

    /** The user of the current context. */
    public Optional<User> currentUser() {
        return context()
                .flatMap(current -> users.stream()
                        .filter(user -> user.name().equals(current.user()))
                        .findFirst());
    }

    /** The current cluster's server, which must be there. */
    public String server() {
        var server = currentCluster().server();
        if (server.isEmpty()) {
            throw new MalformedInputException("the kubeconfig's current cluster has no server");
        }
        return server;
    }

    /** The current cluster's embedded certificate authorities, as text. */
    public Optional<String> caPem() {
        return currentCluster().caPem();
    }

    /** The current cluster's embedded certificate authorities. */
    public Optional<CertificateBundle> caBundle() {
        return caPem().map(CertificateBundle::parse);
    }

    /** The current user's bearer token. */
    public Optional<SecretText> token() {
        return currentUser().flatMap(User::token);
    }

    /** The current user's bearer token as a bootstrap token; throws {@link MalformedInputException} if it is another. */
    public Optional<BootstrapToken> bootstrapToken() {
        return token().map(token -> BootstrapToken.parse(token.reveal()));
    }

    /**
     * The same with its current cluster under another name and the others dropped, as kubeadm does once it knows what the
     * cluster is called.
     */
    public Kubeconfig withClusterName(String name) {
        return new Kubeconfig(
                List.of(currentCluster().named(name)),
                contexts.stream()
                        .map(context -> context.name().equals(currentContext) ? context.withCluster(name) : context)
                        .toList(),
                users,
                currentContext);
    }

    private Optional<Context> context() {
        return contexts.stream()
                .filter(context -> context.name().equals(currentContext))
                .findFirst();
    }

    private Optional<Cluster> cluster(String name) {
        return clusters.stream().filter(cluster -> cluster.name().equals(name)).findFirst();
    }

    private static void requireUnique(String list, List<String> names) {
        if (names.stream().distinct().count() < names.size()) {
            throw new MalformedInputException("the kubeconfig's %s have a name twice".formatted(list));
        }
    }
}
