package dev.nodejoin.policy.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.policy.gate.GateFacts.Part;
import dev.nodejoin.policy.gate.GateVerdict.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateRulesTest {
    @Test
    void with_both_parts_as_shipped_it_is_closed() {
        assertThat(GateRules.judge(new GateFacts(Part.AS_SHIPPED, Part.AS_SHIPPED)))
                .isEqualTo(new GateVerdict.Closed());
    }

    @ParameterizedTest
    @CsvSource({
        "AS_SHIPPED, MISSING, NOT_APPLIED",
        "MISSING, MISSING, NOT_APPLIED",
        "DIFFERS, MISSING, NOT_APPLIED",
        "AS_SHIPPED, DIFFERS, BINDING_DIFFERS",
        "MISSING, DIFFERS, BINDING_DIFFERS",
        "MISSING, AS_SHIPPED, POLICY_MISSING",
        "DIFFERS, AS_SHIPPED, POLICY_DIFFERS"
    })
    void else_it_is_open_and_says_why(Part policy, Part binding, Why why) {
        assertThat(GateRules.judge(new GateFacts(policy, binding))).isEqualTo(new GateVerdict.Open(why));
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_is_a_word_that_conditions_may_carry(Why why) {
        assertThat(why.reason()).matches("[A-Z][A-Za-z]*");
        assertThat(why.message()).contains("apply");
    }
}
