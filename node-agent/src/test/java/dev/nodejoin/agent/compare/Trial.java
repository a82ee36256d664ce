package dev.nodejoin.agent.compare;

import dev.nodejoin.testcluster.CommandResult;
import dev.nodejoin.testcluster.process.DeadlineExceeded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** One side's run of a command on its machine, and everything that can be seen of it afterwards. */
final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KILLED = 137;
    private static final String DONE = "This node has joined the cluster:";

    private final Side side;
    private final Site site;
    private final List<String> command;
    private final FileTree before;
    private final Map<String, String> contentsBefore;
    private final int callsBefore;
    private final CommandResult result;
    private final Map<String, String> seenMeanwhile;

    private Trial(Side side, Site site, List<String> command, GoodJoin.Meanwhile meanwhile) {
        this.side = side;
        this.site = site;
        this.command = command;
        this.before = MachineFiles.tree(site.machine());
        this.contentsBefore = MachineFiles.contents(site.machine());
        this.callsBefore = site.machine().systemctlCalls().size();
        var watching = CompletableFuture.supplyAsync(
                () -> meanwhile.watch(site), task -> Thread.ofVirtual().start(task));
        this.result = run(site, command);
        this.seenMeanwhile = watching.join();
    }

    /** A command that does not end is a finding like others. */
    private static CommandResult run(Site site, List<String> command) {
        try {
            return site.machine().run(PATIENCE, Map.of(), new byte[0], command);
        } catch (DeadlineExceeded e) {
            return new CommandResult(command, KILLED, "", "it did not end within " + PATIENCE);
        }
    }

    static Trial join(Side side, Site site, Words words, GoodJoin.Meanwhile meanwhile) {
        return new Trial(side, site, side.join(words.of(site)), meanwhile);
    }

    static Trial join(Side side, Site site, Words words) {
        return join(side, site, words, _ -> Map.of());
    }

    /** The same command once more, on the machine as it was left. */
    Trial again() {
        return new Trial(side, site, command, _ -> Map.of());
    }

    /** The other command, on the machine as the join left it. */
    Trial reset() {
        return new Trial(side, site, side.reset(), _ -> Map.of());
    }

    Site site() {
        return site;
    }

    Ending ending() {
        return side.ending(result);
    }

    /** For people: the command's words and what was said. */
    String transcript() {
        return "%s: exit %d%n%s%n%s%n"
                .formatted(String.join(" ", command), result.exitCode(), result.stdout(), result.stderr());
    }

    /** How it ended, and nothing else. */
    Evidence.Collected outcome() {
        return Evidence.collect()
                .fact(Aspect.ENDING, "exit code", ending().exit())
                .fact(Aspect.ENDING, "class of error", ending().meaning())
                .fact(
                        Aspect.ENDING,
                        "says that the node has joined",
                        Boolean.toString(result.stdout().contains(DONE)));
    }

    /** What is on the machine now that was not before, and what was asked of the service manager. */
    Evidence.Collected traces() {
        var wording = site.wording();
        var machine = site.machine();
        var calls = machine.systemctlCalls();
        return outcome()
                .facts(Aspect.FILE_TREE, MachineFiles.tree(machine).changesSince(before, wording))
                .facts(
                        Aspect.FILE_CONTENT,
                        FileContent.changes(contentsBefore, MachineFiles.contents(machine), wording))
                .facts(Aspect.FILE_CONTENT, seenMeanwhile)
                .facts(Aspect.SERVICE_CALLS, questions(calls.subList(callsBefore, calls.size())))
                .events(Aspect.SERVICE_CALLS, changes(calls.subList(callsBefore, calls.size())));
    }

    /** What is only asked may be asked in any order, and again. */
    private static Map<String, String> questions(List<String> calls) {
        return calls.stream()
                .filter(Trial::isQuestion)
                .collect(Collectors.toMap(call -> call, _ -> "asked", (a, b) -> a));
    }

    private static List<String> changes(List<String> calls) {
        return calls.stream().filter(call -> !isQuestion(call)).toList();
    }

    private static boolean isQuestion(String call) {
        return call.matches("(status|is-active|is-enabled) .*");
    }

    /** The traces, and what the cluster has of the Node. */
    Evidence membership(String nodeName) {
        var wording = site.wording();
        var cluster = site.ground().cluster();
        var evidence = traces();
        cluster.admin().certificates().v1().certificateSigningRequests().list().getItems().stream()
                .filter(request -> SigningRequests.commonName(request).equals("system:node:" + nodeName))
                .filter(request -> request.getSpec().getSignerName().endsWith("/kube-apiserver-client-kubelet"))
                .forEach(request -> evidence.facts(Aspect.SIGNING_REQUEST, SigningRequests.describe(request, wording)));
        var node = cluster.admin().nodes().withName(nodeName).get();
        if (node != null) {
            evidence.facts(Aspect.NODE, RegisteredNode.describe(node, wording));
        }
        return evidence.events(
                        Aspect.API_TRACE,
                        AuditTrail.of(cluster.auditLog(), site.machine().address())
                                .requests(wording))
                .evidence();
    }
}
