package dev.nodejoin.agent.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkChecksTest {
    private final OrderBuilder order = new OrderBuilder();
    private final FactsBuilder facts = new FactsBuilder();

    private List<String> findings() {
        return Preflight.of(order.build(), facts.build()).findings().stream()
                .map(finding -> finding.level() + " " + finding.check() + ": " + finding.text())
                .toList();
    }

    @Test
    void packets_of_the_endpoint_s_version_must_be_forwarded() {
        facts.forwarding.put(NetworkChecks.IPV4_FORWARDING, "0\n");
        facts.forwarding.remove(NetworkChecks.IPV6_FORWARDING);

        order.discovering("10.0.0.1:6443");
        assertThat(findings())
                .containsExactly("ERROR FileContent--proc-sys-net-ipv4-ip_forward:"
                        + " /proc/sys/net/ipv4/ip_forward contents are not set to 1");

        order.discovering("[fd00::1]:6443");
        assertThat(findings())
                .containsExactly("ERROR FileContent--proc-sys-net-ipv6-conf-default-forwarding:"
                        + " /proc/sys/net/ipv6/conf/default/forwarding does not exist");
    }

    @Test
    void nothing_is_asked_of_forwarding_where_the_endpoint_is_a_name_or_there_is_none() {
        facts.forwarding.clear();

        assertThat(findings()).isEmpty();

        order.discovering("api.example:6443");
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_proxy_of_the_environment_is_told_of_and_not_used() {
        facts.environment.put("https_proxy", "http://user:secret@proxy:3128");
        order.discovering("api.example:6443");

        assertThat(findings())
                .containsExactly("WARNING HTTPProxy: the environment names a proxy for https://api.example;"
                        + " this agent, unlike kubeadm, connects directly");
    }

    @Test
    void a_proxy_of_the_command_line_is_told_of() {
        order.proxy = Optional.of("http://proxy:3128");
        order.discovering("api.example:6443");

        assertThat(findings())
                .containsExactly(
                        "WARNING HTTPProxy: the connection to https://api.example uses the proxy http://proxy:3128");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api.example     | ''                       | true",
                "api.example     | api.example              | false",
                "API.example     | api.EXAMPLE              | false",
                "api.example     | example                  | false",
                "api.example     | .example                 | false",
                "example         | .example                 | true",
                "example         | *.example                | true",
                "api.example     | *.example                | false",
                "myexample       | example                  | true",
                "api.example     | other, *                 | false",
                "api.example     | api.example:443          | false",
                "api.example     | api.example:6443         | true",
                "10.0.0.1        | 10.0.0.0/8               | false",
                "11.0.0.1        | 10.0.0.0/8               | true",
                "10.0.0.1        | 10.0.0.1                 | false",
                "10.0.0.1        | 10.0.0.2,nonsense/99     | true",
                "fd00::1         | fd00::/8                 | false",
                "fd00::1         | [fd00::1]                | false",
                "localhost       | ''                       | false",
                "127.0.0.9       | ''                       | false",
                "::1             | ''                       | false",
            })
    void exceptions_of_no_proxy_follow_go_s_rules(String host, String exceptions, boolean isProxied) {
        var rules = new ProxyRules(Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", exceptions));

        assertThat(rules.proxyFor(host).isPresent()).isEqualTo(isProxied);
    }
}
