package dev.nodejoin.agent.compare;

import java.util.ArrayList;
import java.util.List;

/** Command lines and configurations that are wrong by themselves: no cluster is asked. */
final class BadInputs {
    private static final String GOOD_TOKEN = "abcdef.0123456789abcdef";
    private static final String ANY_PIN = "sha256:" + "0a".repeat(32);
    private static final String NOBODY = "127.0.0.1:1";

    private BadInputs() {}

    static List<Fault> all(String kubernetesVersion) {
        var faults = new ArrayList<Fault>();
        if (!GoodJoins.readsVersionBeforeLast(kubernetesVersion)) {
            faults.add(document(
                    "a version that is read no more",
                    ErrorClass.CONFIGURATION_VERSION,
                    header("kubeadm.k8s.io/v1beta3")));
        }
        faults.addAll(flags());
        faults.addAll(documents());
        faults.addAll(fields());
        faults.addAll(discoveryFiles());
        return faults;
    }

    private static List<Fault> flags() {
        return List.of(
                flags("an option that there is not", ErrorClass.FLAG, NOBODY, "--no-such-flag"),
                flags("an option without its value", ErrorClass.FLAG, NOBODY, "--token"),
                flags("a word that is no truth value", ErrorClass.FLAG, NOBODY, "--dry-run=perhaps"),
                token("two endpoints", ErrorClass.TOO_MANY_ARGUMENTS, "other:6443"),
                flags("neither endpoint nor file", ErrorClass.NO_DISCOVERY, "--token", GOOD_TOKEN, PIN, ANY_PIN),
                token("endpoint and file", ErrorClass.TWO_DISCOVERIES, "--discovery-file", "/etc/hostname"),
                flags("a token that is none", ErrorClass.TOKEN_FORMAT, NOBODY, "--token", "abc", PIN, ANY_PIN),
                flags(
                        "a token in upper case",
                        ErrorClass.TOKEN_FORMAT,
                        NOBODY,
                        "--discovery-token",
                        "ABCDEF.0123456789abcdef",
                        "--tls-bootstrap-token",
                        GOOD_TOKEN,
                        PIN,
                        ANY_PIN),
                token("a bad token for the bootstrap alone", ErrorClass.TOKEN_FORMAT, "--tls-bootstrap-token", "xyz"),
                flags("no pin", ErrorClass.PIN_MISSING, NOBODY, "--token", GOOD_TOKEN),
                pin("a pin without its kind", "00"),
                pin("a pin of another kind", "md5:00112233445566778899aabbccddeeff"),
                pin("a pin that is too short", "sha256:0011"),
                pin("a pin that is not hexadecimal", "sha256:" + "zz".repeat(32)),
                pin("a pin with too many parts", ANY_PIN + ":00"),
                flags(
                        "an endpoint without a port",
                        ErrorClass.ENDPOINT_FORMAT,
                        "localhost",
                        "--token",
                        GOOD_TOKEN,
                        PIN,
                        ANY_PIN),
                flags(
                        "an endpoint with two ports",
                        ErrorClass.ENDPOINT_FORMAT,
                        "localhost:1:2",
                        "--token",
                        GOOD_TOKEN,
                        PIN,
                        ANY_PIN),
                token("a node name that is none", ErrorClass.NODE_NAME, "--node-name", "Under_score"),
                token("a phase that there is not, to skip", ErrorClass.PHASE, "--skip-phases", "nonsense"),
                token("all checks and some", ErrorClass.IGNORED_CHECKS, "--ignore-preflight-errors", "all,Swap"),
                token(
                        "a bad certificate key",
                        ErrorClass.CERTIFICATE_KEY,
                        "--control-plane",
                        "--certificate-key",
                        "zz"),
                flags("a phase that there is not", ErrorClass.PHASE, "phase", "nonsense"));
    }

