package dev.nodejoin.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nodejoin.testcluster.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The built programs play examples/serving-certificates on real machines, with an API server that talks to no kubelet unless
 * the cluster's CA vouches for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServingCertificatesIT {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String NODE = "served-1";

    private TestCluster cluster;
    private Stage stage;

    @BeforeAll
    void setTheStage() {
        assumeTrue(Files.isExecutable(REPOSITORY.resolve("dist/bin/operator")), "dist/ is not built: run make build");
        var obstacle = TestCluster.unavailable();
        assumeTrue(obstacle.isEmpty(), () -> "no test cluster: " + obstacle.orElse(""));
        cluster = TestCluster.builder()
                .apiServerArgument("kubelet-certificate-authority", "/etc/kubernetes/pki/ca.crt")
                .mount(REPOSITORY.resolve("dist"), Stage.DIST_ON_MACHINES)
                .start();
        stage = Stage.set(cluster, REPOSITORY, new Narrator(new PrintStream(new ByteArrayOutputStream(), true, UTF_8)));
    }

    @AfterAll
    void clearTheStage() {
        if (stage != null) stage.close();
        if (cluster != null) cluster.close();
    }

    @Test
    void the_api_server_talks_to_a_kubelet_that_the_clusters_authority_vouches_for() {
        letKubeletsAskForServingCertificates();
        apply("people.yaml");
        join(new FirstJoin(stage).approvedHandOff(NODE));
        runAPod();
        assertThat(health().text()).contains("tls: internal error");
        assertThat(log().text()).contains("tls: internal error");
        assertThat(condition("ServingCertificateIssued")).isEmpty();

        apply("node-join-policy.yaml");
        awaitMet("ServingCertificateIssued");
        Pause.until(
                () -> "the kubelet to serve: " + health().text(),
                PATIENCE,
                () -> Optional.of(health())
                        .filter(answer -> answer.succeeded() && answer.text().equals("ok")));
        // The words of a kubelet whose container runtime is a fake one, which keeps no logs.
        assertThat(log().text()).contains("failed to read log file");
    }

    private void runAPod() {
        var pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: hello, namespace: default}
            spec:
              nodeName: served-1
              automountServiceAccountToken: false
              containers: [{name: hello, image: "example.com/hello:1"}]
            """;
        var applied = stage.admin().run(pod, List.of("apply", "-f", "-"));
        assertThat(applied.succeeded()).as(applied.text()).isTrue();
        Pause.until(
                "the pod to run",
                PATIENCE,
                () -> Optional.of(stage.admin().must("get", "pod", "hello", "-o", "jsonpath={.status.phase}"))
                        .filter("Running"::equals));
    }

    private Kubectl.Answer log() {
        return stage.admin().run("logs", "hello");
    }

    private void letKubeletsAskForServingCertificates() {
        var configuration = stage.admin()
                .must("get", "configmap", "kubelet-config", "-n", "kube-system", "-o", "jsonpath={.data.kubelet}");
        stage.cluster()
                .admin()
                .configMaps()
                .inNamespace("kube-system")
                .withName("kubelet-config")
                .edit(map -> {
                    map.getData().put("kubelet", configuration + "\nserverTLSBootstrap: true\n");
                    return map;
                });
    }

    private void apply(String file) {
        stage.admin()
                .must(
                        "apply",
                        "-f",
                        stage.example("serving-certificates").resolve(file).toString());
    }

    private void join(String handOff) {
        var machine = cluster.startMachine(NODE);
        machine.write("/root/hand-off.yaml", handOff.getBytes(UTF_8), "rw-------");
        var joined = machine.run(
                Duration.ofMinutes(2),
                Map.of(),
                new byte[0],
                List.of(Stage.DIST_ON_MACHINES + "/bin/node-agent", "join", "--ticket", "/root/hand-off.yaml"));
        assertThat(joined.exitCode()).as(joined.toString()).isZero();
        awaitMet("Ready");
    }

    /** Of the kubelet, asked by the API server, which verifies whom it asks. */
    private Kubectl.Answer health() {
        return stage.admin().run("get", "--raw", "/api/v1/nodes/served-1/proxy/healthz");
    }

    private void awaitMet(String type) {
        Pause.until(type, PATIENCE, () -> Optional.of(condition(type)).filter("True"::equals));
    }

    private String condition(String type) {
        return stage.admin()
                .must(
                        "get",
                        "njr",
                        NODE,
                        "-n",
                        Stage.NAMESPACE,
                        "-o",
                        "jsonpath={.status.conditions[?(@.type==\"%s\")].status}".formatted(type));
    }
}
