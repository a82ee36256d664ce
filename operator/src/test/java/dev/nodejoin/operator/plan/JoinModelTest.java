package dev.nodejoin.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.ConditionType;
import dev.nodejoin.api.v1alpha1.RejoinKind;
import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.operator.plan.Story.Event;
import dev.nodejoin.operator.plan.Story.Move;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.approval.Protection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsCoverage;
import org.jspecify.annotations.Nullable;

/**
 * The planner against a world that does what it wants. Each write is examined by {@link ModelRules} as it happens; here is
 * asked how stories end.
 */
class JoinModelTest {
    private static final int TRIES = 200;

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void no_story_breaks_a_rule_and_every_story_comes_to_rest(
            @ForAll("stories") List<Event> events, @ForAll long seed) {
        told(events, seed, story -> {
            story.uids().forEach(uid -> collect(story.cluster, uid));
            story.oneProcessIsLeft();
            story.settle();
            story.checkRest();
        });
        Statistics.label("how far requests came").coverage(JoinModelTest::checkCoverage);
    }

    private static void collect(ModelCluster cluster, String uid) {
        var status = cluster.request(uid).status();
        Statistics.label("how far requests came")
                .collect(
                        Standing.of(status),
                        status.token() == null ? "no token" : status.token().state(),
                        status.certificate() == null ? "no signing request" : "claimed a signing request");
    }

