package dev.nodejoin.agent.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.agent.AgentBed;
import dev.nodejoin.protocol.kubeadm.Taint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins that work, one for each way of saying what is wanted. */
final class GoodJoins {
    private static final String IGNORE = "--ignore-preflight-errors=SystemVerification";
    private static final String PIN = "--discovery-token-ca-cert-hash";
    private static final String OTHER_PIN = "sha256:" + "0A".repeat(32);
    private static final String BOOTSTRAP_KUBECONFIG = "/etc/kubernetes/bootstrap-kubelet.conf";

    private GoodJoins() {}

    static List<GoodJoin> all(String kubernetesVersion) {
        var joins = new ArrayList<GoodJoin>();
        joins.addAll(byFlags());
        joins.addAll(byConfiguration());
        if (readsVersionBeforeLast(kubernetesVersion)) {
            joins.add(GoodJoin.of("a configuration of the version before", JoinFile.by("""
                    apiVersion: kubeadm.k8s.io/v1beta3
                    kind: JoinConfiguration
                    discovery:
                      bootstrapToken: {apiServerEndpoint: "ENDPOINT", token: "TOKEN", caCertHashes: ["PIN"]}
                      timeout: 1m0s
                    nodeRegistration:
                      kubeletExtraArgs: {v: "1", node-labels: "example.com/place=cellar"}
                    """, IGNORE)));
        }
        joins.addAll(withPatches());
        joins.addAll(inOtherWays());
        return joins;
    }

    /** kubeadm 1.37 knows v1beta3 no more. */
    static boolean readsVersionBeforeLast(String kubernetesVersion) {
        return kubernetesVersion.matches("1\\.3[1-6]\\..*");
    }

    /** What {@code kubeadm token create --print-join-command} prints. */
    static List<String> byToken(Site site, String... more) {
        var ground = site.ground();
        var words = new ArrayList<>(
                List.of(ground.endpoint(), "--token", ground.token().reveal(), PIN, ground.pin(), IGNORE));
        words.addAll(List.of(more));
        return words;
    }

    private static List<GoodJoin> byFlags() {
        return List.of(
                GoodJoin.of("token and pin", GoodJoins::byToken).thenAgain(),
                GoodJoin.of(
                        "several pins, a good one among them",
                        site -> byToken(site, PIN, OTHER_PIN + ",sha256:" + "0b".repeat(32))),
                GoodJoin.of(
                        "no pin, and the leave to do without",
                        site -> List.of(
                                site.ground().endpoint(),
                                "--token",
                                site.ground().token().reveal(),
                                "--discovery-token-unsafe-skip-ca-verification",
                                IGNORE)),
                GoodJoin.of(
                        "several authorities, one of them pinned",
                        site -> List.of(
                                site.ground().scripted().endpoint(Script.WITH_SEVERAL_AUTHORITIES),
                                "--token",
                                site.ground().token().reveal(),
                                PIN,
                                site.ground().scripted().pin(),
                                IGNORE)),
                GoodJoin.of(
                        "a discovery file without credentials",
                        site -> List.of(
                                "--discovery-file",
                                site.write("/root/cluster.conf", site.ground().discoveryFile()),
                                "--tls-bootstrap-token",
                                site.ground().token().reveal(),
                                IGNORE)),
                GoodJoin.of(
                        "a discovery file with a token",
                        site -> List.of(
                                "--discovery-file",
                                site.write("/root/cluster.conf", site.ground().discoveryFileWithToken()),
                                IGNORE)),
                GoodJoin.of("a discovery file from an https server", site -> {
                    site.trust(site.ground().scripted().authority());
                    return List.of(
                            "--discovery-file",
                            "https://" + site.ground().scripted().endpoint(Script.KUBECONFIG_OF_THE_CLUSTER),
                            "--tls-bootstrap-token",
                            site.ground().token().reveal(),
                            IGNORE);
                }),
                GoodJoin.of(
                                "another node name and a socket",
                                site -> byToken(
                                        site,
                                        "--node-name",
                                        site.otherName(),
                                        "--cri-socket",
                                        "unix:///run/containerd/containerd.sock"))
                        .underOtherName());
    }

