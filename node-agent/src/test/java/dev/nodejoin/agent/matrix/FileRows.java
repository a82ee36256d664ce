package dev.nodejoin.agent.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Configurations: a good one, and what becomes of it when a field is changed. */
final class FileRows {
    private static final String HEAD = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\n";
    private static final String GOOD = HEAD + "discovery: {file: {kubeConfigPath: KUBECONFIG}}\n";
    private static final String TOKEN = "token: abcdef.0123456789abcdef";
    private static final String UNPINNED = "unsafeSkipCAVerification: true";
    private static final String PIN = "sha256:" + "0a".repeat(32);

    /** Where a value can be; every one of {@link #VALUES} is put into each. */
    private static final List<String> FIELDS = List.of(
            "nodeRegistration: %s",
            "nodeRegistration: {name: %s}",
            "nodeRegistration: {criSocket: /run/%s}",
            "nodeRegistration: {taints: %s}",
            "nodeRegistration: {kubeletExtraArgs: %s}",
            "nodeRegistration: {kubeletExtraArgs: [{name: %s, value: '1'}]}",
            "nodeRegistration: {kubeletExtraArgs: [{name: v, value: %s}]}",
            "nodeRegistration: {ignorePreflightErrors: %s}",
            "nodeRegistration: {ignorePreflightErrors: [%s]}",
            "nodeRegistration: {imagePullPolicy: %s}",
            "nodeRegistration: {imagePullSerial: %s}",
            "caCertPath: %s",
            "patches: %s",
            "timeouts: %s",
            "timeouts: {discovery: %s}",
            "unknown: %s");

    private static final List<String> VALUES =
            List.of("null", "''", "5", "yes", "\"yes\"", "[]", "{}", "x", "[x]", "{x: y}");

    private final List<Row> rows = new ArrayList<>();

    static List<Row> all() {
        var files = new FileRows();
        files.types();
        files.values();
        files.discovery();
        files.taints();
        files.controlPlane();
        files.documents();
        files.spelling();
        return files.rows;
    }

    private void types() {
        for (var field : FIELDS) {
            VALUES.forEach(value -> field(field.formatted(value)));
        }
    }

    private void values() {
        Stream.of("Always", "Never", "IfNotPresent", "always")
                .forEach(p -> field(registration("imagePullPolicy: " + p)));
        Stream.of("/x.crt", "/x/y.crt", "x.crt", "/x.pem", "/.crt", "''").forEach(path -> field("caCertPath: " + path));
        Stream.of(
                        "1h",
                        "1.5h",
                        "90s",
                        "0s",
                        "1m30s",
                        "1d",
                        "5",
                        "'5'",
                        "' 5s'",
                        "''",
                        ".5s",
                        "+5s",
                        "5S",
                        "1us",
                        "1µs",
                        "2562047h",
                        "2562048h",
                        "s")
                .forEach(time -> field("timeouts: {tlsBootstrap: %s}".formatted(time)));
        field(Difference.NEGATIVE_TIMEOUT, "timeouts: {tlsBootstrap: -5s}");
        Stream.of(
                        "kubeletHealthCheck",
                        "kubernetesAPICall",
                        "etcdAPICall",
                        "upgradeManifests",
                        "controlPlaneComponentHealthCheck",
                        "registration")
                .forEach(name -> field("timeouts: {%s: 1m}".formatted(name)));
        field(registration("kubeletExtraArgs: [{name: v, value: '4'}, {name: v, value: '2'}]"));
        field(registration("kubeletExtraArgs: [{name: v}]"));
        field(registration("kubeletExtraArgs: [{value: '4'}]"));
        field(registration("kubeletExtraArgs: [null]"));
        field(registration("kubeletExtraArgs: [{name: v, value: '4', mergeMethod: append}]"));
        Stream.of("[all]", "[all, ALL]", "[Swap, swap]", "[null]")
                .forEach(e -> field(registration("ignorePreflightErrors: " + e)));
        join(GOOD + registration("ignorePreflightErrors: [all, Swap]"));
        join(GOOD + registration("ignorePreflightErrors: [Swap]"), "--ignore-preflight-errors=Mem");
        join(GOOD + registration("ignorePreflightErrors: [Swap]"), "--ignore-preflight-errors=all");
        join(GOOD + registration("ignorePreflightErrors: [all]"), "--ignore-preflight-errors=Swap");
        join(GOOD + registration("ignorePreflightErrors: [all]"), "--ignore-preflight-errors=ALL");
        field("dryRun: true");
        field("skipPhases: [preflight]");
        join(GOOD + "dryRun: true", "--dry-run=false");
        join(GOOD, "--dry-run");
        join(GOOD, "--skip-phases=preflight");
        join(GOOD, "--node-name", "w");
        join(GOOD, "--node-name", "");
        join(GOOD, "a:1");
        rows.add(new Row(
                List.of("--node-name", "a_b"), Optional.of(GOOD), false, Optional.of(Difference.NAME_BESIDE_FILE)));
        Stream.of(
                        "--token=x",
                        "--token=",
                        "--discovery-token=x",
                        "--discovery-token-ca-cert-hash=x",
                        "--discovery-token-unsafe-skip-ca-verification",
                        "--tls-bootstrap-token=x",
                        "--discovery-file=x",
                        "--cri-socket=/x",
                        "--control-plane=false",
                        "--certificate-key=x",
                        "--apiserver-advertise-address=10.0.0.1",
                        "--apiserver-bind-port=6443",
                        "--vmodule=a=1",
                        "-v=1")
                .forEach(flag -> join(GOOD, flag));
    }

