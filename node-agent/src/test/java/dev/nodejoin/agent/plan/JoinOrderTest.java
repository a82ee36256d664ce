package dev.nodejoin.agent.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.SecretText;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.handoff.Ticket;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.kubeconfig.User;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinOrderTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("kubernetes");
    private static final HandOff HAND_OFF = HandOff.of(
            "worker-1",
            "https://api.test:6443",
            AUTHORITY.pem(),
            BootstrapToken.parse("abcdef.0123456789abcdef"),
            List.of());
    private static final String HEAD = """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: JoinConfiguration
            discovery:
              file:
                kubeConfigPath: /etc/kubernetes/nodejoin/discovery.conf
            """;

    @Test
    void the_ticket_names_the_node() {
        assertThat(order(HAND_OFF.joinConfiguration(), "host").goal().nodeName())
                .isEqualTo("worker-1");
    }

    @Test
    void without_a_name_in_the_ticket_the_host_name_counts_in_lower_case() {
        assertThat(order(JoinConfiguration.parse(HEAD), "Host-7\n").goal().nodeName())
                .isEqualTo("host-7");
    }

    @Test
    void a_kubeconfig_alone_is_enough() {
        var order = new JoinOrder(
                new Ticket(HAND_OFF.kubeconfig(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                "host",
                List.of());

        assertThat(order.goal().nodeName()).isEqualTo("host");
        assertThat(order.goal().caCertPath()).isEqualTo("/etc/kubernetes/pki/ca.crt");
    }

    @Test
    void the_command_line_beats_the_ticket() {
        var order = new JoinOrder(
                new Ticket(HAND_OFF.kubeconfig(), Optional.of(HAND_OFF.joinConfiguration()), Optional.empty()),
                Optional.of("Other"),
                Optional.of("/run/other.sock"),
                "host",
                List.of("/var/run/crio/crio.sock"));

        assertThat(order.goal().nodeName()).isEqualTo("other");
        assertThat(order.goal().criSocket()).isEqualTo("unix:///run/other.sock");
    }

    @Test
    void a_kubelet_argument_for_the_name_beats_everything() {
        var join = JoinConfiguration.parse(HEAD + """
                        nodeRegistration:
                          name: worker-1
                          kubeletExtraArgs:
                          - name: hostname-override
                            value: first
                          - name: hostname-override
                            value: second
                        """);

        assertThat(order(join, "host").goal().nodeName()).isEqualTo("second");
    }

    @Test
    void the_only_runtime_that_is_there_is_used() {
        var order = order(HAND_OFF.joinConfiguration(), "host", "/var/run/crio/crio.sock");

        assertThat(order.goal().criSocket()).isEqualTo("unix:///var/run/crio/crio.sock");
    }

    @Test
    void of_several_runtimes_a_person_has_to_choose() {
        var order = order(HAND_OFF.joinConfiguration(), "host", "/var/run/crio/crio.sock", "/var/run/cri-dockerd.sock");

        assertThatThrownBy(order::goal)
                .isInstanceOf(CriSockets.AmbiguousRuntimeException.class)
                .hasMessageContaining("unix:///var/run/crio/crio.sock,unix:///var/run/cri-dockerd.sock")
                .hasMessageContaining("--cri-socket");
    }

    @Test
    void a_bootstrap_token_of_the_configuration_replaces_the_kubeconfig_s() {
        var join = JoinConfiguration.parse(HEAD + "  tlsBootstrapToken: zzzzzz.0123456789abcdef\n");

        assertThat(order(join, "host").goal().requester()).contains("system:bootstrap:zzzzzz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"controlPlane: {}\n"})
    void what_this_agent_does_not_do_is_refused_not_ignored(String wish) {
        var join = JoinConfiguration.parse(HEAD + wish);

        assertThatThrownBy(() -> order(join, "host").goal())
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("the JoinConfiguration asks for " + wish.substring(0, wish.indexOf(':')));
    }

    @Test
    void a_token_that_can_not_be_sent_is_refused_without_being_repeated() {
        var kubeconfig = new Kubeconfig(
                HAND_OFF.kubeconfig().clusters(),
                HAND_OFF.kubeconfig().contexts(),
                List.of(User.withToken("tls-bootstrap-token-user", new SecretText("precious\nHost: other"))),
                HAND_OFF.kubeconfig().currentContext());
        var order = new JoinOrder(
                new Ticket(kubeconfig, Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                "host",
                List.of());

        assertThatThrownBy(order::goal)
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("characters that no bearer token has")
                .hasMessageNotContaining("precious");
    }

    @Test
    void a_name_that_no_node_can_have_is_refused() {
        var join = JoinConfiguration.parse(HEAD + """
                        nodeRegistration:
                          kubeletExtraArgs:
                          - name: hostname-override
                            value: Not_A_Name
                        """);

        assertThatThrownBy(() -> order(join, "host").goal()).hasMessageContaining("a node name must be");
    }

    @Test
    void a_goal_does_not_print_its_token() {
        assertThat(order(HAND_OFF.joinConfiguration(), "host").goal().toString())
                .doesNotContain("0123456789abcdef");
    }

    private static JoinOrder order(JoinConfiguration join, String hostname, String... sockets) {
        return new JoinOrder(
                new Ticket(HAND_OFF.kubeconfig(), Optional.of(join), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                hostname,
                List.of(sockets));
    }
}
