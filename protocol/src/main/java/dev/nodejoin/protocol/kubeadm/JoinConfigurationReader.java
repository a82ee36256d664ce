package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the fields of a JoinConfiguration and keeps note of what it reads over. */
final class JoinConfigurationReader {
    /** The kubeadm release that could still convert an old version. */
    private static final Map<String, String> CONVERTERS = Map.of(
            "v1alpha1", "v1.11",
            "v1alpha2", "v1.12",
            "v1alpha3", "v1.14",
            "v1beta1", "v1.15",
            "v1beta2", "v1.22",
            "v1beta3", "v1.36");

    private static final String GROUP = "kubeadm.k8s.io/";

    private final List<String> warnings = new ArrayList<>();

    private JoinConfigurationReader() {}

    static JoinConfiguration read(List<Section> documents) {
        return new JoinConfigurationReader().readAny(documents);
    }

    private JoinConfiguration readAny(List<Section> documents) {
        var joins = new ArrayList<Section>();
        for (var document : documents) {
            var kind = document.requiredText("kind");
            if (kind.equals(JoinConfiguration.KIND)) {
                joins.add(document);
            } else {
                warnings.add("a document of another kind than JoinConfiguration is ignored");
            }
        }
        if (joins.size() != 1) {
            throw new MalformedInputException(
                    "the text holds %d JoinConfigurations; exactly one is expected".formatted(joins.size()));
        }
        requireVersion(joins.getFirst().requiredText("apiVersion"));
        return join(joins.getFirst());
    }

    private static void requireVersion(String apiVersion) {
        if (apiVersion.equals(JoinConfiguration.API_VERSION)) {
            return;
        }
        var converter = apiVersion.startsWith(GROUP) ? CONVERTERS.get(apiVersion.substring(GROUP.length())) : null;
        throw new MalformedInputException("apiVersion must be " + JoinConfiguration.API_VERSION
                + (converter == null
                        ? ""
                        : "; this is an older one, which 'kubeadm config migrate' of Kubernetes %s converts"
                                .formatted(converter)));
    }

    private JoinConfiguration join(Section document) {
        note(
                document,
                "apiVersion",
                "caCertPath",
                "controlPlane",
                "discovery",
                "dryRun",
                "kind",
                "nodeRegistration",
                "patches",
                "skipPhases",
                "timeouts");
        return new JoinConfiguration(
                document.section("discovery")
                        .map(this::discovery)
                        .orElseThrow(() -> new MalformedInputException("discovery is missing")),
                document.section("nodeRegistration").map(this::registration).orElse(NodeRegistration.DEFAULTS),
                document.section("controlPlane").map(this::controlPlane),
                text(document, "caCertPath").orElse(JoinConfiguration.DEFAULT_CA_CERT_PATH),
                document.section("timeouts").map(this::timeouts).orElse(Timeouts.DEFAULTS),
                document.texts("skipPhases"),
                document.section("patches").flatMap(this::patches),
                document.flag("dryRun").orElse(false),
                warnings);
    }

    private Discovery discovery(Section discovery) {
        note(discovery, "bootstrapToken", "file", "tlsBootstrapToken");
        return new Discovery(
                discovery.section("bootstrapToken").map(this::bootstrapToken),
                discovery.section("file").map(this::file),
                text(discovery, "tlsBootstrapToken").map(token -> token(discovery, "tlsBootstrapToken", token)));
    }

    private String file(Section file) {
        note(file, "kubeConfigPath");
        return file.text("kubeConfigPath").orElse("");
    }

    private BootstrapTokenDiscovery bootstrapToken(Section discovery) {
        note(discovery, "apiServerEndpoint", "caCertHashes", "token", "unsafeSkipCAVerification");
        return new BootstrapTokenDiscovery(
                token(discovery, "token", discovery.requiredText("token")),
                discovery.text("apiServerEndpoint").orElse(""),
                within(discovery.pathTo("caCertHashes"), () -> pins(discovery)),
                discovery.flag("unsafeSkipCAVerification").orElse(false));
    }

    private static List<CaPin> pins(Section discovery) {
        return discovery.texts("caCertHashes").stream().map(CaPin::parse).toList();
    }

