package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.api.install.InstallManifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A denial is final, whoever wants to be rid of it. */
class DenialIT {
    private static final String FINAL = "a denial is final";

    private static RightsBed bed;
    private Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @BeforeEach
    void deny() {
        request = Asked.awaitingApproval(bed);
        request.deny(bed.as("alice"), "alice").accepted();
    }

    @Test
    void who_denied_can_not_take_it_back() {
        removed(bed.as("alice")).refused("Invalid", FINAL + ": it can't be changed or removed");
    }

    @Test
    void another_approver_can_not_remove_it() {
        removed(bed.as("amy")).refused("Invalid", FINAL);
    }

    @Test
    void an_administrator_can_not_remove_it() {
        removed(bed.admin()).refused("Invalid", FINAL);
    }

    @Test
    void the_operator_can_not_remove_it() {
        request.tryAsOperator("{status: {denials: null}}").refused("Invalid", FINAL);
        request.tryAsOperator("{status: {denials: []}}").refused("Invalid", FINAL);
    }

    @Test
    void nobody_rewords_it() {
        bed.as("alice")
                .merge(request.statusPath(), denials("{by: 'alice', reason: 'yes'}"))
                .refused("Invalid", FINAL);
        request.tryAsOperator(denials("{by: 'alice'}")).refused("Invalid", FINAL);
    }

    @Test
    void nobody_puts_it_into_another_mouth() {
        bed.as("amy")
                .merge(request.statusPath(), denials("{by: 'amy', reason: 'no'}"))
                .refused("Invalid", FINAL);
    }

    @Test
    void a_status_without_content_does_not_wash_it_away() {
        bed.admin().put(request.statusPath(), request.edited("{status: null}")).refused("Invalid");
        request.tryAsOperator("{status: null}").refused("Invalid", FINAL);
        bed.admin()
                .jsonPatch(request.statusPath(), "[{op: 'remove', path: '/status'}]")
                .refused("Invalid");
    }

    @Test
    void server_side_apply_by_force_does_not_remove_it() {
        var empty =
                Json.object("{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest', status: {denials: []}}");
        bed.as("amy").apply(request.statusPath(), empty, "amy");
        assertThat(request.status().path("denials")).hasSize(1);
    }

    @Test
    void one_that_was_applied_stays_when_it_is_no_longer_declared() {
        var applied = Asked.awaitingApproval(bed);
        applied(applied, "denials: [{by: 'alice'}]").accepted();
        applied(applied, "").refused("Invalid", FINAL);
    }

    private static Answer applied(Asked request, String status) {
        var object = "{apiVersion: 'nodejoin.dev/v1alpha1', kind: 'NodeJoinRequest', status: {%s}}".formatted(status);
        return bed.as("alice").apply(request.statusPath(), Json.object(object), "alice");
    }

    @Test
    void the_policy_holds_even_where_somebody_weakened_the_definition() {
        var definition = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/nodejoinrequests.nodejoin.dev";
        var rules = "/spec/versions/0/schema/openAPIV3Schema/x-kubernetes-validations";
        bed.admin()
                .jsonPatch(definition, "[{op: 'remove', path: '%s'}]".formatted(rules))
                .accepted();
        try {
            bed.await("the policy refuses", () -> removed(bed.admin()).message().contains("Policy 'nodejoin-status'"));
        } finally {
            InstallManifest.apply(bed.cluster().admin());
        }
        assertThat(request.status().path("denials")).hasSize(1);
    }

    @Test
    void it_outlives_a_change_of_the_specification() {
        request.changed("{deadlineSeconds: 7200}");
        request.published(Asked.OTHER_KEY);
        removed(bed.admin()).refused("Invalid", FINAL);
    }

    @Test
    void somebody_else_may_deny_too() {
        request.deny(bed.as("amy"), "amy").accepted();
        assertThat(request.status().path("denials")).hasSize(2);
    }

    @Test
    void nobody_denies_in_anothers_name() {
        request.deny(bed.as("amy"), "bob").refusedBy("nodejoin-status", "Invalid", "a denial must be: {by: \"amy\"");
    }

    @Test
    void the_operator_denies_nothing() {
        request.tryAsOperator(denials("{by: 'alice', reason: 'no'}, {by: 'amy'}"))
                .refusedBy("nodejoin-status", "Forbidden", "the operator can't approve or deny");
    }

    @Test
    void it_takes_no_key_so_that_nothing_delays_it() {
        var unseen = Asked.forNode(bed);
        unseen.deny(bed.as("alice"), "alice").accepted();
    }

    @Test
    void sixteen_approvals_leave_room_for_it() {
        var crowd = Asked.awaitingApproval(bed);
        for (var i = 1; i <= 16; i++)
            crowd.approve(bed.masterNamed("approver-" + i), "approver-" + i, Asked.KEY)
                    .accepted();
        crowd.approve(bed.as("alice"), "alice", Asked.KEY).refused("Invalid", "must have at most 16 items");
        crowd.deny(bed.as("alice"), "alice").accepted();
    }

    private Answer removed(Api who) {
        return who.put(request.statusPath(), request.edited("{status: {denials: null}}"));
    }

    private static String denials(String entries) {
        return "{status: {denials: [%s]}}".formatted(entries);
    }
}