    private void discovery() {
        Stream.of(
                        "null",
                        "''",
                        "{}",
                        "[]",
                        "{tlsBootstrapToken: abcdef.0123456789abcdef}",
                        "{file: {}}",
                        "{file: null}",
                        "{file: {kubeConfigPath: /nowhere}}",
                        "{file: {kubeConfigPath: https://a/x}}",
                        "{file: {kubeConfigPath: http://a/x}}",
                        "{file: {kubeConfigPath: file://KUBECONFIG}}",
                        "{file: {kubeConfigPath: KUBECONFIG}, tlsBootstrapToken: x}",
                        "{file: {kubeConfigPath: KUBECONFIG}, tlsBootstrapToken: ''}",
                        "{file: {kubeConfigPath: KUBECONFIG}, bootstrapToken: {}}",
                        "{file: {kubeConfigPath: KUBECONFIG}, timeout: 5s}",
                        "{bootstrapToken: {}}")
                .forEach(discovery -> file(HEAD + "discovery: " + discovery));
        Stream.of("a:1", "''", "a", "null", "'[fd00::1]:6443'", "'a:1:2'", "https://a:1")
                .forEach(endpoint -> token(Optional.empty(), endpoint, UNPINNED));
        Stream.of("':1'", "'a:0'", "'a:'", "'a:x'")
                .forEach(endpoint -> token(Optional.of(Difference.DEAD_ENDPOINT), endpoint, UNPINNED));
        Stream.of(
                        "unsafeSkipCAVerification: false",
                        "caCertHashes: []",
                        "caCertHashes: null",
                        "caCertHashes: [%s]",
                        "caCertHashes: [%s, %s]",
                        "caCertHashes: %s",
                        "unsafeSkipCAVerification: no",
                        "unsafeSkipCAVerification: 'true'",
                        "unsafeSkipCAVerification: 1")
                .forEach(pins -> token(Optional.empty(), "a:1", pins.replace("%s", "'" + PIN + "'")));
        Stream.of("[x]", "['sha256:zz']", "[null]")
                .forEach(pins -> token(Optional.of(Difference.PIN), "a:1", "caCertHashes: " + pins));
        file(HEAD + "discovery: {bootstrapToken: {token: x, apiServerEndpoint: 'a:1', %s}}".formatted(UNPINNED));
        file(HEAD + "discovery: {bootstrapToken: {apiServerEndpoint: 'a:1', %s}}".formatted(UNPINNED));
        file(HEAD
                + "discovery: {tlsBootstrapToken: x, bootstrapToken: {%s, apiServerEndpoint: 'a:1', %s}}"
                        .formatted(TOKEN, UNPINNED));
    }

    private void token(Optional<Difference> allowed, String endpoint, String rest) {
        var text =
                HEAD + "discovery: {bootstrapToken: {%s, apiServerEndpoint: %s, %s}}".formatted(TOKEN, endpoint, rest);
        rows.add(new Row(List.of(), Optional.of(text), true, allowed));
    }

    private void taints() {
        Stream.of(
                        "{key: a, effect: NoSchedule}",
                        "{key: a/b, value: c, effect: NoExecute}",
                        "{key: a, effect: NoSchedule, timeAdded: 2026-01-01T00:00:00Z}",
                        "{key: a, effect: NoSchedule, timeAdded: now}",
                        "{key: 5}",
                        "x")
                .forEach(taint -> field(registration("taints: [%s]".formatted(taint))));
        Stream.of(
                        "{key: 'a b', effect: NoSchedule}",
                        "{key: a, effect: Sometimes}",
                        "{effect: NoSchedule}",
                        "null",
                        "{key: a, value: 'b c', effect: NoSchedule}")
                .forEach(taint -> field(Difference.TAINT, registration("taints: [%s]".formatted(taint))));
    }

