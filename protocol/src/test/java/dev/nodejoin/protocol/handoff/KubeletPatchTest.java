package dev.nodejoin.protocol.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.patch.PatchType;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request's patch holds and touches, whoever reads it later. */
class KubeletPatchTest {
    @Test
    void a_patch_travels_as_the_json_of_what_was_read() {
        assertThat(KubeletPatch.parse("Merge", "# more\nmaxPods: 5\nevictionHard: {memory.available: 1Mi}\n")
                        .text())
                .isEqualTo("{\"maxPods\":5,\"evictionHard\":{\"memory.available\":\"1Mi\"}}\n");
    }

    @Test
    void a_list_of_operations_is_read_as_yaml_and_as_json() {
        var yaml = KubeletPatch.parse("JSON", "- op: replace\n  path: /maxPods\n  value: 5\n");
        var json = KubeletPatch.parse("JSON", " [{\"op\": \"replace\", \"path\": \"/maxPods\", \"value\": 5}]\n");

        assertThat(yaml.text()).isEqualTo("[{\"op\":\"replace\",\"path\":\"/maxPods\",\"value\":5}]\n");
        assertThat(json.text()).isEqualTo(yaml.text());
    }

    @Test
    void without_a_type_it_is_strategic_as_with_kubeadm() {
        assertThat(KubeletPatch.parse("", "maxPods: 5").type()).isEqualTo(PatchType.STRATEGIC);
    }

    @Test
    void files_are_named_as_kubeadm_wants_them_and_keys_as_a_secret_does() {
        var patch = KubeletPatch.parse("Merge", "maxPods: 5");

        assertThat(patch.fileName(3)).isEqualTo("kubeletconfiguration3+merge.json");
        assertThat(patch.key(3)).isEqualTo("kubelet-patch-3-merge.json").matches("[-._a-zA-Z0-9]+");
        assertThat(KubeletPatch.keyedFiles()).contains(new KubeletPatch.KeyedFile(patch.key(3), patch.fileName(3)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Strategic | {maxPods: 5, authentication: {$patch: replace}}          | maxPods,authentication
            Strategic | {$setElementOrder/a: [1], a: [1]}                       | a
            Strategic | {$deleteFromPrimitiveList/a/b: [1]}                     | a/b
            Merge     | {a: {b: 1}, c: null}                                    | a,c
            JSON      | [{"op": "add", "path": "/a/b/c", "value": 1}]            | a
            JSON      | [{"op": "move", "path": "/a", "from": "/b/0"}]          | a,b
            JSON      | [{"op": "test", "path": "/a~1b~0c/d", "value": 1}]      | a/b~c
            """)
    void what_it_touches_is_known(String type, String patch, String fields) {
        assertThat(KubeletPatch.parse(type, patch).fields()).containsExactly(fields.split(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Strategic | {a: x}                                                       | x
            Merge     | {a: x, b: y}                                                 | x
            Merge     | {b: x}                                                       | ``
            Strategic | {a: null}                                                    | ?
            Strategic | {a: {b: x}}                                                  | ?
            Strategic | {$setElementOrder/a: x}                                      | ?
            Strategic | {$setElementOrder/a: [], a: x}                               | ?,x
            JSON      | [{"op": "add", "path": "/a", "value": "x"}]                  | x
            JSON      | [{"op": "replace", "path": "z/a", "value": "x"}]             | x
            JSON      | [{"op": "add", "path": "/a"}]                                | ?
            JSON      | [{"op": "add", "path": "/a/0", "value": "x"}]                | ?
            JSON      | [{"op": "remove", "path": "/a", "value": "x"}]               | ?
            JSON      | [{"op": "copy", "path": "/a", "from": "/b", "value": "x"}]   | ?
            JSON      | [{"op": "move", "path": "/b", "from": "/a", "value": "x"}]   | ?
            JSON      | [{"op": "add", "path": "/a", "value": "x"}, {"op": "add", "path": "/a", "value": "y"}] | x,y
            """)
    void what_it_makes_of_a_field_is_known(String type, String patch, String texts) {
        assertThat(KubeletPatch.parse(type, patch).textsOf("a").stream()
                        .map(text -> text.orElse("?"))
                        .collect(Collectors.joining(",")))
                .isEqualTo(texts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Strategic | {$patch: replace, maxPods: 5}
            Strategic | {$patch: delete}
            Strategic | {maxPods: 5, $patch: merge}
            Strategic | {$retainKeys: [maxPods], maxPods: 5}
            Strategic | {$setElementOrder: [a]}
            Strategic | {$setElementOrder/: [a]}
            Merge     | {$patch: replace, maxPods: 5}
            JSON      | [{"op": "replace", "path": "", "value": {}}]
            JSON      | [{"op": "add", "path": "", "value": {}}]
            JSON      | [{"op": "replace", "path": "maxPods", "value": {}}]
            JSON      | [{"op": "replace", "path": "/", "value": {}}]
            JSON      | [{"op": "move", "path": "", "from": "/a"}]
            JSON      | [{"op": "copy", "path": "/a", "from": ""}]
            """)
    void whoever_changes_the_whole_document_is_refused(String type, String patch) {
        assertThatThrownBy(() -> KubeletPatch.parse(type, patch))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("as a whole");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Strategic | [1]
            Strategic | {a: &x 1, b: *x}
            Strategic | {a: 1, a: 2}
            Strategic | {a: 1
            Merge     | text
            JSON      | {"op": "add", "path": "/a"}
            JSON      | [{"path": "/a"}]
            JSON      | [{"op": "add", "path": 7}]
            JSON      | [{"op": "move", "path": "/a", "from": 7}]
            JSON      | [], "x": 1
            JSON      | text
            Other     | {a: 1}
            json      | []
            """)
    void what_is_no_patch_is_refused(String type, String patch) {
        assertThatThrownBy(() -> KubeletPatch.parse(type, patch)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void two_documents_are_no_patch() {
        assertThatThrownBy(() -> KubeletPatch.parse("Merge", "maxPods: 5\n---\nstaticPodPath: /x\n"))
                .hasMessageContaining("2 YAML documents");
        assertThatThrownBy(() -> KubeletPatch.parse("JSON", "- {op: remove, path: /a}\n---\nmore: 1\n"))
                .isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> KubeletPatch.parse("JSON", "- {op: remove, path: /a}\nmore: 1\n"))
                .isInstanceOf(MalformedInputException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Strategic | registerNode: false
            Merge     | registerWithTaints: []
            Strategic | {maxPods: 5, registerWithTaints: null}
            Strategic | $deleteFromPrimitiveList/registerWithTaints: [{key: a, effect: NoSchedule}]
            Strategic | $setElementOrder/registerWithTaints: []
            Merge     | $setElementOrder/registerNode: []
            JSON      | [{"op": "remove", "path": "/registerWithTaints/0"}]
            JSON      | [{"op": "replace", "path": "ignored/registerNode", "value": false}]
            JSON      | [{"op": "move", "path": "/maxPods", "from": "/registerWithTaints"}]
            JSON      | [{"op": "copy", "path": "/registerNode", "from": "/failSwapOn"}]
            JSON      | [{"op": "copy", "path": "/a", "from": "/registerWithTaints/0"}]
            """)
    void how_the_node_registers_is_not_patched(String type, String patch) {
        assertThatThrownBy(() -> KubeletPatch.parse(type, patch))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("can't be patched");
    }
}
