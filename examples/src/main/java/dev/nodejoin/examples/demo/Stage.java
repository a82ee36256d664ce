package dev.nodejoin.examples.demo;

import dev.nodejoin.testcluster.TestCluster;
import java.nio.file.Path;

/** The installed cluster that a story is played on, and the people in it. */
final class Stage implements AutoCloseable {
    static final String DIST_ON_MACHINES = "/opt/nodejoin";
    static final String NAMESPACE = "nodejoin";

    private static final String OPERATOR_NAMESPACE = "nodejoin-system";
    private static final String OPERATOR_ACCOUNT = "nodejoin-operator";

    private final TestCluster cluster;
    private final Path repository;
    private final Narrator narrator;
    private final Kubectl admin;
    private final OperatorProcess operator;

    private Stage(TestCluster cluster, Path repository, Narrator narrator, Kubectl admin, OperatorProcess operator) {
        this.cluster = cluster;
        this.repository = repository;
        this.narrator = narrator;
        this.admin = admin;
        this.operator = operator;
    }

    static Stage set(TestCluster cluster, Path repository, Narrator narrator) {
        narrator.say("Kubernetes %s is ready at %s".formatted(cluster.kubernetesVersion(), cluster.server()));
        var admin = kubectl(cluster, "admin", cluster.adminKubeconfig());
        narrator.chapter("The operator, installed");
        narrator.command("admin", "kubectl apply --server-side -f deploy/install.yaml");
        narrator.say(admin.must(
                "apply",
                "--server-side",
                "-f",
                repository.resolve("deploy/install.yaml").toString()));
        return new Stage(cluster, repository, narrator, admin, startOperator(cluster, narrator));
    }

    private static OperatorProcess startOperator(TestCluster cluster, Narrator narrator) {
        var kubeconfig = cluster.serviceAccountKubeconfig(OPERATOR_NAMESPACE, OPERATOR_ACCOUNT)
                .replace(cluster.server().toString(), "https://" + cluster.internalEndpoint());
        var operator = OperatorProcess.start(
                cluster.controlPlane(),
                DIST_ON_MACHINES + "/bin/operator",
                kubeconfig,
                cluster.internalEndpoint(),
                cluster.directory().resolve("operator.log"));
        narrator.say("The operator runs as ServiceAccount %s/%s with the rights it is shipped with, and no others"
                .formatted(OPERATOR_NAMESPACE, OPERATOR_ACCOUNT));
        return operator;
    }

    private static Kubectl kubectl(TestCluster cluster, String user, String kubeconfig) {
        return Kubectl.as(user, kubeconfig, cluster.binaries().resolve("kubectl"), cluster.directory());
    }

    TestCluster cluster() {
        return cluster;
    }

    Narrator narrator() {
        return narrator;
    }

    Kubectl admin() {
        return admin;
    }

    /** The binding that closes the gate. */
    Path gate() {
        return repository.resolve("deploy/gate.yaml");
    }

    Path example(String name) {
        return repository.resolve("examples").resolve(name);
    }

    Kubectl as(String user) {
        return kubectl(cluster, user, cluster.kubeconfig(user));
    }

    void tellHowToGoOn() {
        var machine = cluster.startMachine("worker-3");
        var agent = machine.hostCommand(
                DIST_ON_MACHINES + "/bin/node-agent", "join", SavedHandOff.IGNORING, "--ticket", SavedHandOff.TICKET);
        var save = machine.hostCommand("tee", "/root/hand-off.yaml");
        narrator.chapter("It goes on running, with a machine worker-3 that waits for you. In another terminal:");
        narrator.say("""
                export KUBECONFIG=%s
                export PATH=%s:$PATH
                kubectl get njr -A -w                       # what goes on
                sed s/worker-1/worker-3/ examples/first-join/node-join-request.yaml | kubectl apply -f -
                kubectl edit njr worker-3 -n nodejoin --subresource=status --as=alice
                kubectl get secret -n nodejoin $(kubectl get njr worker-3 -n nodejoin -o jsonpath={.status.handOff.name}) \\
                  -o yaml | (umask 077; %s >/dev/null)
                %s chmod 600 /root/hand-off.yaml
                %s
                Press Ctrl-C here to end it; nothing is left behind.""".formatted(
                        admin.kubeconfig(),
                        cluster.binaries(),
                        String.join(" ", save),
                        String.join(" ", machine.hostCommand()),
                        String.join(" ", agent)));
    }

    @Override
    public void close() {
        operator.close();
    }
}
