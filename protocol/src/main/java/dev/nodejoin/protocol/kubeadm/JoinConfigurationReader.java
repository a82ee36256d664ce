package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.yaml.Documents;
import dev.nodejoin.protocol.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the fields of a JoinConfiguration and keeps note of what it reads over. v1beta3 differs in three places: it has no
 * {@code timeouts} but one below {@code discovery}, no {@code dryRun}, and other extra arguments.
 */
final class JoinConfigurationReader {
    private final Warnings warnings = new Warnings();
    private final boolean isV1Beta3;

    private JoinConfigurationReader(boolean isV1Beta3) {
        this.isV1Beta3 = isV1Beta3;
    }

    static JoinConfiguration read(Documents.Forgiven file, Supplier<Optional<KubernetesVersion>> release) {
        var found = new Warnings();
        var document = ConfigurationFile.joinConfiguration(file.documents(), found);
        var version = ApiVersion.of(document.requiredText("apiVersion"), release);
        version.accepted().ifPresent(found::add);
        file.repeated().forEach(found::repeated);
        var reader = new JoinConfigurationReader(version instanceof ApiVersion.Outdated);
        reader.warnings.addAll(found);
        return reader.join(document);
    }

    private JoinConfiguration join(Section document) {
        note(
                document,
                List.of("dryRun", "timeouts"),
                List.of(),
                "apiVersion",
                "caCertPath",
                "controlPlane",
                "discovery",
                "kind",
                "nodeRegistration",
                "patches",
                "skipPhases");
        return new JoinConfiguration(
                document.section("discovery")
                        .map(this::discovery)
                        .orElseThrow(() -> new MalformedInputException("discovery is missing")),
                document.section("nodeRegistration")
                        .map(section -> NodeRegistrationReader.read(section, isV1Beta3, warnings))
                        .orElse(NodeRegistration.DEFAULTS),
                document.section("controlPlane").map(this::controlPlane),
                document.filledText("caCertPath").orElse(JoinConfiguration.DEFAULT_CA_CERT_PATH),
                isV1Beta3 ? discoveryTimeout(document) : timeouts(document),
                document.texts("skipPhases"),
                document.section("patches").flatMap(this::patches),
                !isV1Beta3 && document.flag("dryRun").orElse(false),
                warnings.list());
    }

    private Discovery discovery(Section discovery) {
        note(discovery, List.of(), List.of("timeout"), "bootstrapToken", "file", "tlsBootstrapToken");
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

    private Timeouts allTimeouts(Section timeouts) {
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

    private Timeouts timeouts(Section document) {
        return document.section("timeouts").map(this::allTimeouts).orElse(Timeouts.DEFAULTS);
    }

    /** v1beta3 knew but one of them, and had it elsewhere. */
    private static Timeouts discoveryTimeout(Section document) {
        return document.section("discovery")
                .map(discovery ->
                        Timeouts.DEFAULTS.withDiscovery(duration(discovery, "timeout", Timeouts.DEFAULTS.discovery())))
                .orElse(Timeouts.DEFAULTS);
    }

    /** Notes what is unknown, given what is known only in v1beta4, only in v1beta3 and in both. */
    private void note(Section section, List<String> since4, List<String> until3, String... inBoth) {
        var known = new ArrayList<>(List.of(inBoth));
        known.addAll(isV1Beta3 ? until3 : since4);
        warnings.note(section, known.toArray(String[]::new));
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
