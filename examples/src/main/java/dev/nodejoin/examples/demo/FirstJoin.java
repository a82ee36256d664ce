package dev.nodejoin.examples.demo;

import dev.nodejoin.testcluster.Machine;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The story of the first join. */
final class FirstJoin {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TIME_TO_ISSUE = Duration.ofSeconds(3);
    private static final String REQUEST = "worker-1";

    private final Stage stage;
    private final Narrator narrator;
    private final Kubectl admin;
    private final JoinRequests requests;

    FirstJoin(Stage stage) {
        this.stage = stage;
        this.narrator = stage.narrator();
        this.admin = stage.admin();
        this.requests = new JoinRequests(stage);
    }

    void play() {
        ask();
        malloryIsRefused();
        aliceApproves();
        var handOff = requests.handOff(REQUEST);
        join(handOff);
        tellTheStory();
        var thief = new Thief(stage.cluster().startMachine("thief"));
        thiefTriesTheSameName(thief, handOff);
        thiefTriesAnotherName(thief);
        narrator.chapter("Done: one Node joined, nobody else got anything");
    }

    private void ask() {
        narrator.chapter("olivia, who may, asks for a Node");
        narrator.command("admin", "kubectl apply -f examples/first-join/people.yaml");
        narrator.say(admin.must(
                "apply", "-f", stage.example("first-join/people.yaml").toString()));
        var olivia = stage.as("olivia");
        awaitRight(olivia, "create", "nodejoinrequests.nodejoin.dev");
        narrator.command("olivia", "kubectl apply -f examples/first-join/node-join-request.yaml");
        narrator.say(olivia.must(
                "apply",
                "-f",
                stage.example("first-join/node-join-request.yaml").toString()));
        requests.awaitField(REQUEST, "{.status.approvalKey}");
        narrator.command("olivia", "kubectl get njr -n nodejoin");
        narrator.say(olivia.must("get", "njr", "-n", Stage.NAMESPACE));
        narrator.say(requests.field(REQUEST, "{.status.conditions[?(@.type==\"Approved\")].message}"));
    }

    /** Authorizers learn of a new binding a moment after it was written. */
    private static void awaitRight(Kubectl user, String verb, String resource) {
        Pause.until(
                "the right to %s %s".formatted(verb, resource),
                PATIENCE,
                () -> Optional.of(user.run("auth", "can-i", verb, resource, "-n", Stage.NAMESPACE))
                        .filter(Kubectl.Answer::succeeded));
    }

    private void malloryIsRefused() {
        narrator.chapter("mallory may write status, but not approve");
        admin.must(
                "create",
                "role",
                "status-writer",
                "-n",
                Stage.NAMESPACE,
                "--verb=get,list,update,patch",
                "--resource=nodejoinrequests.nodejoin.dev,nodejoinrequests.nodejoin.dev/status");
        admin.must("create", "rolebinding", "mallory", "-n", Stage.NAMESPACE, "--role=status-writer", "--user=mallory");
        awaitRight(stage.as("mallory"), "update", "nodejoinrequests.nodejoin.dev/status");
        requireRefused(requests.approve("mallory", "mallory", REQUEST), "user \"mallory\" may not approve or deny");
        requireRefused(requests.approve("mallory", "alice", REQUEST), "entry must be exactly: {by: \"mallory\"");
        requireStillPending();
    }

    /** Refused for the right reason: an API server that is away refuses nothing. */
    private void requireRefused(Kubectl.Answer answer, String because) {
        narrator.say(answer.text());
        if (answer.succeeded() || !answer.text().contains(because))
            throw new DemoFailure("mallory was not refused because " + because);
    }

    private void requireStillPending() {
        var reason = requests.field(REQUEST, "{.status.conditions[?(@.type==\"Approved\")].reason}");
        if (!reason.equals("AwaitingApproval")) throw new DemoFailure("after mallory's attempts it is " + reason);
    }

    private void aliceApproves() {
        narrator.chapter("alice approves by editing the status");
        var answer = requests.approve("alice", "alice", REQUEST);
        narrator.say(answer.text());
        if (!answer.succeeded()) throw new DemoFailure("alice could not approve");
    }

    private void join(SavedHandOff handOff) {
        narrator.chapter("The hand-off goes to the machine, and the agent joins it");
        var machine = stage.cluster().startMachine(REQUEST);
        runAgent(machine, handOff);
        requests.awaitMet(REQUEST, "Ready");
        narrator.command("admin", "kubectl get nodes");
        narrator.say(admin.must("get", "nodes", "-L", "topology.kubernetes.io/zone"));
        requireDeclared();
    }

