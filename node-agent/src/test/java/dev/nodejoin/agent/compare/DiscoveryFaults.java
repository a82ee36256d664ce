package dev.nodejoin.agent.compare;

import java.util.List;
import java.util.function.Function;

/** Joins whose words are good, but with which no cluster, or not the right one, is found. */
final class DiscoveryFaults {
    private static final String IGNORE = "--ignore-preflight-errors=SystemVerification";
    private static final String STRANGE_TOKEN = "zzzzzz.0123456789abcdef";

    private DiscoveryFaults() {}

    static List<Fault> all() {
        return List.of(
                token("nobody at the address", ErrorClass.UNREACHABLE, _ -> "127.0.0.1:1", Ground::pin),
                token(
                        "a host that there is not",
                        ErrorClass.UNREACHABLE,
                        _ -> "nowhere.nodejoin.test:6443",
                        Ground::pin),
                token("a port that there is not", ErrorClass.UNREACHABLE, _ -> "127.0.0.1:99999", Ground::pin),
                fault(
                        "a token that the cluster does not know",
                        ErrorClass.NO_SIGNATURE,
                        Ground::endpoint,
                        _ -> STRANGE_TOKEN,
                        Ground::pin),
                fault(
                        "a token that is not for discovery",
                        ErrorClass.NO_SIGNATURE,
                        Ground::endpoint,
                        Ground::unsignedToken,
                        Ground::pin),
                fault("an expired token", ErrorClass.NO_SIGNATURE, Ground::endpoint, Ground::expiredToken, Ground::pin),
                fault(
                        "a token with another secret",
                        ErrorClass.TOKEN_WRONG,
                        Ground::endpoint,
                        Ground::tokenOfOtherSecret,
                        Ground::pin),
                token(
                        "the pin of another cluster",
                        ErrorClass.PIN_MISMATCH,
                        Ground::endpoint,
                        ground -> ground.scripted().pin()),
                scripted("a server that knows nobody", ErrorClass.UNAUTHORIZED, Script.UNAUTHORIZED),
                scripted("a server that tells nobody", ErrorClass.FORBIDDEN, Script.FORBIDDEN),
                scripted("a cluster without cluster-info", ErrorClass.NO_CLUSTER_INFO, Script.NOT_FOUND),
                scripted("a server that is out of order", ErrorClass.UNREACHABLE, Script.BROKEN),
                scripted("a server that is none for an API", ErrorClass.CLUSTER_CONFIGURATION, Script.GARBAGE),
                scripted(
                        "a cluster-info without kubeconfig",
                        ErrorClass.CLUSTER_CONFIGURATION,
                        Script.WITHOUT_KUBECONFIG),
                scripted(
                        "a cluster-info with something else",
                        ErrorClass.CLUSTER_CONFIGURATION,
                        Script.WITH_BROKEN_KUBECONFIG),
                scripted(
                        "a cluster-info without authorities",
                        ErrorClass.CLUSTER_CONFIGURATION,
                        Script.WITHOUT_AUTHORITIES),
                scripted("a cluster-info that nobody signed", ErrorClass.NO_SIGNATURE, Script.UNSIGNED),
                Fault.of(
                                "a cluster-info that nobody signed, looked at again",
                                ErrorClass.NO_SIGNATURE,
                                site -> JoinFile.by(
                                                """
                                        apiVersion: kubeadm.k8s.io/v1beta4
                                        kind: JoinConfiguration
                                        discovery:
                                          bootstrapToken: {apiServerEndpoint: "%s", token: "TOKEN", caCertHashes: ["PIN"]}
                                        timeouts: {discovery: 12s}
                                        """.formatted(
                                                        site.ground().scripted().endpoint(Script.UNSIGNED)),
                                                IGNORE)
                                        .of(site))
                        .onFreshMachine()
                        .asking(Script.UNSIGNED),
                scripted("a forged signature", ErrorClass.TOKEN_WRONG, Script.WRONGLY_SIGNED),
                scripted("a cluster-info that changes in between", ErrorClass.CA_CHANGED, Script.CHANGING),
                token(
                        "a server that the pinned authority did not certify",
                        ErrorClass.UNTRUSTED,
                        ground -> ground.scripted().endpoint(Script.WITH_OTHER_AUTHORITIES),
                        Ground::pin),
                Fault.of(
                        "a token that may not bootstrap",
                        ErrorClass.UNAUTHORIZED,
                        JoinFile.by("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: JoinConfiguration
                        discovery:
                          bootstrapToken: {apiServerEndpoint: "ENDPOINT", token: "TOKEN", caCertHashes: ["PIN"]}
                          tlsBootstrapToken: %s
                        timeouts: {discovery: 6s, kubernetesAPICall: 6s}
                        """.formatted(STRANGE_TOKEN), IGNORE)),
                Fault.of(
                        "a token without rights",
                        ErrorClass.FORBIDDEN,
                        site -> JoinFile.by("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: JoinConfiguration
                        discovery:
                          bootstrapToken: {apiServerEndpoint: "ENDPOINT", token: "TOKEN", caCertHashes: ["PIN"]}
                          tlsBootstrapToken: %s
                        timeouts: {discovery: 6s, kubernetesAPICall: 6s}
                        """.formatted(site.ground().powerlessToken()), IGNORE)
                                .of(site)),
                file("a discovery file of nothing", ErrorClass.DISCOVERY_FILE, _ -> "- something\n"),
                file(
                        "a discovery file without a cluster",
                        ErrorClass.DISCOVERY_FILE,
                        _ -> "apiVersion: v1\nkind: Config\nclusters: []\n"),
                file(
                        "a discovery file of another authority",
                        ErrorClass.UNTRUSTED,
                        ground -> ground.discoveryFile(ground.scripted().authority())),
                file(
                        "a discovery file of a server that knows nobody",
                        ErrorClass.UNAUTHORIZED,
                        ground -> ground.scripted().kubeconfig(Script.UNAUTHORIZED)),
                file(
                        "a discovery file of a server that tells nobody",
                        ErrorClass.FORBIDDEN,
                        ground -> ground.scripted().kubeconfig(Script.FORBIDDEN)),
                Fault.of(
                        "a discovery file without credentials, and no token",
                        ErrorClass.NO_CREDENTIALS,
                        site -> List.of(
                                "--discovery-file",
                                site.write("/root/cluster.conf", site.ground().discoveryFile()),
                                IGNORE)),
                Fault.of(
                        "a discovery file from a server that this machine does not trust",
                        ErrorClass.UNTRUSTED,
                        site -> List.of(
                                "--discovery-file",
                                "https://" + site.ground().scripted().endpoint(Script.KUBECONFIG_OF_THE_CLUSTER),
                                "--tls-bootstrap-token",
                                site.ground().token().reveal(),
                                IGNORE)));
    }

