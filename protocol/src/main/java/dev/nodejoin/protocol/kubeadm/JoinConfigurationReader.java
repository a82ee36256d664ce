package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final Warnings warnings = new Warnings();

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
        warnings.note(
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
                document.section("nodeRegistration")
                        .map(section -> NodeRegistrationReader.read(section, warnings))
                        .orElse(NodeRegistration.DEFAULTS),
                document.section("controlPlane").map(this::controlPlane),
                document.filledText("caCertPath").orElse(JoinConfiguration.DEFAULT_CA_CERT_PATH),
                document.section("timeouts").map(this::timeouts).orElse(Timeouts.DEFAULTS),
                document.texts("skipPhases"),
                document.section("patches").flatMap(this::patches),
                document.flag("dryRun").orElse(false),
                warnings.list());
    }

    private Discovery discovery(Section discovery) {
        warnings.note(discovery, "bootstrapToken", "file", "tlsBootstrapToken");
        return new Discovery(
                discovery.section("bootstrapToken").map(this::bootstrapToken),
                discovery.section("file").map(this::file),
                discovery.filledText("tlsBootstrapToken").map(token -> token(discovery, "tlsBootstrapToken", token)));
    }

    private String file(Section file) {
        warnings.note(file, "kubeConfigPath");
        return file.text("kubeConfigPath").orElse("");
    }

    private BootstrapTokenDiscovery bootstrapToken(Section discovery) {
        warnings.note(discovery, "apiServerEndpoint", "caCertHashes", "token", "unsafeSkipCAVerification");
        return new BootstrapTokenDiscovery(
                token(discovery, "token", discovery.requiredText("token")),
                discovery.text("apiServerEndpoint").orElse(""),
                within(discovery.pathTo("caCertHashes"), () -> pins(discovery)),
                discovery.flag("unsafeSkipCAVerification").orElse(false));
    }

    private static List<CaPin> pins(Section discovery) {
        return discovery.texts("caCertHashes").stream().map(CaPin::parse).toList();
    }

    private ControlPlane controlPlane(Section controlPlane) {
        warnings.note(controlPlane, "certificateKey", "localAPIEndpoint");
        var endpoint = controlPlane.section("localAPIEndpoint");
        endpoint.ifPresent(section -> warnings.note(section, "advertiseAddress", "bindPort"));
        return new ControlPlane(
                endpoint.flatMap(section -> section.filledText("advertiseAddress")),
                endpoint.flatMap(section -> section.integer("bindPort")).orElse(ControlPlane.DEFAULT_BIND_PORT),
                controlPlane.filledText("certificateKey").map(SecretText::new));
    }

    private Timeouts timeouts(Section timeouts) {
        warnings.note(
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
        warnings.note(patches, "directory");
        return patches.filledText("directory");
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