    /** A story in which nothing happens proves nothing. */
    private static void checkCoverage(StatisticsCoverage coverage) {
        coverage.checkQuery(seen -> seen.contains(TokenState.LIVE)).percentage(percentage -> percentage > 5);
        coverage.checkQuery(seen -> seen.contains(TokenState.CLAIMED)).percentage(percentage -> percentage >= 0);
        coverage.checkQuery(seen -> seen.contains("claimed a signing request"))
                .percentage(percentage -> percentage > 5);
        coverage.checkQuery(seen -> seen.contains(Standing.REGISTERED)).percentage(percentage -> percentage > 2);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void whatever_happened_an_ending_takes_back_all_that_was_given_out(
            @ForAll("stories") List<Event> events, @ForAll long seed, @ForAll Ending ending) {
        told(events, seed, story -> {
            story.oneProcessIsLeft();
            var uids = story.uids();
            uids.forEach(uid -> ending.come(story.cluster, uid));
            story.settle();
            story.checkRest();
            uids.forEach(uid -> assertThat(story.cluster.recognised(uid))
                    .as("tokens that are still recognised after %s", ending)
                    .isEmpty());
            uids.stream().filter(story.cluster.requests::containsKey).forEach(uid -> checkEnded(story, uid, ending));
        });
    }

    private static void checkEnded(Story story, String uid, Ending ending) {
        var status = story.cluster.request(uid).status();
        if (status.token() != null)
            assertThat(status.token().state()).as("token after %s", ending).isEqualTo(TokenState.REVOKED);
        assertThat(status.handOff()).as("hand-off after %s", ending).isNull();
        var holds = story.cluster
                .lease
                .filter(hold -> hold.holder().uid().equals(uid))
                .isPresent();
        if (ending != Ending.SUSPENSION && status.node() == null)
            assertThat(holds).as("name held after %s", ending).isFalse();
    }

    /** How requests end without a Node. */
    enum Ending {
        DENIAL {
            @Override
            void come(ModelCluster cluster, String uid) {
                cluster.deny(uid, "carol");
            }
        },
        SUSPENSION {
            @Override
            void come(ModelCluster cluster, String uid) {
                cluster.edit(uid, "{'suspend': true}");
            }
        },
        SUSPENSION_AND_DENIAL {
            @Override
            void come(ModelCluster cluster, String uid) {
                cluster.edit(uid, "{'suspend': true}");
                cluster.deny(uid, "carol");
            }
        },
        EXPIRY {
            @Override
            void come(ModelCluster cluster, String uid) {
                protect(cluster);
                cluster.now = cluster.now.plus(Duration.ofDays(30));
            }
        },
        EXPIRY_WHILE_SUSPENDED {
            @Override
            void come(ModelCluster cluster, String uid) {
                cluster.edit(uid, "{'suspend': true}");
                cluster.now = cluster.now.plus(Duration.ofDays(30));
            }
        },
        DELETION {
            @Override
            void come(ModelCluster cluster, String uid) {
                cluster.delete(uid);
            }
        };

        abstract void come(ModelCluster cluster, String uid);

        private static void protect(ModelCluster cluster) {
            if (cluster.protection instanceof Protection.Broken) cluster.protectAnew();
        }
    }

    /** No story leads into a state that a join can't be completed from, unless somebody decided so or time ran out. */
    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void whatever_happened_a_wanted_join_can_be_completed(@ForAll("stories") List<Event> events, @ForAll long seed) {
        told(events, seed, story -> {
            story.oneProcessIsLeft();
            if (!isStillWanted(story)) return;
            complete(story);
            if (Terms.rejoin(story.cluster.request(story.first()).spec()) != RejoinKind.NEVER) joinAgain(story);
        });
    }

    /** The newest word is that nothing can be handed over; but an earlier try may have left a token. */
    @Example
    void a_token_that_may_exist_is_buried_whatever_is_lacking_afterwards() {
        for (var which : List.of(0, 8))
            told(begunAnd(new Event(Move.LOSE_THE_ANSWER_TO_MINTING, which), new Event(Move.RUN, 0)), 1, story -> {
                assertThat(tokenState(story)).isEqualTo(TokenState.REVOKED);
                assertThat(story.cluster.tokens.values())
                        .hasOnlyElementsOfType(ModelCluster.TokenSecret.Tombstone.class);
                assertThat(story.cluster.tokens).hasSize(1);
            });
    }

    @Example
    void where_no_token_was_ever_asked_for_there_is_no_tombstone() {
        for (var which : List.of(0, 1))
            told(begunAnd(new Event(Move.NOTHING_CAN_BE_HANDED_OVER, which), new Event(Move.RUN, 0)), 1, story -> {
                assertThat(tokenState(story)).isEqualTo(TokenState.REVOKED);
                assertThat(story.cluster.tokens).isEmpty();
            });
    }

    private static List<Event> begunAnd(Event... events) {
        var begun = Stream.of(new Event(Move.RUN, 0), new Event(Move.APPROVE, 0));
        return Stream.concat(begun, Stream.of(events)).toList();
    }

    private static @Nullable TokenState tokenState(Story story) {
        return Objects.requireNonNull(
                        story.cluster.request(story.first()).status().token())
                .state();
    }

    private static boolean isStillWanted(Story story) {
        var cluster = story.cluster;
        if (!cluster.requests.containsKey(story.first()) || cluster.everDenied.contains(story.first())) return false;
        var request = cluster.request(story.first());
        return request.status().node() == null
                && cluster.now.plus(Duration.ofHours(2)).isBefore(Terms.deadline(request));
    }

    private static void complete(Story story) {
        var cluster = story.cluster;
        var uid = story.first();
        story.uids().stream().filter(other -> !other.equals(uid)).forEach(cluster::delete);
        var joined = cluster.node.filter(node -> isOf(story, uid, node.value())).isPresent();
        if (!joined) cluster.node = Optional.empty();
        cluster.tokens.values().removeIf(ModelCluster.TokenSecret.Foreign.class::isInstance);
        if (cluster.protection instanceof Protection.Broken) cluster.protectAnew();
        cluster.terms = ApprovalTerms.ONE_PERSON;
        cluster.lacking = Optional.empty();
        cluster.edit(uid, "{'suspend': null}");
        cluster.certificateRequests.values().removeIf(request -> !isApprovedFor(cluster, uid, request.value()));
        for (var round = 0; round < 2; round++) {
            story.settle();
            cluster.approve(uid, "alice");
            story.settle();
            ask(story, cluster.request(uid));
            story.run();
            story.sign(0);
            story.run();
            story.register();
            story.run();
        }
        var status = cluster.request(uid).status();
        assertThat(status.node()).as("the Node registered").isNotNull();
        assertThat(Objects.requireNonNull(status.node()).uid())
                .isEqualTo(cluster.node.orElseThrow().value().uid());
        assertThat(Conditions.of(status.conditions(), ConditionType.READY)
                        .orElseThrow()
                        .getStatus())
                .isEqualTo("True");
        assertThat(cluster.recognised(uid)).isEmpty();
        assertThat(cluster.node.orElseThrow().value().taints()).doesNotContain(NodeSetUp.UNINITIALIZED);
    }

    /** The machine is wiped, but not its key. */
    private static void joinAgain(Story story) {
        var cluster = story.cluster;
        cluster.fallSilent();
        cluster.now = cluster.now.plus(Duration.ofMinutes(11));
        story.run();
        ask(story, cluster.request(story.first()));
        story.run();
        story.sign(0);
        story.run();
        assertThat(cluster.approvedRequests(story.first()))
                .as("certificates of the machine")
                .hasSizeGreaterThan(1);
        story.register();
        story.run();
        assertThat(cluster.node.orElseThrow().value().ready()).isTrue();
        assertThat(cluster.recognised(story.first())).isEmpty();
    }

    /** The machine whose key was promised asks again. */
    private static void ask(Story story, RequestFacts request) {
        var certificate = request.status().certificate();
        var promised = certificate == null ? Csr.keyOf("machine") : certificate.publicKeySHA256();
        var machine = Csr.keyOf("thief").equals(promised) ? "thief" : "machine";
        story.ask(machine, ModelCluster.NODE_NAME, 0);
    }

    private static boolean isApprovedFor(ModelCluster cluster, String uid, CertificateRequestFacts request) {
        return uid.equals(cluster.approvedFor.get(request.uid())) && request.outcome() instanceof Outcome.Approved;
    }

    private static boolean isOf(Story story, String uid, NodeFacts node) {
        var machine = story.cluster.registeredBy.get(node.uid());
        return story.cluster.approvedRequests(uid).stream()
                .filter(request -> request.certificate().isPresent())
                .anyMatch(request -> Objects.requireNonNull(story.cluster.madeBy.get(request.uid()))
                        .equals(machine));
    }

    private static void told(List<Event> events, long seed, Consumer<Story> ending) {
        var open = "{'nodeName': 'worker-1', 'requestedBy': 'olivia', 'node': {'labels': {'rack': '9'}}}";
        var story = new Story(seed, spec(seed), open);
        try {
            events.forEach(story::happen);
            ending.accept(story);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n\nThe story:\n" + story.cluster.story(), e);
        }
    }

    private static String spec(long seed) {
        var pinned = "'identity': {'publicKey': '%s'}"
                .formatted(Csr.publicKeyPem("machine").replace("\n", "\\n"));
        var open = "'node': {'labels': {'rack': '9', 'node-restriction.kubernetes.io/hall': '2'}}";
        var rejoin = List.of("", ", 'rejoin': 'Never'", ", 'rejoin': 'SameKey'", ", 'rejoin': 'IfNotReady'");
        var discovery = Math.floorMod(seed / 8, 3L) == 0 ? ", 'discovery': 'ClusterInfo'" : "";
        return "{'nodeName': 'worker-1', 'requestedBy': 'olivia', %s%s%s}"
                .formatted(seed % 2 == 0 ? pinned : open, rejoin.get((int) Math.floorMod(seed / 2, 4L)), discovery);
    }

    /** Most of what happens is what should; else no story would come far. */
    @Provide
    Arbitrary<List<Event>> stories() {
        var move = Arbitraries.frequency(
                Tuple.of(70, Move.RUN),
                Tuple.of(60, Move.GO_ON),
                Tuple.of(60, Move.STEP),
                Tuple.of(40, Move.STEP_WITH_LAGGING_CACHES),
                Tuple.of(10, Move.STALL_AFTER_PLANNING),
                Tuple.of(10, Move.WAKE_UP),
                Tuple.of(8, Move.CRASH),
                Tuple.of(8, Move.DIE_AFTER_WRITING),
                Tuple.of(6, Move.LOSE_THE_ANSWER),
                Tuple.of(6, Move.LOSE_THE_ANSWER_TO_MINTING),
                Tuple.of(3, Move.NOTHING_CAN_BE_HANDED_OVER),
                Tuple.of(20, Move.ADDRESS_AND_CLUSTER_INFO_ARE_MENDED),
                Tuple.of(2, Move.SWEEP),
                Tuple.of(15, Move.APPROVE),
                Tuple.of(8, Move.APPROVE_TOO),
                Tuple.of(8, Move.WRITE_APPROVAL),
                Tuple.of(4, Move.SPEND_WITH_LAGGING_CACHES),
                Tuple.of(6, Move.DEMAND),
                Tuple.of(1, Move.DENY),
                Tuple.of(3, Move.SUSPEND),
                Tuple.of(8, Move.RESUME),
                Tuple.of(3, Move.EDIT),
                Tuple.of(2, Move.RAISE_DEADLINE),
                Tuple.of(1, Move.DELETE_REQUEST),
                Tuple.of(1, Move.BREAK_PROTECTION),
                Tuple.of(2, Move.PROTECT_ANEW),
                Tuple.of(30, Move.WAIT),
                Tuple.of(2, Move.FOREIGN_TOKEN_SECRET),
                Tuple.of(2, Move.COLLECT_EXPIRED_TOKENS),
                Tuple.of(25, Move.MACHINE_ASKS),
                Tuple.of(8, Move.THIEF_ASKS),
                Tuple.of(15, Move.SIGN),
                Tuple.of(2, Move.SIGNER_FAILS),
                Tuple.of(2, Move.ADMINISTRATOR_DENIES_SIGNING_REQUEST),
                Tuple.of(2, Move.SIGNING_REQUEST_VANISHES),
                Tuple.of(8, Move.MACHINE_REGISTERS),
                Tuple.of(2, Move.NODE_IS_DELETED),
                Tuple.of(8, Move.KUBELET_FALLS_SILENT),
                Tuple.of(3, Move.KUBELET_COMES_BACK),
                Tuple.of(2, Move.LEASE_IS_RENEWED_BUT_NOT_THE_STATUS),
                Tuple.of(2, Move.NODE_IS_CREATED_AGAIN),
                Tuple.of(2, Move.RE_CREATE_REQUEST),
                Tuple.of(1, Move.FOREIGN_NODE));
        return Combinators.combine(move, Arbitraries.integers().between(0, 1023))
                .as(Event::new)
                .list()
                .ofMinSize(15)
                .ofMaxSize(90)
                .withSizeDistribution(RandomDistribution.uniform());
    }
}
