package dev.nodejoin.policy.approval;

import static dev.nodejoin.policy.approval.ApprovalSnapshots.INTACT;
import static dev.nodejoin.policy.approval.Specifications.WORKER_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.policy.approval.Protection.Intact;
import dev.nodejoin.policy.approval.Protection.ProtectingObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ApprovalKeyTest {
    private static final Instant CREATED = Instant.parse("2026-03-01T08:00:00Z");
    private static final SpecHash HASH = SpecHash.of(WORKER_1);

    /** Computed by {@code printf '<uid>\n<hash>\n<kind>/<name>/<uid>/<generation>\n...' | sha256sum}. */
    @Test
    void the_key_is_a_hash_that_others_can_compute() {
        var key = ApprovalKey.of(
                "0b5a8c7e-1111-2222-3333-444455556666",
                new SpecHash("v1:sha256:" + "ab".repeat(32)),
                new Intact(List.of(
                        new ProtectingObject("ValidatingAdmissionPolicyBinding", "nodejoin-status", "u-2", 1, CREATED),
                        new ProtectingObject("ValidatingAdmissionPolicy", "nodejoin-status", "u-1", 7, CREATED))));

        assertThat(key.value()).isEqualTo("v1:bfa4c708a6e2b04120c9048792a5d902");
    }

    @Property
    void the_key_is_short_enough_to_be_typed(@ForAll("protections") Intact protection) {
        assertThat(ApprovalKey.of("uid", HASH, protection).value()).matches("v1:[0-9a-f]{32}");
    }

    @Property
    void another_uid_is_another_key(
            @ForAll @AlphaChars @StringLength(min = 1, max = 40) String one,
            @ForAll @AlphaChars @StringLength(min = 1, max = 40) String other) {
        Assume.that(!one.equals(other));

        assertThat(ApprovalKey.of(one, HASH, INTACT)).isNotEqualTo(ApprovalKey.of(other, HASH, INTACT));
    }

    @Property
    void another_specification_is_another_key(@ForAll long one, @ForAll long other) {
        Assume.that(one != other);

        assertThat(ApprovalKey.of("uid", new SpecHash("v1:sha256:" + one), INTACT))
                .isNotEqualTo(ApprovalKey.of("uid", new SpecHash("v1:sha256:" + other), INTACT));
    }

    @Property
    void another_protection_is_another_key(@ForAll("protections") Intact one, @ForAll("protections") Intact other) {
        Assume.that(!sorted(one).equals(sorted(other)));

        assertThat(ApprovalKey.of("uid", HASH, one)).isNotEqualTo(ApprovalKey.of("uid", HASH, other));
    }

    @Property
    void an_object_re_created_edited_removed_or_added_is_another_key(
            @ForAll("protections") Intact protection, @ForAll Random random) {
        var key = ApprovalKey.of("uid", HASH, protection);
        var objects = protection.objects();
        var index = random.nextInt(objects.size());
        var object = objects.get(index);

        assertThat(List.of(
                        with(
                                objects,
                                index,
                                new ProtectingObject(
                                        object.kind(), object.name(), "new", object.generation(), CREATED)),
                        with(
                                objects,
                                index,
                                new ProtectingObject(
                                        object.kind(), object.name(), object.uid(), object.generation() + 1, CREATED)),
                        without(objects, index),
                        with(objects, objects.size(), new ProtectingObject("Binding", "another", "x", 1, CREATED))))
                .allSatisfy(changed ->
                        assertThat(ApprovalKey.of("uid", HASH, changed)).isNotEqualTo(key));
    }

    @Property
    void the_order_of_the_objects_does_not_matter(@ForAll("protections") Intact protection, @ForAll Random random) {
        var shuffled = new ArrayList<>(protection.objects());
        Collections.shuffle(shuffled, random);

        assertThat(ApprovalKey.of("uid", HASH, new Intact(shuffled)))
                .isEqualTo(ApprovalKey.of("uid", HASH, protection));
    }

    @Provide
    Arbitrary<Intact> protections() {
        var kinds = Arbitraries.of("ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding");
        var names = Arbitraries.of("nodejoin-status", "nodejoin-csr", "nodejoin-secrets", "nodejoin-nodes");
        var uids = Arbitraries.strings().withCharRange('a', 'f').ofMinLength(1).ofMaxLength(8);
        var generations = Arbitraries.longs().between(1, 1_000);
        return Combinators.combine(kinds, names, uids, generations)
                .as((kind, name, uid, generation) -> new ProtectingObject(kind, name, uid, generation, CREATED))
                .list()
                .uniqueElements(object -> object.kind() + object.name())
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(Intact::new);
    }

    private static List<String> sorted(Intact protection) {
        return protection.objects().stream()
                .map(ProtectingObject::toString)
                .sorted()
                .toList();
    }

    private static Intact with(List<ProtectingObject> objects, int index, ProtectingObject object) {
        var changed = new ArrayList<>(objects);
        if (index == objects.size()) changed.add(object);
        else changed.set(index, object);
        return new Intact(changed);
    }

    private static Intact without(List<ProtectingObject> objects, int index) {
        var changed = new ArrayList<>(objects);
        changed.remove(index);
        return new Intact(changed);
    }
}
