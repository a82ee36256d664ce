package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A banned node's certificate and key, in whosever hands, write nothing. No operator runs here. */
class BannedNodeIT {
    /** The certificate requests of these tests are for a node of this name. */
    private static final String BANNED = "w1";

    private static final String BY_ITSELF = "nodejoin-bans";
    private static final String BY_INDEX = "nodejoin-banned-nodes";
    private static final Set<String> NOT_OF_THE_FREE_NODE =
            Set.of("another Node", "its lease, anew", "a certificate", "a serving certificate");

    private static RightsBed bed;
    private static Bans bans;
    private static NodeWrites banned;
    private static NodeWrites free;
    /** Nobody approves certificates for serving unasked, so it waits. */
    private static String asked;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        bans = new Bans(bed);
        banned = new NodeWrites(bed, BANNED).prepared();
        free = new NodeWrites(bed, bed.freshName("free")).prepared();
        asked = bed.freshName("csr");
        banned.api().post(MachineRequests.COLLECTION, banned.serving(asked)).accepted();
    }

    @TestFactory
    Stream<DynamicTest> it_writes_nothing_while_another_node_writes_all_of_it() {
        var ban = bans.banNode(BANNED);
        awaitBan();
        var refused = banned.attempts().entrySet().stream()
                .map(attempt -> dynamicTest(
                        attempt.getKey(),
                        () -> attempt.getValue().apply(banned.api()).refusedBy(BY_ITSELF, "Forbidden", BANNED, ban)));
        var accepted = free.attempts().entrySet().stream()
                .filter(attempt -> !NOT_OF_THE_FREE_NODE.contains(attempt.getKey()))
                .map(attempt -> dynamicTest(
                        "of another node: " + attempt.getKey(),
                        () -> attempt.getValue().apply(free.api()).accepted()));
        return Stream.of(
                        refused,
                        Stream.of(dynamicTest("its Node when that is gone", BannedNodeIT::recreationIsRefused)),
                        Stream.of(dynamicTest("an approval", BannedNodeIT::approvalIsRefused)),
                        accepted,
                        Stream.of(dynamicTest("not without the ban", () -> freed(ban))))
                .flatMap(tests -> tests);
    }

    private static void recreationIsRefused() {
        bed.admin().delete("/api/v1/nodes/" + BANNED).accepted();
        banned.api()
                .post("/api/v1/nodes", banned.asNode())
                .refusedBy(BY_ITSELF, "Forbidden", "node w1 is banned by NodeJoinBan", "stolen");
    }

    private static void approvalIsRefused() {
        var requests = new MachineRequests(bed);
        requests.decide(bed.admin(), asked, "Approved").refusedBy(BY_ITSELF, "Forbidden");
        bed.admin()
                .merge(
                        MachineRequests.COLLECTION + "/" + asked + "/approval",
                        "{status: {conditions: [{type: 'Approved', status: 'True', reason: 'x', message: 'x'}]}}")
                .refusedBy(BY_ITSELF, "Forbidden");
        requests.decide(bed.admin(), asked, "Denied").accepted();
    }

    private static void freed(String ban) {
        bans.lift(ban);
        bed.await(
                "the ban is lifted",
                () -> banned.api().post("/api/v1/nodes", banned.asNode()).code() == 201);
    }

    @Test
    void a_name_in_the_index_is_banned_and_none_beside_it() {
        var inside = bed.freshName("indexed");
        bans.index("a-" + inside, inside, inside + "-b").accepted();
        bed.await("the index is in force", () -> dryRun(inside).code() == 403);
        dryRun(inside).refusedBy(BY_INDEX, "Forbidden", "kubectl get nodejoinbans");
        dryRun("a-" + inside).refusedBy(BY_INDEX, "Forbidden");
        dryRun(inside + "-b").refusedBy(BY_INDEX, "Forbidden");
        for (var free : new String[] {"a", inside.substring(1), "a-" + inside + "-b", inside + "-", "-b"})
            assertThat(dryRun(free).message()).doesNotContain(BY_INDEX);
        bans.index().accepted();
        bed.await("nobody is banned", () -> dryRun(inside).code() == 201);
    }

    /** Who is not a node, or not this one, is none of the ban's business, whatever they write. */
    @Test
    void an_administrator_writes_about_a_banned_node_as_ever() {
        var ban = bans.banNode(BANNED);
        awaitBan();
        var admin = bed.admin();
        admin.delete("/api/v1/nodes/" + BANNED);
        admin.post("/api/v1/nodes", banned.asNode()).accepted();
        admin.merge("/api/v1/nodes/" + BANNED, "{metadata: {labels: {a: 'c'}}}").accepted();
        admin.merge("/api/v1/nodes/" + BANNED + "/status", "{status: {phase: 'Running'}}")
                .accepted();
        bans.lift(ban);
        bed.await("the ban is lifted", () -> dryRun("w1").code() != 403);
    }

    private static void awaitBan() {
        bed.await("the ban is in force", () -> dryRun(BANNED).code() == 403);
    }

    private static Answer dryRun(String node) {
        var lease = Json.parse("{metadata: {name: '%s'}, spec: {holderIdentity: '%s'}}".formatted(node, node));
        return bed.masterNamed("system:node:" + node)
                .post("/apis/coordination.k8s.io/v1/namespaces/default/leases?dryRun=All", lease);
    }
}