    private static Fault token(
            String name, ErrorClass expected, Function<Ground, String> endpoint, Function<Ground, String> pin) {
        return fault(name, expected, endpoint, ground -> ground.token().reveal(), pin);
    }

    private static Fault scripted(String name, ErrorClass expected, Script script) {
        return token(
                name,
                expected,
                ground -> ground.scripted().endpoint(script),
                ground -> ground.scripted().pin());
    }

    private static Fault fault(
            String name,
            ErrorClass expected,
            Function<Ground, String> endpoint,
            Function<Ground, String> token,
            Function<Ground, String> pin) {
        return Fault.of(
                name,
                expected,
                site -> JoinFile.by(
                                """
                        apiVersion: kubeadm.k8s.io/v1beta4
                        kind: JoinConfiguration
                        discovery:
                          bootstrapToken: {apiServerEndpoint: "%s", token: "%s", caCertHashes: ["%s"]}
                        timeouts: {discovery: 6s, kubernetesAPICall: 6s}
                        """.formatted(
                                                endpoint.apply(site.ground()),
                                                token.apply(site.ground()),
                                                pin.apply(site.ground())),
                                IGNORE)
                        .of(site));
    }

    private static Fault file(String name, ErrorClass expected, Function<Ground, String> content) {
        return Fault.of(name, expected, site -> {
            site.write("/root/cluster.conf", content.apply(site.ground()));
            return JoinFile.by("""
                    apiVersion: kubeadm.k8s.io/v1beta4
                    kind: JoinConfiguration
                    discovery:
                      file: {kubeConfigPath: /root/cluster.conf}
                      tlsBootstrapToken: TOKEN
                    timeouts: {discovery: 6s, kubernetesAPICall: 6s}
                    """, IGNORE).of(site);
        });
    }
}
