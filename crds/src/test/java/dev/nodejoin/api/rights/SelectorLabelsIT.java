package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels by which policies select requests are chosen once, when somebody asks. */
class SelectorLabelsIT {
    private static RightsBed bed;
    private Asked request;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
    }

    @BeforeEach
    void ask() {
        var name = bed.freshName("request");
        var object = Asked.object(name, "{nodeName: 'w'}");
        object.withObjectProperty("metadata")
                .set("labels", Json.parse("{'policy.nodejoin.dev/pool': 'strict', team: 'a'}"));
        bed.as("carol").post(Asked.COLLECTION, object).accepted();
        request = new Asked(bed, name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'policy.nodejoin.dev/pool': 'lax'}",
                "{'policy.nodejoin.dev/pool': null}",
                "{'policy.nodejoin.dev/another': 'x'}"
            })
    void nobody_changes_removes_or_adds_one(String labels) {
        for (var who : new Api[] {bed.as("carol"), bed.admin()})
            who.merge(request.path(), "{metadata: {labels: %s}}".formatted(labels))
                    .refusedBy("nodejoin-selector-labels", "Invalid", "create another request");
    }

    @Test
    void to_remove_all_labels_is_no_way_around() {
        bed.admin()
                .jsonPatch(request.path(), "[{op: 'remove', path: '/metadata/labels'}]")
                .refusedBy("nodejoin-selector-labels", "Invalid");
    }

    @Test
    void one_that_has_no_labels_gets_none_of_these() {
        bed.as("carol")
                .merge(Asked.forNode(bed).path(), "{metadata: {labels: {'policy.nodejoin.dev/pool': 'lax'}}}")
                .refusedBy("nodejoin-selector-labels", "Invalid");
    }

    @Test
    void the_status_is_no_way_around() {
        request.published(Asked.KEY);
        var object = request.edited("{metadata: {labels: {'policy.nodejoin.dev/pool': 'lax'}}}");
        object.withObjectProperty("status").put("specHash", "v1:sha256:1");
        bed.almightyOperator().put(request.statusPath(), object);
        assertThat(request.read()
                        .at("/metadata/labels")
                        .path("policy.nodejoin.dev/pool")
                        .asText())
                .isEqualTo("strict");
    }

    @Test
    void other_labels_are_free() {
        bed.as("carol")
                .merge(request.path(), "{metadata: {labels: {team: 'b', 'nodejoin.dev/note': 'x'}}}")
                .accepted();
        bed.as("carol")
                .merge(request.path(), "{metadata: {labels: {team: null}}, spec: {suspend: true}}")
                .accepted();
    }
}