    private void runAgent(Machine machine, SavedHandOff handOff) {
        narrator.command(
                "root@" + machine.name(),
                "node-agent join %s --ticket %s".formatted(SavedHandOff.IGNORING, SavedHandOff.TICKET));
        var result = handOff.join(machine);
        narrator.say(result.stdout());
        narrator.say(result.stderr());
        if (result.exitCode() != 0) throw new DemoFailure("the agent ended with " + result.exitCode());
    }

    private void requireDeclared() {
        var zone =
                admin.must("get", "node", REQUEST, "-o", "jsonpath={.metadata.labels.topology\\.kubernetes\\.io/zone}");
        if (!zone.equals("edge-1")) throw new DemoFailure("the declared label is not on the Node");
        var taints = admin.must("get", "node", REQUEST, "-o", "jsonpath={.spec.taints[*].key}");
        if (!taints.contains("example.com/edge") || taints.contains("nodejoin.dev/uninitialized"))
            throw new DemoFailure("the Node's taints are " + taints);
        var rack = admin.must("get", "node", REQUEST, "-o", "jsonpath={.metadata.annotations.example\\.com/rack}");
        if (!rack.equals("r7")) throw new DemoFailure("the declared annotation is not on the Node");
    }

    private void tellTheStory() {
        narrator.chapter("How long each phase took, and what was revoked");
        Pause.until(
                "the token to be revoked",
                PATIENCE,
                () -> Optional.of(requests.field(REQUEST, "{.status.token.state}"))
                        .filter("Revoked"::equals));
        Pause.until(
                "the hand-off to be deleted",
                PATIENCE,
                () -> Optional.of(handOffs()).filter(String::isEmpty));
        narrator.say(Phases.render(
                requests.field(REQUEST, "{.metadata.creationTimestamp}"),
                requests.field(REQUEST, "{range .status.conditions[*]}{.type}={.lastTransitionTime}{\"\\n\"}{end}")));
        narrator.say("Token %s: %s. Its hand-off: deleted"
                .formatted(
                        requests.field(REQUEST, "{.status.token.id}"),
                        requests.field(REQUEST, "{.status.token.state}")));
        narrator.command("admin", "kubectl get njr -n nodejoin -o wide");
        narrator.say(admin.must("get", "njr", "-n", Stage.NAMESPACE, "-o", "wide"));
    }

    private String handOffs() {
        return admin.must(
                "get", "secrets", "-n", Stage.NAMESPACE, "--field-selector=type=nodejoin.dev/hand-off", "-o", "name");
    }

    private void thiefTriesTheSameName(Thief thief, SavedHandOff handOff) {
        narrator.chapter("A thief has a copy of the hand-off and asks for the same name, after the node has joined");
        narrator.command("thief", "kubectl --kubeconfig stolen.conf create -f csr-for-%s.yaml".formatted(REQUEST));
        var answer = Pause.until(
                "the API server's cache to forget the token",
                PATIENCE,
                () -> Optional.of(thief.askToBecome(
                                REQUEST, "thief-same-name-" + System.nanoTime(), handOff.file("discovery.conf")))
                        .filter(FirstJoin::isUnauthorized));
        narrator.say(answer.text());
        requireNoCertificate("thief-same-name");
    }

    /** What kubectl makes of the answer 401, depending on the request that got it. */
    private static boolean isUnauthorized(Kubectl.Answer answer) {
        return Stream.of("Unauthorized", "must be logged in", "provide credentials")
                .anyMatch(answer.text()::contains);
    }

    private void thiefTriesAnotherName(Thief thief) {
        narrator.chapter(
                "Another hand-off, for worker-2, is stolen before its machine joins; the thief wants worker-1");
        var handOff = requests.approvedHandOff("worker-2");
        narrator.command("thief", "kubectl --kubeconfig stolen.conf create -f csr-for-%s.yaml".formatted(REQUEST));
        narrator.say(thief.askToBecome(REQUEST, "thief-other-name", handOff.file("discovery.conf"))
                .text());
        var denial = Pause.until(
                "the operator to deny",
                PATIENCE,
                () -> Optional.of(csrField("thief-other-name", "{.status.conditions[?(@.type==\"Denied\")].message}"))
                        .filter(text -> !text.isEmpty()));
        narrator.say("Denied: " + denial);
        requireNoCertificate("thief-other-name");
    }

    /** Whoever would approve has had the time to do so. */
    private void requireNoCertificate(String prefix) {
        Pause.of(TIME_TO_ISSUE);
        var issued = admin.must(
                "get", "csr", "-o", "jsonpath={range .items[?(@.status.certificate)]}{.metadata.name}{\"\\n\"}{end}");
        if (issued.lines().anyMatch(name -> name.startsWith(prefix)))
            throw new DemoFailure("the thief got a certificate");
        narrator.say("No certificate for the thief");
    }

    private String csrField(String name, String path) {
        return admin.must("get", "csr", name, "-o", "jsonpath=" + path);
    }
}
