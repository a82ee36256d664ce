package dev.nodejoin.agent.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Command lines without a configuration. */
final class FlagRows {
    private static final String TOKEN = "abcdef.0123456789abcdef";
    private static final String OTHER = "zzzzzz.0123456789abcdef";
    private static final String PIN = "sha256:" + "0a".repeat(32);
    private static final String UNPINNED = "--discovery-token-unsafe-skip-ca-verification";

    /** Everything that a discovery can be made of; every subset of it is a row. */
    private static final List<List<String>> PARTS = List.of(
            List.of("api.test:6443"),
            List.of("--token", TOKEN),
            List.of("--discovery-token", OTHER),
            List.of("--tls-bootstrap-token", OTHER),
            List.of("--discovery-token-ca-cert-hash", PIN),
            List.of(UNPINNED),
            List.of("--discovery-file", Row.KUBECONFIG));

    private final List<Row> rows = new ArrayList<>();

    static List<Row> all() {
        var flags = new FlagRows();
        flags.combinations();
        flags.tokens();
        flags.pins();
        flags.endpoints();
        flags.files();
        flags.registration();
        flags.switches();
        flags.flagsForOthers();
        return flags.rows;
    }

    private void combinations() {
        for (int subset = 0; subset < 1 << PARTS.size(); subset++) {
            var words = new ArrayList<String>();
            for (int part = 0; part < PARTS.size(); part++) {
                if ((subset >> part & 1) == 1) {
                    words.addAll(PARTS.get(part));
                }
            }
            add(words.toArray(String[]::new));
        }
    }

    /** Each token in each place, beside good ones: whichever kubeadm does not use, it does not look at. */
    private void tokens() {
        var tokens = List.of(
                "",
                "abcdef",
                "ABCDEF.0123456789abcdef",
                "abcdef.0123456789abcde",
                "abcdef.0123456789abcdef ",
                "abcdef:0123456789abcdef",
                "äbcdef.0123456789abcdef",
                "abcdef.0123456789abcdef0");
        for (var token : tokens) {
            add("a:1", UNPINNED, "--token", token);
            add("a:1", UNPINNED, "--token", TOKEN, "--discovery-token", token);
            add("a:1", UNPINNED, "--token", token, "--discovery-token", TOKEN);
            add("a:1", UNPINNED, "--token", TOKEN, "--tls-bootstrap-token", token);
            add("--discovery-file", Row.KUBECONFIG, "--tls-bootstrap-token", token);
            add("--discovery-file", Row.KUBECONFIG, "--discovery-token", token);
        }
        add("a:1", UNPINNED, "--token", "bad", "--token", TOKEN);
        add("a:1", UNPINNED, "--token", TOKEN, "--token", "bad");
    }

    private void pins() {
        Stream.of(PIN, PIN.replace("a", "A"), "SHA256:" + "0a".repeat(32), PIN + "," + PIN)
                .forEach(this::pin);
        pin("");
        Stream.of("x", "sha256:", "sha256:zz", "sha1:" + "0a".repeat(20), PIN + "0a", PIN + ":0a", PIN + ",x")
                .forEach(pin -> add(Difference.PIN, "a:1", "--token", TOKEN, "--discovery-token-ca-cert-hash", pin));
        add("a:1", "--token", TOKEN, "--discovery-token-ca-cert-hash", PIN, "--discovery-token-ca-cert-hash", PIN);
    }

    private void pin(String pin) {
        add("a:1", "--token", TOKEN, "--discovery-token-ca-cert-hash", pin);
    }

    private void endpoints() {
        Stream.of(
                        "",
                        "a",
                        "a:1:2",
                        "1.2.3.4:6443",
                        "[fd00::1]:6443",
                        "fd00::1:6443",
                        "[fd00::1]",
                        "[fe80::1%eth0]:6443",
                        "https://a:6443",
                        "a_b:6443",
                        "A.Test:6443",
                        "a:65535",
                        "a.:1")
                .forEach(this::endpoint);
        Stream.of("a:", ":6443", "a:https", "a:0", "a:65536", "a:-1", "a b:1", "a/b:1", "user@a:1")
                .forEach(endpoint -> add(Difference.DEAD_ENDPOINT, endpoint, UNPINNED, "--token", TOKEN));
        add("a:1", "b:1", UNPINNED, "--token", TOKEN);
        add(UNPINNED, "--token", TOKEN, "--", "a:1");
    }

