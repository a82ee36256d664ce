package dev.nodejoin.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.operator.runtime.OperatorConfiguration.ConfigurationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorConfigurationTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "{}", "# nothing", "namespaces:", "http: {port: null}", "apiServer: null"})
    void what_is_absent_has_its_default(String yaml) {
        var configuration = OperatorConfiguration.parse(yaml).overriddenBy(OperatorConfiguration.empty());
        assertThat(configuration.servedNamespaces()).containsExactly("nodejoin");
        assertThat(configuration.httpAddress()).isEqualTo("0.0.0.0");
        assertThat(configuration.httpPort()).isEqualTo(8080);
        assertThat(configuration.effectiveLogLevel()).isEqualTo("info");
        assertThat(configuration.endpoint()).isNull();
        assertThat(configuration.caBundleFile()).isNull();
        assertThat(configuration.kubeconfig()).isNull();
    }

    @Test
    void every_key_is_read() {
        var configuration = OperatorConfiguration.parse("""
                namespaces: [nodejoin, edge]
                apiServer: {endpoint: "api.example.com:6443", caBundleFile: /etc/ca.crt}
                http: {address: 127.0.0.1, port: 9}
                kubeconfig: /etc/kubeconfig
                logLevel: warn
                """);
        assertThat(configuration.servedNamespaces()).containsExactly("nodejoin", "edge");
        assertThat(configuration.endpoint()).isEqualTo("api.example.com:6443");
        assertThat(configuration.caBundleFile()).isEqualTo("/etc/ca.crt");
        assertThat(configuration.httpAddress()).isEqualTo("127.0.0.1");
        assertThat(configuration.httpPort()).isEqualTo(9);
        assertThat(configuration.kubeconfig()).isEqualTo("/etc/kubeconfig");
        assertThat(configuration.effectiveLogLevel()).isEqualTo("warn");
    }

    @Test
    void words_that_yaml_takes_for_booleans_stay_words() {
        assertThat(OperatorConfiguration.parse("namespaces: [no, on]").servedNamespaces())
                .containsExactly("no", "on");
    }

    @Test
    void what_overrides_wins_key_by_key() {
        var file = OperatorConfiguration.parse("""
                namespaces: [nodejoin]
                apiServer: {endpoint: "file:6443", caBundleFile: /file/ca.crt}
                http: {address: 127.0.0.1, port: 1}
                kubeconfig: /file/kubeconfig
                logLevel: warn
                """);
        var flags = OperatorConfiguration.parse("""
                namespaces: [edge]
                apiServer: {endpoint: "flag:6443"}
                http: {port: 2}
                logLevel: debug
                """);
        assertThat(file.overriddenBy(flags)).isEqualTo(OperatorConfiguration.parse("""
                namespaces: [edge]
                apiServer: {endpoint: "flag:6443", caBundleFile: /file/ca.crt}
                http: {address: 127.0.0.1, port: 2}
                kubeconfig: /file/kubeconfig
                logLevel: debug
                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "namespace: [a]                | namespace",
                "apiServer: {endpont: a}       | apiServer.endpont",
                "http: {prot: 1}               | http.prot",
                "http: {tls: {cert: a}}        | http.tls"
            })
    void an_unknown_key_is_named_with_those_that_are_known(String yaml, String key) {
        assertRefused(yaml).hasMessageStartingWith("unknown key %s; known here are [", key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "namespaces: nodejoin          | namespaces",
                "namespaces: [{a: b}]          | namespaces.[0]",
                "apiServer: [a]                | apiServer",
                "apiServer: {endpoint: [a]}    | apiServer.endpoint",
                "http: 8080                    | http",
                "http: {port: many}            | http.port",
                "http: {port: 80.5}            | http.port",
                "http: {port: 99999999999}     | http.port",
                "kubeconfig: {path: a}         | kubeconfig",
                "logLevel: [info]              | logLevel"
            })
    void a_value_of_the_wrong_type_names_its_key(String yaml, String key) {
        assertRefused(yaml).hasMessageStartingWith("key %s: ", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespaces: [", "a: b: c", "\tnamespaces: []", "{} {}", "namespaces: []\nnamespaces: [a]"})
    void what_is_no_yaml_is_refused_in_one_line(String yaml) {
        assertRefused(yaml).message().startsWith("no configuration in YAML: ").doesNotContain("\n");
    }

    @Test
    void a_list_or_a_word_is_no_configuration() {
        assertRefused("[a]").hasMessage("no configuration in YAML: it has no keys");
        assertRefused("nodejoin").hasMessage("no configuration in YAML: it has no keys");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536})
    void a_port_is_one(int port) {
        var configuration = OperatorConfiguration.parse("http: {port: %d}".formatted(port));
        assertThatThrownBy(configuration::httpPort)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("http.port is %d; it must be from 0 to 65535", port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespaces: []", "namespaces: ['']", "namespaces: [nodejoin, null]"})
    void namespaces_have_names(String yaml) {
        var configuration = OperatorConfiguration.parse(yaml);
        assertThatThrownBy(configuration::servedNamespaces)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("namespaces ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verbose", "INFO", "''", "off", "all", "1"})
    void another_log_level_is_refused_with_those_that_there_are(String level) {
        var configuration = OperatorConfiguration.parse("logLevel: " + level);
        assertThatThrownBy(configuration::effectiveLogLevel)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "logLevel is %s; it must be one of trace, debug, info, warn, error", level.replace("'", ""));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(String yaml) {
        return assertThatThrownBy(() -> OperatorConfiguration.parse(yaml)).isInstanceOf(ConfigurationException.class);
    }
}