    private static List<GoodJoin> byConfiguration() {
        return List.of(
                GoodJoin.of("a configuration with everything about the Node", JoinFile.byToken("""
                                nodeRegistration:
                                  name: OTHER-NAME
                                  taints:
                                  - {key: example.com/edge, value: "yes", effect: NoSchedule}
                                  - {key: example.com/another, effect: PreferNoSchedule}
                                  kubeletExtraArgs:
                                  - {name: node-labels, value: "example.com/place=cellar,node.kubernetes.io/kind=small"}
                                  - {name: provider-id, value: 'house://"é"/\\b'}
                                  - {name: v, value: "1"}
                                  - {name: node-labels, value: "topology.kubernetes.io/zone=a,kubelet.kubernetes.io/own=x"}
                                timeouts: {tlsBootstrap: 2m}
                                """, IGNORE))
                        .underOtherName(),
                GoodJoin.of("no taints, said expressly", JoinFile.byToken("nodeRegistration: {taints: []}\n", IGNORE)),
                GoodJoin.of("unknown and repeated fields", JoinFile.byToken("colour: blue\ncolour: red\n", IGNORE)),
                GoodJoin.of("the CA certificate is there already", site -> {
                    site.shell("mkdir -p /etc/kubernetes/pki");
                    site.write(
                            "/etc/kubernetes/pki/ca.crt",
                            "of the cluster\n" + site.ground().cluster().caCertificate());
                    return byToken(site, "--ignore-preflight-errors=FileAvailable--etc-kubernetes-pki-ca.crt");
                }),
                GoodJoin.of(
                                "by a hand-off",
                                site -> List.of("--config", handOff(site) + "/join-configuration.yaml", IGNORE))
                        .withAgent(site -> List.of("--ticket", handOff(site), IGNORE)));
    }

    private static List<GoodJoin> withPatches() {
        return List.of(
                GoodJoin.of("patches of every kind, in their order", site -> {
                    site.write("/root/patches/kubeletconfiguration0.yaml", "maxPods: 50\nsyncFrequency: 31s\n");
                    site.write(
                            "/root/patches/kubeletconfiguration1+merge.json", "{\"maxPods\": 60, \"eventBurst\": 77}");
                    site.write(
                            "/root/patches/kubeletconfiguration2+json.yaml",
                            "- {op: add, path: /registryBurst, value: 11}\n- {op: replace, path: /maxPods, value: 70}\n");
                    site.write("/root/patches/kubeletconfiguration3+strategic.yaml", "clusterDomain: patched.local\n");
                    return byToken(site, "--patches", "/root/patches");
                }),
                GoodJoin.of("the CA certificate in another place", site -> {
                    site.write(
                            "/root/patches/kubeletconfiguration.yaml",
                            "authentication: {x509: {clientCAFile: /etc/kubernetes/elsewhere/cluster.crt}}\n");
                    return JoinFile.byToken(
                                    "caCertPath: /etc/kubernetes/elsewhere/cluster.crt\npatches: {directory: /root/patches}\n",
                                    IGNORE)
                            .of(site);
                }));
    }

    private static List<GoodJoin> inOtherWays() {
        return List.of(
                GoodJoin.of("the kubelet bootstraps by itself", GoodJoins::byToken)
                        .withAgent(site -> byToken(site, "--bootstrap=kubelet")),
                GoodJoin.of("the kubelet bootstraps by itself, and a person approves", JoinFile.by("""
                                apiVersion: kubeadm.k8s.io/v1beta4
                                kind: JoinConfiguration
                                discovery:
                                  bootstrapToken: {apiServerEndpoint: "ENDPOINT", token: "TOKEN", caCertHashes: ["PIN"]}
                                  tlsBootstrapToken: "UNAPPROVED"
                                """, IGNORE))
                        .withAgent(JoinFile.by("""
                                apiVersion: kubeadm.k8s.io/v1beta4
                                kind: JoinConfiguration
                                discovery:
                                  bootstrapToken: {apiServerEndpoint: "ENDPOINT", token: "TOKEN", caCertHashes: ["PIN"]}
                                  tlsBootstrapToken: "UNAPPROVED"
                                """, IGNORE, "--bootstrap=kubelet"))
                        .watching(GoodJoins::approve),
                GoodJoin.of("preflight skipped", site -> byToken(site, "--skip-phases", "preflight")));
    }

    /** Waits for the request, takes what is on the disk meanwhile, and approves. */
    private static Map<String, String> approve(Site site) {
        var bed = site.ground().bed();
        var request = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> bed.requests(site.ground().unapproved()).stream()
                                .filter(found -> SigningRequests.commonName(found)
                                        .endsWith(":" + site.machine().name()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        var before = site.machine().exists(BOOTSTRAP_KUBECONFIG)
                ? new String(site.machine().read(BOOTSTRAP_KUBECONFIG), UTF_8)
                : "";
        bed.decide(request, "Approved", "by the test");
        return Map.of(BOOTSTRAP_KUBECONFIG + " while the join waits", before);
    }

    private static String handOff(Site site) {
        site.ground()
                .bed()
                .deliver(site.machine(), AgentBed.APPROVED_AT_ONCE, new Taint("example.com/edge", "", "NoSchedule"));
        return AgentBed.TICKET;
    }
}
