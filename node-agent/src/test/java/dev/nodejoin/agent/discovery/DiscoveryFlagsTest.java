package dev.nodejoin.agent.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.BootstrapTokenDiscovery;
import dev.nodejoin.protocol.kubeadm.Discovery;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiscoveryFlagsTest {
    private static final String TOKEN = "abcdef.0123456789abcdef";
    private static final String OTHER = "zzzzzz.0123456789abcdef";
    private static final String PIN = "sha256:" + "0a".repeat(32);
    private static final String SERVER = "api.test:6443";

    @Test
    void token_endpoint_and_pin_are_a_token_discovery_and_the_bootstrap_token() {
        var discovery = flags().endpoint(SERVER).token(TOKEN).pin(PIN).read();

        assertThat(discovery)
                .isEqualTo(new Discovery(
                        Optional.of(new BootstrapTokenDiscovery(
                                BootstrapToken.parse(TOKEN), SERVER, List.of(CaPin.parse(PIN)), false)),
                        Optional.empty(),
                        Optional.of(BootstrapToken.parse(TOKEN))));
    }

    @Test
    void a_token_for_one_purpose_beats_the_token_for_both() {
        var discovery = flags().endpoint(SERVER)
                .token(TOKEN)
                .discoveryToken(OTHER)
                .skip()
                .read();
        assertThat(discovery.bootstrapToken().orElseThrow().token().id().value())
                .isEqualTo("zzzzzz");
        assertThat(discovery.tlsBootstrapToken().orElseThrow().id().value())
                .as("kubeadm takes the discovery's before --token")
                .isEqualTo("zzzzzz");

        discovery = flags().endpoint(SERVER)
                .token(TOKEN)
                .tlsBootstrapToken(OTHER)
                .skip()
                .read();
        assertThat(discovery.bootstrapToken().orElseThrow().token().id().value())
                .isEqualTo("abcdef");
        assertThat(discovery.tlsBootstrapToken().orElseThrow().id().value()).isEqualTo("zzzzzz");
    }

    @Test
    void a_discovery_token_alone_serves_the_bootstrap_too() {
        var discovery = flags().endpoint(SERVER).discoveryToken(TOKEN).skip().read();

        assertThat(discovery.tlsBootstrapToken()).contains(BootstrapToken.parse(TOKEN));
    }

    @Test
    void a_file_needs_no_token_and_takes_either() {
        assertThat(flags().file("/f").read().tlsBootstrapToken()).isEmpty();
        assertThat(flags().file("/f").token(TOKEN).read().tlsBootstrapToken()).contains(BootstrapToken.parse(TOKEN));
        assertThat(flags().file("/f")
                        .token(TOKEN)
                        .tlsBootstrapToken(OTHER)
                        .read()
                        .tlsBootstrapToken())
                .contains(BootstrapToken.parse(OTHER));
        assertThat(flags().file("/f").token(TOKEN).discoveryToken(OTHER).read().tlsBootstrapToken())
                .contains(BootstrapToken.parse(OTHER));
        assertThat(flags().file("https://x.test/f").read().kubeConfigPath()).contains("https://x.test/f");
    }

    @Test
    void a_file_and_an_endpoint_exclude_each_other() {
        refused(flags().endpoint(SERVER).file("/f"), "--discovery-file and an API server endpoint exclude");
    }

    @Test
    void a_token_without_an_endpoint_leads_nowhere() {
        refused(flags().token(TOKEN).pin(PIN), "say how to find the cluster: --ticket, or HOST:PORT with --token");
    }

    @Test
    void an_endpoint_without_a_token_is_refused() {
        refused(flags().endpoint(SERVER).pin(PIN), "--token is missing");
    }

    @Test
    void doing_without_a_pin_has_to_be_said() {
        refused(flags().endpoint(SERVER).token(TOKEN), "--discovery-token-ca-cert-hash is missing");
    }

    @Test
    void an_endpoint_has_a_port() {
        refused(flags().endpoint("api.test").token(TOKEN).skip(), "apiServerEndpoint must be host:port");
    }

    @Test
    void only_https_urls_lead_to_a_file() {
        refused(flags().file("http://x.test/f"), "must be the path of a file or an https URL");
    }

    @Test
    void a_malformed_value_is_told_by_its_flag_and_not_repeated() {
        refused(flags().endpoint(SERVER).token("precious").skip(), "--token: a bootstrap token is 6 characters");
        refused(flags().endpoint(SERVER).discoveryToken("precious").skip(), "--discovery-token: a bootstrap");
        refused(flags().file("/f").tlsBootstrapToken("precious"), "--tls-bootstrap-token: a bootstrap token");
        refused(flags().endpoint(SERVER).token(TOKEN).pin("sha1:precious"), "--discovery-token-ca-cert-hash: a CA pin");
    }

    @Test
    void flags_do_not_print_what_they_hold() {
        assertThat(flags().endpoint(SERVER).token(TOKEN).skip().flags)
                .hasToString("DiscoveryFlags[discovery-token-unsafe-skip-ca-verification token, values hidden]");
    }

    @Test
    void a_ticket_goes_with_no_other_way_to_a_cluster() {
        assertThat(source(Optional.of("t"), Optional.empty(), flags(), "ticket", "cri-socket", "patches"))
                .isEqualTo(new JoinSource.Ticket("t"));
        assertThatThrownBy(() -> source(
                        Optional.of("t"), Optional.of("c"), flags(), "token", "ticket", "config", "discovery-file"))
                .hasMessage("can not mix '--ticket' with arguments [config discovery-file token]");
        assertThatThrownBy(() -> source(Optional.of("t"), Optional.empty(), flags().endpoint(SERVER), "ticket"))
                .hasMessage("can not mix '--ticket' with arguments [api-server-endpoint]");
    }

    @Test
    void a_configuration_goes_with_an_endpoint_which_means_nothing_but_with_no_flag_that_contradicts() {
        assertThat(source(
                        Optional.empty(),
                        Optional.of("c"),
                        flags().endpoint(SERVER),
                        "config",
                        "node-name",
                        "ignore-preflight-errors",
                        "skip-phases",
                        "dry-run",
                        "v"))
                .isEqualTo(new JoinSource.Configuration("c"));
        assertThatThrownBy(() -> source(
                        Optional.empty(),
                        Optional.of("c"),
                        flags(),
                        "vmodule",
                        "cri-socket",
                        "patches",
                        "control-plane"))
                .hasMessage("can not mix '--config' with arguments [control-plane cri-socket patches vmodule]");
    }

    @Test
    void a_configuration_without_a_name_is_none_but_was_given() {
        assertThatThrownBy(() -> source(Optional.empty(), Optional.of(""), flags(), "config", "token"))
                .hasMessage("can not mix '--config' with arguments [token]");
        assertThatThrownBy(() -> source(Optional.empty(), Optional.of(""), flags(), "config"))
                .hasMessageStartingWith("say how to find the cluster");
    }

    private static JoinSource source(
            Optional<String> ticket, Optional<String> configuration, Builder flags, String... given) {
        return JoinSource.of(ticket, configuration, Set.of(given), flags.flags());
    }

    private static void refused(Builder flags, String complaint) {
        assertThatThrownBy(flags::read)
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("precious");
    }

    private static Builder flags() {
        return new Builder(new DiscoveryFlags(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty()));
    }

    private record Builder(DiscoveryFlags flags) {
        Builder endpoint(String text) {
            return with(Optional.of(text), flags.token(), flags.discoveryToken(), flags.tlsBootstrapToken());
        }

        Builder token(String text) {
            return with(flags.endpoint(), Optional.of(text), flags.discoveryToken(), flags.tlsBootstrapToken());
        }

        Builder discoveryToken(String text) {
            return with(flags.endpoint(), flags.token(), Optional.of(text), flags.tlsBootstrapToken());
        }

        Builder tlsBootstrapToken(String text) {
            return with(flags.endpoint(), flags.token(), flags.discoveryToken(), Optional.of(text));
        }

        private Builder with(
                Optional<String> endpoint,
                Optional<String> token,
                Optional<String> discoveryToken,
                Optional<String> tlsBootstrapToken) {
            return new Builder(new DiscoveryFlags(
                    endpoint,
                    token,
                    discoveryToken,
                    tlsBootstrapToken,
                    flags.caCertHashes(),
                    flags.unsafeSkipCaVerification(),
                    flags.discoveryFile()));
        }

        Builder pin(String text) {
            return rest(List.of(text), flags.unsafeSkipCaVerification(), flags.discoveryFile());
        }

        Builder skip() {
            return rest(flags.caCertHashes(), true, flags.discoveryFile());
        }

        Builder file(String text) {
            return rest(flags.caCertHashes(), flags.unsafeSkipCaVerification(), Optional.of(text));
        }

        private Builder rest(List<String> pins, boolean skip, Optional<String> file) {
            return new Builder(new DiscoveryFlags(
                    flags.endpoint(),
                    flags.token(),
                    flags.discoveryToken(),
                    flags.tlsBootstrapToken(),
                    pins,
                    skip,
                    file));
        }

        Discovery read() {
            return flags.discovery();
        }
    }
}
