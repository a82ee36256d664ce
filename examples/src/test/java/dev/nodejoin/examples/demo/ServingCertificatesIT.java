package dev.nodejoin.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Plays examples/serving-certificates on real machines, with an API server that talks to no kubelet unless the cluster's CA
 * vouches for it.
 */
class ServingCertificatesIT {
    private static final String NODE = "served-1";

    @RegisterExtension
    static final Theatre theatre = new Theatre(
            cluster -> cluster.apiServerArgument("kubelet-certificate-authority", "/etc/kubernetes/pki/ca.crt"));

    @Test
    void the_api_server_talks_to_a_kubelet_that_the_clusters_authority_vouches_for() {
        letKubeletsAskForServingCertificates();
        theatre.apply("serving-certificates/people.yaml");
        theatre.join(NODE, theatre.requests().approvedHandOff(NODE));
        theatre.requests().awaitMet(NODE, "Ready");
        runAPod();
        assertThat(health().text()).contains("tls: internal error");
        assertThat(log().text()).contains("tls: internal error");
        assertThat(theatre.requests().status(NODE, "ServingCertificateIssued")).isEmpty();

        theatre.apply("serving-certificates/node-join-policy.yaml");
        theatre.requests().awaitMet(NODE, "ServingCertificateIssued");
        Pause.until(
                () -> "the kubelet to serve: " + health().text(),
                Theatre.PATIENCE,
                () -> Optional.of(health())
                        .filter(answer -> answer.succeeded() && answer.text().equals("ok")));
        // The words of a kubelet whose container runtime is a fake one, which keeps no logs.
        assertThat(log().text()).contains("failed to read log file");
    }

    private static void runAPod() {
        var pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: hello, namespace: default}
            spec:
              nodeName: served-1
              automountServiceAccountToken: false
              containers: [{name: hello, image: "example.com/hello:1"}]
            """;
        var applied = theatre.admin().run(pod, List.of("apply", "-f", "-"));
        assertThat(applied.succeeded()).as(applied.text()).isTrue();
        Pause.until(
                "the pod to run",
                Theatre.PATIENCE,
                () -> Optional.of(theatre.admin().must("get", "pod", "hello", "-o", "jsonpath={.status.phase}"))
                        .filter("Running"::equals));
    }

    private static Kubectl.Answer log() {
        return theatre.admin().run("logs", "hello");
    }

    private static void letKubeletsAskForServingCertificates() {
        var configuration = theatre.admin()
                .must("get", "configmap", "kubelet-config", "-n", "kube-system", "-o", "jsonpath={.data.kubelet}");
        theatre.cluster()
                .admin()
                .configMaps()
                .inNamespace("kube-system")
                .withName("kubelet-config")
                .edit(map -> {
                    map.getData().put("kubelet", configuration + "\nserverTLSBootstrap: true\n");
                    return map;
                });
    }

    /** Of the kubelet, asked by the API server, which verifies whom it asks. */
    private static Kubectl.Answer health() {
        return theatre.admin().run("get", "--raw", "/api/v1/nodes/served-1/proxy/healthz");
    }
}