    private void controlPlane() {
        Stream.of(
                        "null",
                        "''",
                        "5",
                        "[]",
                        "{certificateKey: x}",
                        "{localAPIEndpoint: {bindPort: 70000}}",
                        "{localAPIEndpoint: {advertiseAddress: x}}")
                .forEach(controlPlane -> field("controlPlane: " + controlPlane));
        field(Difference.CONTROL_PLANE, "controlPlane: {localAPIEndpoint: {advertiseAddress: 10.0.0.1}}");
    }

    private void documents() {
        join("");
        Stream.of(
                        "x",
                        "- x",
                        "{}",
                        "kind: JoinConfiguration",
                        GOOD + "---\n" + GOOD,
                        GOOD.replace("JoinConfiguration", "Joinconfiguration"),
                        "a: [",
                        "\ta: b",
                        "a: b: c",
                        GOOD + "---\nkind: X\n",
                        GOOD + "---\napiVersion: v1\nkind: ConfigMap\n",
                        GOOD + "--- x\n")
                .forEach(this::file);
        join(GOOD + "---\napiVersion: a/v1\nkind: X\n");
        join(GOOD + "---\napiVersion: a/v1\nkind: X\n---\napiVersion: b/v1\nkind: X\n");
        Stream.of(
                        "v1alpha1",
                        "v1alpha2",
                        "v1alpha3",
                        "v1beta1",
                        "v1beta2",
                        "v1beta3",
                        "v1beta5",
                        "v1",
                        "v2",
                        "",
                        "null")
                .forEach(version -> file(GOOD.replace("v1beta4", version)));
        file(GOOD.replace("kubeadm.k8s.io", "example.com"));
        Stream.of("# nothing\n---\n" + GOOD, GOOD + "---\n\n", GOOD + "---\n# nothing\n")
                .forEach(text ->
                        rows.add(new Row(List.of(), Optional.of(text), true, Optional.of(Difference.EMPTY_DOCUMENT))));
        var old = GOOD.replace("v1beta4", "v1beta3");
        Stream.of(
                        "nodeRegistration: {kubeletExtraArgs: {v: '4'}}",
                        "nodeRegistration: {kubeletExtraArgs: {v: 4}}",
                        "nodeRegistration: {kubeletExtraArgs: {v: null}}",
                        "nodeRegistration: {kubeletExtraArgs: {'': x}}",
                        "nodeRegistration: {kubeletExtraArgs: [{name: v, value: '4'}]}",
                        "nodeRegistration: {imagePullSerial: true}",
                        "nodeRegistration: {imagePullPolicy: Never}",
                        "timeouts: {discovery: 1m}",
                        "dryRun: true",
                        "caCertPath: x")
                .forEach(field -> file(old + field));
        Stream.of("1m", "x", "5", "null").forEach(time -> file(old.replace("}}", "}, timeout: %s}".formatted(time))));
    }

    private void spelling() {
        field("caCertPath: /x.crt\ncaCertPath: /y.crt");
        field("caCertPath: /x.crt\ncaCertPath: bad");
        field("caCertPath: bad\ncaCertPath: /x.crt");
        field("nodeRegistration: {name: a, name: b}");
        field("NodeRegistration: {name: 5}");
        Stream.of("y", "on", "No", "oFF", "~", "1", "'true'")
                .forEach(word -> field(registration("imagePullSerial: " + word)));
        Stream.of("012", "0x1F", "1_000", "1:30", "2020-01-01", "1e3", "1.5", "y", "off", "!!str yes", "w-1", "0b1")
                .forEach(word -> field(registration("name: " + word)));
        file("{\"apiVersion\": \"kubeadm.k8s.io/v1beta4\", \"kind\": \"JoinConfiguration\","
                + " \"discovery\": {\"file\": {\"kubeConfigPath\": \"KUBECONFIG\"}}}");
        field(Difference.ANCHOR, "timeouts: &a {discovery: 1m}");
        field(Difference.TAG, registration("name: !!binary dw=="));
    }

    private static String registration(String field) {
        return "nodeRegistration: {%s}".formatted(field);
    }

    private void field(String field) {
        file(GOOD + field + "\n");
    }

    private void field(Difference allowed, String field) {
        rows.add(new Row(List.of(), Optional.of(GOOD + field + "\n"), true, Optional.of(allowed)));
    }

    private void file(String text) {
        rows.add(new Row(List.of(), Optional.of(text), true, Optional.empty()));
    }

    private void join(String text, String... words) {
        rows.add(new Row(List.of(words), Optional.of(text), false, Optional.empty()));
    }
}
