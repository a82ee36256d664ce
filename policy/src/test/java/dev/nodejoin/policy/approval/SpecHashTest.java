package dev.nodejoin.policy.approval;

import static dev.nodejoin.policy.approval.Specifications.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecHashTest {
    /** A specification and its hash, computed by another program: SHA-256 over Python's sorted, compact JSON in UTF-8. */
    record Vector(String about, JsonNode spec, String hash) {
        @Override
        public String toString() {
            return about;
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void the_hash_is_the_one_that_others_compute(Vector vector) {
        assertThat(SpecHash.of(spec(vector.spec().toString())).value()).isEqualTo(vector.hash());
    }

    static List<Vector> vectors() throws IOException {
        try (var in = SpecHashTest.class.getResourceAsStream("spec-hashes.json")) {
            return new JsonMapper().readValue(in, new TypeReference<>() {});
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "null"})
    void whether_it_is_suspended_is_not_part_of_what_is_approved(String suspend) {
        assertThat(SpecHash.of(spec("{'nodeName': 'worker-1', 'suspend': %s}".formatted(suspend))))
                .isEqualTo(SpecHash.of(spec("{'nodeName': 'worker-1'}")));
    }

    /** Each of these fields is something that an approver has to have seen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'nodeName': 'worker-2'}",
                "{'nodeName': 'worker-1', 'role': 'Worker'}",
                "{'nodeName': 'worker-1', 'identity': {}}",
                "{'nodeName': 'worker-1', 'identity': {'publicKey': 'k'}}",
                "{'nodeName': 'worker-1', 'credential': 'BootstrapToken'}",
                "{'nodeName': 'worker-1', 'handOff': 'Secret'}",
                "{'nodeName': 'worker-1', 'discovery': 'CABundle'}",
                "{'nodeName': 'worker-1', 'token': {}}",
                "{'nodeName': 'worker-1', 'token': {'ttlSeconds': 3600}}",
                "{'nodeName': 'worker-1', 'deadlineSeconds': 86400}",
                "{'nodeName': 'worker-1', 'node': {}}",
                "{'nodeName': 'worker-1', 'node': {'labels': {}}}",
                "{'nodeName': 'worker-1', 'node': {'labels': {'a': ''}}}",
                "{'nodeName': 'worker-1', 'node': {'annotations': {}}}",
                "{'nodeName': 'worker-1', 'node': {'annotations': {'a': ''}}}",
                "{'nodeName': 'worker-1', 'node': {'taints': []}}",
                "{'nodeName': 'worker-1', 'node': {'taints': [{'key': 'a', 'effect': 'NoSchedule'}]}}",
                "{'nodeName': 'worker-1', 'node': {'taints': [{'key': 'a', 'value': '', 'effect': 'NoSchedule'}]}}",
                "{'nodeName': 'worker-1', 'requestedBy': 'alice'}"
            })
    void what_is_approved_is_the_text_as_written(String other) {
        var changed = SpecHash.of(spec(other));

        assertThat(changed).isNotEqualTo(SpecHash.of(spec("{'nodeName': 'worker-1'}")));
        assertThat(changed.value()).matches("v1:sha256:[0-9a-f]{64}");
    }

    @Test
    void the_order_of_taints_is_part_of_the_text() {
        var one = "{'key': 'a', 'effect': 'NoSchedule'}";
        var other = "{'key': 'b', 'effect': 'NoSchedule'}";

        assertThat(SpecHash.of(spec("{'node': {'taints': [%s, %s]}}".formatted(one, other))))
                .isNotEqualTo(SpecHash.of(spec("{'node': {'taints': [%s, %s]}}".formatted(other, one))));
    }

    @Property
    void the_order_of_labels_does_not_matter(@ForAll("labels") Map<String, String> labels, @ForAll Random random) {
        var keys = new ArrayList<>(labels.keySet());
        Collections.shuffle(keys, random);
        var shuffled = new LinkedHashMap<String, String>();
        keys.forEach(key -> shuffled.put(key, labels.get(key)));

        assertThat(SpecHash.of(labelled(shuffled))).isEqualTo(SpecHash.of(labelled(labels)));
    }

    @Property
    void other_labels_are_another_hash(
            @ForAll("labels") Map<String, String> one, @ForAll("labels") Map<String, String> other) {
        Assume.that(!one.equals(other));

        assertThat(SpecHash.of(labelled(one))).isNotEqualTo(SpecHash.of(labelled(other)));
    }

    /** The schema's bounds; RFC 8785 can tell integers apart up to 2^53. */
    @Property
    void another_second_is_another_hash(@ForAll @IntRange(min = 1) int seconds) {
        assertThat(SpecHash.of(spec("{'deadlineSeconds': %d}".formatted(seconds))))
                .isNotEqualTo(SpecHash.of(spec("{'deadlineSeconds': %d}".formatted(seconds - 1))));
    }

    private static NodeJoinRequestSpec labelled(Map<String, String> labels) {
        return spec(new JsonMapper()
                .createObjectNode()
                .set("node", new JsonMapper().createObjectNode().set("labels", new JsonMapper().valueToTree(labels)))
                .toString());
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        var keys = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("./-_AZ09")
                .ofMaxLength(10);
        var values = Arbitraries.strings().excludeChars('\'').ofMaxLength(8).filter(SpecHashTest::isText);
        return Arbitraries.maps(keys, values).ofMaxSize(5);
    }

    /** Half a surrogate pair can't be stored. */
    private static boolean isText(String text) {
        return text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }
}