    private void endpoint(String endpoint) {
        add(endpoint, UNPINNED, "--token", TOKEN);
    }

    private void files() {
        Stream.of(
                        Row.KUBECONFIG,
                        "/nowhere",
                        "nowhere",
                        "",
                        "/",
                        "file:///nowhere",
                        "file://" + Row.KUBECONFIG,
                        "https://a/x",
                        "HTTPS://a/x",
                        "http://a/x",
                        "ftp://a/x",
                        "https://a:b/x",
                        "file:")
                .forEach(file -> add("--discovery-file", file));
        Stream.of("https:", "https:///x").forEach(file -> add(Difference.DEAD_ENDPOINT, "--discovery-file", file));
    }

    private void registration() {
        Stream.of(
                        "w",
                        "W",
                        " w ",
                        "w.example.com",
                        "a_b",
                        "-a",
                        "a-",
                        "a..b",
                        "",
                        " ",
                        "w".repeat(253),
                        "w".repeat(254),
                        "1",
                        "ä")
                .forEach(name -> worker("--node-name", name));
        Stream.of("/run/x.sock", "unix:///run/x.sock", "", "unix", "unixx", "unix:///a%zz", "unix:///a%20b")
                .forEach(socket -> worker("--cri-socket", socket));
        Stream.of("tcp://x", "x.sock", "npipe:////./pipe/x", "unix:/run/x.sock", "unix://x", "UNIX:///run/x")
                .forEach(socket -> worker(Difference.CRI_SOCKET, "--cri-socket", socket));
    }

    private void switches() {
        Stream.of("true", "T", "1", "TRUE", "false", "F", "0", "", "yes", "tRUE", "2")
                .forEach(value -> add("a:1", "--token", TOKEN, UNPINNED + "=" + value));
        add("a:1", "--token", TOKEN, UNPINNED, UNPINNED + "=false");
        Stream.of("-v=5", "-v5", "--v=0", "--v=-1", "--v=x", "--v=", "--vmodule=join=5")
                .forEach(this::worker);
        worker("-v", "3");
        worker("--v", "3");
        worker(Difference.VERBOSITY, "-v");
        Stream.of("--no-such-flag", "--node_name=x", "--toke=x", "-x").forEach(this::worker);
        worker("--node-name");
    }

    private void flagsForOthers() {
        worker("--control-plane=false");
        worker("--control-plane=x");
        worker(Difference.CONTROL_PLANE, "--control-plane", "--apiserver-advertise-address", "10.0.0.1");
        worker(Difference.CONTROL_PLANE, "--control-plane=T", "--apiserver-advertise-address", "10.0.0.1");
        worker("--control-plane", "--apiserver-advertise-address", "x");
        worker("--certificate-key", "not hex");
        worker("--apiserver-advertise-address", "x");
        Stream.of("0", "7443", "99999", "x", "", "0x10", "99999999999")
                .forEach(port -> worker("--apiserver-bind-port", port));
        Stream.of(
                        "--skip-phases=preflight,kubelet-start",
                        "--skip-phases=no-such",
                        "--skip-phases=",
                        "--dry-run",
                        "--skip-phases=control-plane-prepare/certs",
                        "--skip-phases=certs",
                        "--dry-run=F",
                        "--dry-run=x",
                        "--ignore-preflight-errors=Swap,Mem",
                        "--ignore-preflight-errors=all",
                        "--skip-phases=Preflight",
                        "--ignore-preflight-errors=all,ALL",
                        "--ignore-preflight-errors=all,Swap",
                        "--ignore-preflight-errors=")
                .forEach(this::worker);
        worker("--rootfs", "/");
        worker("--rootfs", "");
    }

    private void worker(String... more) {
        add(Optional.empty(), Stream.concat(Stream.of("--discovery-file", Row.KUBECONFIG), Stream.of(more)));
    }

    private void worker(Difference allowed, String... more) {
        add(Optional.of(allowed), Stream.concat(Stream.of("--discovery-file", Row.KUBECONFIG), Stream.of(more)));
    }

    private void add(String... words) {
        add(Optional.empty(), Stream.of(words));
    }

    private void add(Difference allowed, String... words) {
        add(Optional.of(allowed), Stream.of(words));
    }

    private void add(Optional<Difference> allowed, Stream<String> words) {
        rows.add(new Row(words.toList(), Optional.empty(), false, allowed));
    }
}