    private static List<Fault> documents() {
        return List.of(
                flags("a configuration that is not there", ErrorClass.CONFIGURATION_MISSING, "--config", "/root/none"),
                document("an empty configuration", ErrorClass.CONFIGURATION_KIND, ""),
                document("a configuration that is not YAML", ErrorClass.CONFIGURATION_SYNTAX, "[unclosed\n"),
                document("a version of the future", ErrorClass.CONFIGURATION_VERSION, header("kubeadm.k8s.io/v1beta9")),
                document("a version of long ago", ErrorClass.CONFIGURATION_VERSION, header("kubeadm.k8s.io/v1beta1")),
                document("a JoinConfiguration of others", ErrorClass.CONFIGURATION_VERSION, header("example.com/v1")),
                document("no version", ErrorClass.CONFIGURATION_SYNTAX, "kind: JoinConfiguration\n"),
                document(
                        "another kind",
                        ErrorClass.CONFIGURATION_KIND,
                        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"),
                document(
                        "an unknown kind",
                        ErrorClass.CONFIGURATION_KIND,
                        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: Strange\n"),
                Fault.of(
                        "a configuration and a token",
                        ErrorClass.MIXED_FLAGS,
                        JoinFile.byToken("", "--token", GOOD_TOKEN)),
                Fault.of(
                        "a configuration and a socket",
                        ErrorClass.MIXED_FLAGS,
                        JoinFile.byToken("", "--cri-socket", "/run/x.sock")),
                Fault.of(
                        "a configuration and patches",
                        ErrorClass.MIXED_FLAGS,
                        JoinFile.byToken("", "--patches", "/root")));
    }

    private static List<Fault> fields() {
        return List.of(
                field("a list where an object belongs", ErrorClass.CONFIGURATION_SYNTAX, "nodeRegistration: []"),
                field("a duration in words", ErrorClass.CONFIGURATION_SYNTAX, "timeouts: {discovery: soon}"),
                field("a duration without a unit", ErrorClass.CONFIGURATION_SYNTAX, "timeouts: {tlsBootstrap: '5'}"),
                document(
                        "token and file in a configuration",
                        ErrorClass.TWO_DISCOVERIES,
                        header("kubeadm.k8s.io/v1beta4")
                                + "discovery: {bootstrapToken: {apiServerEndpoint: 'a:1', token: %s, unsafeSkipCAVerification: true}, file: {kubeConfigPath: /etc/hostname}}\n"
                                        .formatted(GOOD_TOKEN)),
                document("no discovery", ErrorClass.NO_DISCOVERY, header("kubeadm.k8s.io/v1beta4")),
                field("a relative path of the CA", ErrorClass.CA_PATH, "caCertPath: pki/ca.crt"),
                field(
                        "a path of the CA that does not end as it should",
                        ErrorClass.CA_PATH,
                        "caCertPath: /etc/kubernetes/ca.pem"),
                field(
                        "a kubelet argument without a name",
                        ErrorClass.KUBELET_ARGUMENT,
                        "nodeRegistration: {kubeletExtraArgs: [{name: '', value: x}]}"),
                field(
                        "a pull policy that there is not",
                        ErrorClass.PULL_POLICY,
                        "nodeRegistration: {imagePullPolicy: Sometimes}"),
                field("a name of two words", ErrorClass.NODE_NAME, "nodeRegistration: {name: 'two words'}"),
                field(
                        "all checks and some in a configuration",
                        ErrorClass.IGNORED_CHECKS,
                        "nodeRegistration: {ignorePreflightErrors: [all, Swap]}"),
                document(
                        "a bad token in a configuration",
                        ErrorClass.TOKEN_FORMAT,
                        header("kubeadm.k8s.io/v1beta4")
                                + "discovery: {tlsBootstrapToken: nope, bootstrapToken: {apiServerEndpoint: 'a:1', token: %s, caCertHashes: [%s]}}\n"
                                        .formatted(GOOD_TOKEN, ANY_PIN)),
                unreachable("an unknown field is but warned of", "colour: blue"),
                unreachable(
                        "a field that occurs twice is but warned of", "nodeRegistration: {}\nnodeRegistration: {}"));
    }

    private static List<Fault> discoveryFiles() {
        return List.of(
                flags(
                        "a discovery file that is not there",
                        ErrorClass.DISCOVERY_FILE,
                        "--discovery-file",
                        "/root/none"),
                flags(
                        "a discovery file without encryption",
                        ErrorClass.DISCOVERY_FILE,
                        "--discovery-file",
                        "http://127.0.0.1/x"));
    }

    private static final String PIN = "--discovery-token-ca-cert-hash";

    private static Fault flags(String name, ErrorClass expected, String... words) {
        return Fault.of(name, expected, _ -> List.of(words));
    }

    /** A good join by a token, and these words. */
    private static Fault token(String name, ErrorClass expected, String... more) {
        var words = new ArrayList<>(List.of(NOBODY, "--token", GOOD_TOKEN, PIN, ANY_PIN));
        words.addAll(List.of(more));
        return Fault.of(name, expected, _ -> words);
    }

    /** kubeadm looks at pins when it has an answer, so there has to be a cluster. */
    private static Fault pin(String name, String value) {
        return Fault.of(
                name,
                ErrorClass.PIN_FORMAT,
                site -> List.of(
                        site.ground().endpoint(),
                        "--token",
                        site.ground().token().reveal(),
                        PIN,
                        value,
                        "--ignore-preflight-errors=SystemVerification"));
    }

    private static Fault document(String name, ErrorClass expected, String text) {
        return Fault.of(name, expected, JoinFile.by(text));
    }

    private static Fault field(String name, ErrorClass expected, String lines) {
        return Fault.of(name, expected, JoinFile.byToken(lines + "\n"));
    }

    private static Fault unreachable(String name, String lines) {
        var document = header("kubeadm.k8s.io/v1beta4")
                + "discovery: {bootstrapToken: {apiServerEndpoint: '%s', token: %s, caCertHashes: ['%s']}}\n"
                        .formatted(NOBODY, GOOD_TOKEN, ANY_PIN)
                + "timeouts: {discovery: 3s}\n" + lines + "\n";
        return Fault.of(
                name, ErrorClass.UNREACHABLE, JoinFile.by(document, "--ignore-preflight-errors=SystemVerification"));
    }

    private static String header(String version) {
        return "apiVersion: %s\nkind: JoinConfiguration\n".formatted(version);
    }
}
