package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.ACCEPTED;
import static dev.nodejoin.api.v1alpha1.ConditionType.APPROVED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.NODE_REGISTERED;
import static dev.nodejoin.operator.plan.JoinSnapshots.CANDIDATE;
import static dev.nodejoin.operator.plan.JoinSnapshots.CREATED;
import static dev.nodejoin.operator.plan.JoinSnapshots.TOKEN;
import static dev.nodejoin.operator.plan.JoinSnapshots.aJoinedRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aLiveRequest;
import static dev.nodejoin.operator.plan.JoinSnapshots.aRequest;
import static dev.nodejoin.operator.plan.Plans.assertRests;
import static dev.nodejoin.operator.plan.Plans.condition;
import static dev.nodejoin.operator.plan.Plans.message;
import static dev.nodejoin.operator.plan.Plans.tokenState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.v1alpha1.TokenState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that can't be served, and those that are suspended. */
class AcceptancePlanningTest {
    private static final Instant DEADLINE = CREATED.plus(Duration.ofDays(1));

    @Nested
    class Accepted {
        @Test
        void a_request_in_a_served_namespace_is_accepted() {
            assertThat(condition(aRequest().plan(), ACCEPTED)).isEqualTo("True Accepted");
        }

        @Test
        void a_request_elsewhere_is_told_so() {
            var plan = aRequest().in("default").notServed().settled();

            assertThat(condition(plan, ACCEPTED)).isEqualTo("False NamespaceNotServed");
            assertThat(message(plan, ACCEPTED)).contains("default");
            assertRests(plan);
            assertThat(plan.status().approvalKey()).isNull();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'nodeName': null}                           | spec.nodeName",
                    "{'nodeName': ''}                             | spec.nodeName",
                    "{'nodeName': 'Worker'}                       | spec.nodeName",
                    "{'nodeName': 'a/b'}                          | spec.nodeName",
                    "{'nodeName': '-a'}                           | spec.nodeName",
                    "{'token': {'ttlSeconds': 599}}               | spec.token.ttlSeconds",
                    "{'token': {'ttlSeconds': 86401}}             | spec.token.ttlSeconds",
                    "{'token': {'ttlSeconds': -9223372036854775808}} | spec.token.ttlSeconds",
                    "{'token': {'ttlSeconds': 9223372036854775807}} | spec.token.ttlSeconds",
                    "{'deadlineSeconds': 599}                     | spec.deadlineSeconds",
                    "{'deadlineSeconds': 2592001}                 | spec.deadlineSeconds",
                    "{'deadlineSeconds': -1}                      | spec.deadlineSeconds",
                    "{'deadlineSeconds': 9223372036854775807}     | spec.deadlineSeconds",
                    "{'deadlineSeconds': -9223372036854775808}    | spec.deadlineSeconds",
                    "{'identity': {'publicKey': 'ssh-rsa AAAA'}}  | spec.identity.publicKey",
                    "{'kubelet': {'extraArgs': [{'name': 'hostname-override', 'value': 'x'}]}} | spec.kubelet.extraArgs[0].name: hostname-override",
                    "{'kubelet': {'extraArgs': [{'name': 'v', 'value': '2'}, {'name': 'node-labels', 'value': 'a=b'}]}} | spec.kubelet.extraArgs[1].name",
                    "{'kubelet': {'extraArgs': [{'name': 'hostname_override', 'value': 'x'}]}} | spec.kubelet.extraArgs[0].name",
                    "{'kubelet': {'extraArgs': [{'name': 'v=1', 'value': 'x'}]}} | spec.kubelet.extraArgs[0].name",
                    "{'kubelet': {'extraArgs': [{'name': 'v', 'value': '2 --hostname-override=x'}]}} | spec.kubelet.extraArgs[0].value",
                    "{'kubelet': {'extraArgs': [{'name': 'v', 'value': '$HOME'}]}} | spec.kubelet.extraArgs[0].value",
                    "{'kubelet': {'extraArgs': [null]}}           | spec.kubelet.extraArgs[0].name",
                    "{'kubelet': {'patches': [{'patch': '[1'}]}}  | spec.kubelet.patches[0]",
                    "{'kubelet': {'patches': [{'patch': 'maxPods: 1'}, {'patch': 'registerNode: false'}]}} | spec.kubelet.patches[1]: registerNode",
                    "{'kubelet': {'patches': [{'patch': '$patch: delete'}]}} | spec.kubelet.patches[0]: it changes the configuration as a whole",
                    "{'kubelet': {'patches': [null, null, null, null, null, null, null, null, null]}} | spec.kubelet.patches must be at most 8, found 9",
                    "{'kubelet': {'skipPhases': ['preflight', 'a/b/c']}} | spec.kubelet.skipPhases[1]",
                    "{'kubelet': {'skipPhases': ['Preflight']}}   | spec.kubelet.skipPhases[0]",
                    "{'kubelet': {'skipPhases': [null]}}          | spec.kubelet.skipPhases[0]",
                    "{'kubelet': {'ignorePreflightErrors': ['all', 'Swap']}} | spec.kubelet.ignorePreflightErrors",
                    "{'kubelet': {'ignorePreflightErrors': ['all', 'All']}} | spec.kubelet.ignorePreflightErrors must hold nothing else",
                    "{'kubelet': {'ignorePreflightErrors': [null]}} | spec.kubelet.ignorePreflightErrors[0]",
                    "{'kubelet': {'ignorePreflightErrors': ['Swap', 'a b']}} | spec.kubelet.ignorePreflightErrors[1]",
                    "{'kubelet': {'criSocket': '/run/x.sock'}}    | spec.kubelet.criSocket",
                    "{'kubelet': {'criSocket': 'unix:///run/x y'}} | spec.kubelet.criSocket",
                    "{'kubelet': {'imagePullPolicy': 'Maybe'}}    | spec.kubelet.imagePullPolicy",
                    "{'kubelet': {'certificateLifetimeSeconds': 599}} | spec.kubelet.certificateLifetimeSeconds"
                })
        void a_malformed_request_is_told_which_field_is_wrong(String edit, String field) {
            var plan = aRequest().approved().asking(edit.replace("''", "\"\"")).plan();

            assertThat(condition(plan, ACCEPTED)).isEqualTo("False OutOfBounds");
            assertThat(message(plan, ACCEPTED)).startsWith(field);
            assertRests(plan);
        }

        /** The schema refuses it too, but a request may have been stored under another. */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "extraArgs             | 32 | {'name': 'v', 'value': '2'}",
                    "patches               | 8  | {'patch': 'maxPods: 1'}",
                    "skipPhases            | 16 | \"preflight\"",
                    "ignorePreflightErrors | 32 | \"Swap\""
                })
        void a_list_for_the_kubelet_is_bounded(String field, int most, String entry) {
            assertThat(condition(aRequest().asking(kubelet(field, most, entry)).plan(), ACCEPTED))
                    .isEqualTo("True Accepted");
            assertThat(message(
                            aRequest().asking(kubelet(field, most + 1, entry)).plan(), ACCEPTED))
                    .isEqualTo("spec.kubelet.%s must be at most %d, found %d".formatted(field, most, most + 1));
        }

        private static String kubelet(String field, int count, String entry) {
            return "{'kubelet': {'%s': [%s]}}".formatted(field, String.join(", ", Collections.nCopies(count, entry)));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{'kubelet': {'extraArgs': [{'name': '%s', 'value': ''}]}}    | 63   | spec.kubelet.extraArgs[0].name",
                    "{'kubelet': {'extraArgs': [{'name': 'v', 'value': '%s'}]}}   | 4096 | spec.kubelet.extraArgs[0].value",
                    "{'kubelet': {'skipPhases': ['%s']}}                          | 63   | spec.kubelet.skipPhases[0]",
                    "{'kubelet': {'ignorePreflightErrors': ['%s']}}               | 253  | spec.kubelet.ignorePreflightErrors[0]",
                    "{'kubelet': {'criSocket': 'unix:///%s'}}                     | 245  | spec.kubelet.criSocket"
                })
        void a_text_for_the_kubelet_is_bounded(String edit, int longest, String field) {
            assertThat(condition(
                            aRequest()
                                    .asking(edit.formatted("x".repeat(longest)))
                                    .plan(),
                            ACCEPTED))
                    .isEqualTo("True Accepted");
            assertThat(message(
                            aRequest()
                                    .asking(edit.formatted("x".repeat(longest + 1)))
                                    .plan(),
                            ACCEPTED))
                    .startsWith(field);
        }

        @Test
        void a_request_at_the_edges_of_its_bounds_is_accepted() {
            assertThat(condition(
                            aRequest()
                                    .asking("{'token': {'ttlSeconds': 600}, 'deadlineSeconds': 2592000}")
                                    .plan(),
                            ACCEPTED))
                    .isEqualTo("True Accepted");
            assertThat(condition(
                            aRequest()
                                    .asking("{'token': {'ttlSeconds': 86400}, 'deadlineSeconds': 600}")
                                    .plan(),
                            ACCEPTED))
                    .isEqualTo("True Accepted");
        }

        @Test
        void what_a_machine_may_be_told_is_accepted() {
            assertThat(condition(
                            aRequest()
                                    .asking(
                                            "{'kubelet': {'extraArgs': [{'name': 'eviction-hard', 'value': 'memory.available<5%'}],"
                                                    + " 'patches': [{'type': 'JSON', 'patch': '- {op: remove, path: /maxPods}'}],"
                                                    + " 'ignorePreflightErrors': ['All'], 'certificateLifetimeSeconds': 600}}")
                                    .plan(),
                            ACCEPTED))
                    .isEqualTo("True Accepted");
        }

        @Test
        void what_is_out_of_bounds_gets_nothing_even_if_it_was_approved() {
            var plan = aRequest()
                    .asking("{'token': {'ttlSeconds': 60}}")
                    .approved()
                    .settled();

            assertRests(plan);
            assertThat(plan.status().token()).isNull();
        }
    }

    @Nested
    class Suspended {
        @Test
        void nothing_is_published_recorded_or_minted() {
            assertThat(aRequest().suspended().plan().status().approvalKey()).isNull();
            assertThat(aRequest()
                            .published()
                            .approvedBy("alice")
                            .suspended()
                            .settled()
                            .status()
                            .approved())
                    .isNull();
            assertRests(aRequest().approved().suspended().settled());
        }

        @Test
        void a_live_token_is_revoked_buried_and_forgotten_and_the_name_is_kept() {
            var request = aLiveRequest().suspended();

            var revoking = request.plan();
            assertThat(condition(revoking, ACCEPTED)).isEqualTo("False Suspended");
            assertThat(condition(revoking, CREDENTIAL_ISSUED)).isEqualTo("False Revoked");
            assertThat(tokenState(revoking)).isEqualTo(TokenState.REVOKING);
            assertThat(revoking.effect()).isEqualTo(new Effect.None());

            var burying = request.settled();
            assertThat(burying.effect())
                    .isEqualTo(new Effect.Bury(
                            TOKEN, Instant.parse("2026-03-01T09:30:00Z"), true, Optional.of("hand-off-1")));

            var gone = request.buried().settled();
            assertThat(tokenState(gone)).isEqualTo(TokenState.REVOKED);
            assertThat(gone.status().handOff()).isNull();
            assertRests(gone);
            assertThat(gone.lookAgainAt()).contains(DEADLINE);
        }

        @Test
        void an_approval_that_was_recorded_is_still_told() {
            assertThat(condition(aLiveRequest().suspended().plan(), APPROVED)).isEqualTo("True Approved");
        }

        @Test
        void a_joined_node_stays_what_it_is() {
            var plan = aJoinedRequest().suspended().settled();

            assertThat(condition(plan, NODE_REGISTERED)).isEqualTo("True Registered");
            assertRests(plan);
            assertThat(plan.lookAgainAt()).isEmpty();
        }

        @Test
        void afterwards_the_next_attempt_starts() {
            var request = aRequest().approved().holding(1).token(TokenState.REVOKED);

            assertThat(request.settled().effect()).isInstanceOfSatisfying(Effect.HoldName.class, hold -> {
                assertThat(hold.hold().attempt()).isEqualTo(2);
                assertThat(hold.hold().tokenId()).isEqualTo(CANDIDATE);
                assertThat(hold.hold().previousTokenId()).contains(TOKEN);
            });
        }

        @Test
        void a_denial_ends_it_all_the_same() {
            var request = aRequest().approved().holding(1).suspended().deniedBy("bob", "no");

            var plan = request.settled();
            assertThat(condition(plan, APPROVED)).isEqualTo("False Denied");
            assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
        }

        @Test
        void the_deadline_runs_on() {
            var request = aRequest().approved().holding(1).suspended();

            assertThat(request.settled().lookAgainAt()).contains(DEADLINE);
            var plan = request.settledAt(DEADLINE);
            assertThat(condition(plan, APPROVED)).isEqualTo("False Expired");
            assertThat(plan.effect()).isInstanceOf(Effect.FreeName.class);
        }
    }
}
