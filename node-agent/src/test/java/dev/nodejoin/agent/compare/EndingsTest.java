package dev.nodejoin.agent.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingsTest {
    @Test
    void exit_code_zero_is_success_whatever_is_said() {
        assertThat(KubeadmEndings.classify(0, "error: unknown flag")).isEqualTo(Ending.success());
        assertThat(AgentEndings.classify(0, "error: Unknown option")).isEqualTo(Ending.success());
    }

    @Test
    void failed_checks_are_named_and_warnings_are_not() {
        var ending = KubeadmEndings.classify(
                1, "\t[WARNING Swap]: on\n\t[ERROR Port-10250]: Port 10250 is in use\n\t[ERROR CRI]: none\n");

        assertThat(ending.meaning()).isEqualTo("PREFLIGHT [CRI, Port-10250]");
        assertThat(ending.exit()).isEqualTo("not zero");
    }

    @Test
    void what_nobody_knows_is_unknown() {
        assertThat(KubeadmEndings.classify(1, "error: something else").error()).isEqualTo(ErrorClass.UNKNOWN);
        assertThat(AgentEndings.classify(1, "error: something else").error()).isEqualTo(ErrorClass.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            error: unknown flag: --x                                                                         | FLAG
            error: can not mix '--config' with arguments [token]                                             | MIXED_FLAGS
            error: [discovery.bootstrapToken.token: Invalid value: "a": the bootstrap token is invalid]      | TOKEN_FORMAT
            invalid discovery token CA certificate hash: invalid hash "sha256:0011", expected a 32 byte hash | PIN_FORMAT
            error: could not find a JWS signature in the cluster-info ConfigMap for token ID "zzzzzz"        | NO_SIGNATURE
            error: a Node with name "a" and status "Ready" already exists in the cluster                     | NAME_TAKEN
            """)
    void kubeadm_s_errors_have_their_class(String said, ErrorClass expected) {
        assertThat(KubeadmEndings.classify(1, said).error()).isEqualTo(expected);
    }

    @Test
    void a_sentence_counts_with_a_code_of_its_kind_alone() {
        var said = "error: --token: a token id has 6 letters";

        assertThat(AgentEndings.classify(2, said).error()).isEqualTo(ErrorClass.TOKEN_FORMAT);
        assertThat(AgentEndings.classify(1, said).error()).isEqualTo(ErrorClass.UNKNOWN);
        assertThat(AgentEndings.classify(11, said).error()).isEqualTo(ErrorClass.UNREACHABLE);
    }

    @Test
    void so_do_failed_checks() {
        var said = "\t[ERROR CRI]: none\n";

        assertThat(AgentEndings.classify(20, said).meaning()).isEqualTo("PREFLIGHT [CRI]");
        assertThat(AgentEndings.classify(1, said).error()).isEqualTo(ErrorClass.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"11, UNREACHABLE", "18, NAME_TAKEN", "30, NO_SIGNATURE", "31, NO_SIGNATURE", "33, PIN_MISMATCH"})
    void the_agent_s_exit_codes_have_their_class(int code, ErrorClass expected) {
        assertThat(AgentEndings.classify(code, "error: whatever").error()).isEqualTo(expected);
    }
}