    private NodeRegistration registration(Section registration) {
        note(
                registration,
                "criSocket",
                "ignorePreflightErrors",
                "imagePullPolicy",
                "imagePullSerial",
                "kubeletExtraArgs",
                "name",
                "taints");
        return new NodeRegistration(
                text(registration, "name").map(name -> name.strip().toLowerCase(Locale.ROOT)),
                text(registration, "criSocket").map(this::socket),
                registration.sections("taints").stream().map(this::taint).toList(),
                registration.sections("kubeletExtraArgs").stream()
                        .map(this::argument)
                        .toList(),
                registration.texts("ignorePreflightErrors").stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList(),
                text(registration, "imagePullPolicy").orElse(NodeRegistration.DEFAULT_PULL_POLICY),
                registration.flag("imagePullSerial").orElse(true));
    }

    private String socket(String socket) {
        if (!socket.startsWith("/")) {
            return socket;
        }
        warnings.add("nodeRegistration.criSocket has no scheme; unix:// is put in front");
        return "unix://" + socket;
    }

    private Taint taint(Section taint) {
        note(taint, "effect", "key", "timeAdded", "value");
        return new Taint(
                taint.text("key").orElse(""),
                taint.text("value").orElse(""),
                taint.text("effect").orElse(""));
    }

    private KubeletArgument argument(Section argument) {
        note(argument, "name", "value");
        return new KubeletArgument(
                argument.text("name").orElse(""), argument.text("value").orElse(""));
    }

    private ControlPlane controlPlane(Section controlPlane) {
        note(controlPlane, "certificateKey", "localAPIEndpoint");
        var endpoint = controlPlane.section("localAPIEndpoint");
        endpoint.ifPresent(section -> note(section, "advertiseAddress", "bindPort"));
        return new ControlPlane(
                endpoint.flatMap(section -> text(section, "advertiseAddress")),
                endpoint.flatMap(section -> section.integer("bindPort")).orElse(ControlPlane.DEFAULT_BIND_PORT),
                text(controlPlane, "certificateKey").map(SecretText::new));
    }

    private Timeouts timeouts(Section timeouts) {
        note(
                timeouts,
                "controlPlaneComponentHealthCheck",
                "discovery",
                "etcdAPICall",
                "kubeletHealthCheck",
                "kubernetesAPICall",
                "tlsBootstrap",
                "upgradeManifests");
        return new Timeouts(
                duration(
                        timeouts,
                        "controlPlaneComponentHealthCheck",
                        Timeouts.DEFAULTS.controlPlaneComponentHealthCheck()),
                duration(timeouts, "kubeletHealthCheck", Timeouts.DEFAULTS.kubeletHealthCheck()),
                duration(timeouts, "kubernetesAPICall", Timeouts.DEFAULTS.kubernetesApiCall()),
                duration(timeouts, "etcdAPICall", Timeouts.DEFAULTS.etcdApiCall()),
                duration(timeouts, "tlsBootstrap", Timeouts.DEFAULTS.tlsBootstrap()),
                duration(timeouts, "discovery", Timeouts.DEFAULTS.discovery()),
                duration(timeouts, "upgradeManifests", Timeouts.DEFAULTS.upgradeManifests()));
    }

    private static Duration duration(Section timeouts, String field, Duration unlessGiven) {
        return timeouts.text(field)
                .map(text -> within(timeouts.pathTo(field), () -> GoDuration.parse(text)))
                .orElse(unlessGiven);
    }

    private static BootstrapToken token(Section section, String field, String text) {
        return within(section.pathTo(field), () -> BootstrapToken.parse(text));
    }

    private Optional<String> patches(Section patches) {
        note(patches, "directory");
        return text(patches, "directory");
    }

    private void note(Section section, String... known) {
        section.unknown(Set.of(known)).forEach(path -> warnings.add("unknown field " + path));
    }

    private static Optional<String> text(Section section, String field) {
        return section.text(field).filter(text -> !text.isEmpty());
    }

    /** Puts the path of a field before what is wrong with its value. */
    private static <T> T within(String path, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (MalformedInputException e) {
            throw new MalformedInputException(path + ": " + e.getMessage());
        }
    }
}
