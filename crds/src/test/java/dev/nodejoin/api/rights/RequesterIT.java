package dev.nodejoin.api.rights;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever is named as the requester really asked for what is there. */
class RequesterIT {
    private static RightsBed bed;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        bed.bind("colin", "nodejoin-requester");
        bed.awaitRight(
                bed.as("colin"),
                "{group: 'nodejoin.dev', resource: 'nodejoinrequests', verb: 'update', namespace: 'nodejoin'}");
    }

    @Test
    void who_asks_may_say_so_or_be_silent() {
        created("carol", "{nodeName: 'w', requestedBy: 'carol'}").accepted();
        created("carol", "{nodeName: 'w'}").accepted();
    }

    @Test
    void nobody_asks_in_anothers_name() {
        created("carol", "{nodeName: 'w', requestedBy: 'colin'}")
                .refusedBy("nodejoin-requested-by", "Invalid", "spec.requestedBy must be \"carol\"");
        created("carol", "{nodeName: 'w', requestedBy: 'Carol'}").refusedBy("nodejoin-requested-by", "Invalid");
    }

    @Test
    void not_even_an_administrator_does() {
        bed.admin()
                .post(Asked.COLLECTION, Asked.object(bed.freshName("r"), "{nodeName: 'w', requestedBy: 'carol'}"))
                .refusedBy("nodejoin-requested-by", "Invalid");
    }

    @Test
    void who_changes_what_another_asked_for_puts_their_own_name() {
        var request = askedByCarol();
        changed("colin", request, "{deadlineSeconds: 7200}")
                .refusedBy("nodejoin-requested-by", "Invalid", "spec.requestedBy must be \"colin\"");
        changed("colin", request, "{deadlineSeconds: 7200, requestedBy: 'colin'}")
                .accepted();
        changed("carol", request, "{deadlineSeconds: 7200, requestedBy: 'carol'}")
                .accepted();
    }

    @Test
    void a_name_alone_is_a_change_too() {
        changed("colin", askedByCarol(), "{requestedBy: 'alice'}").refusedBy("nodejoin-requested-by", "Invalid");
    }

    @Test
    void to_remove_a_field_is_a_change_too() {
        var request = askedByCarol();
        changed("colin", request, "{token: null}").refusedBy("nodejoin-requested-by", "Invalid");
    }

    @Test
    void the_name_can_not_be_removed() {
        var request = askedByCarol();
        changed("carol", request, "{requestedBy: null}")
                .refusedBy("nodejoin-requested-by", "Invalid", "can't be removed");
        changed("colin", request, "{requestedBy: null, deadlineSeconds: 7200}")
                .refusedBy("nodejoin-requested-by", "Invalid", "can't be removed");
    }

    @Test
    void anybody_with_the_right_may_suspend_and_resume() {
        var request = askedByCarol();
        changed("colin", request, "{suspend: true}").accepted();
        changed("colin", request, "{suspend: false}").accepted();
        changed("colin", request, "{suspend: null}").accepted();
    }

    @Test
    void to_suspend_carries_no_other_change_along() {
        changed("colin", askedByCarol(), "{suspend: true, deadlineSeconds: 7200}")
                .refusedBy("nodejoin-requested-by", "Invalid");
    }

    @Test
    void labels_are_nobodys_words() {
        bed.as("colin")
                .merge(askedByCarol().path(), "{metadata: {labels: {a: 'b'}}}")
                .accepted();
    }

    @Test
    void server_side_apply_is_no_way_around() {
        var change = Asked.object("x", "{nodeName: 'w', deadlineSeconds: 7200, requestedBy: 'carol'}");
        bed.as("colin").apply(askedByCarol().path(), change, "colin").refusedBy("nodejoin-requested-by", "Invalid");
    }

    private static Asked askedByCarol() {
        var name = bed.freshName("request");
        var spec = "{nodeName: 'w', requestedBy: 'carol', token: {ttlSeconds: 600}}";
        bed.as("carol").post(Asked.COLLECTION, Asked.object(name, spec)).accepted();
        return new Asked(bed, name);
    }

    private static Answer created(String user, String spec) {
        return bed.as(user).post(Asked.COLLECTION, Asked.object(bed.freshName("request"), spec));
    }

    private static Answer changed(String user, Asked request, String spec) {
        return bed.as(user).merge(request.path(), "{spec: %s}".formatted(spec));
    }
}
