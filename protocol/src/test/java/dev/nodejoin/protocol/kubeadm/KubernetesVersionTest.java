package dev.nodejoin.protocol.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVersionTest {
    @ParameterizedTest
    @CsvSource({"v1.35.4,v1.35.4", "1.37.2,v1.37.2", "v1.36.0-rc.1+abc,v1.36.0", "v1.35.4+k3s1,v1.35.4"})
    void versions_are_read(String text, String written) {
        assertThat(KubernetesVersion.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "1.35", "v1.35.x", "v01.3.4", "1.35.4 ", "v1.35.4;x", "99999.1.1"})
    void other_texts_are_refused(String text) {
        assertThatThrownBy(() -> KubernetesVersion.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("v1.35.4");
    }

    @Test
    void versions_are_ordered_by_number() {
        assertThat(KubernetesVersion.parse("v1.9.9")).isLessThan(KubernetesVersion.parse("v1.35.4"));
        assertThat(KubernetesVersion.parse("v1.35.4").isAtLeast(1, 35)).isTrue();
        assertThat(KubernetesVersion.parse("v1.34.9").isAtLeast(1, 35)).isFalse();
    }
}
