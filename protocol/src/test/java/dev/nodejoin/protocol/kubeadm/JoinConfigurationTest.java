package dev.nodejoin.protocol.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinConfigurationTest {
    private static final String HEAD = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\n";
    private static final String FILE = HEAD + "discovery: {file: {kubeConfigPath: /x}}\n";

    /** Every field there is, in the order of the writer. */
    private static final String FULL = """
            apiVersion: kubeadm.k8s.io/v1beta4
            caCertPath: /etc/pki/ca.crt
            controlPlane:
              certificateKey: 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
              localAPIEndpoint:
                advertiseAddress: 10.0.0.2
                bindPort: 7443
            discovery:
              bootstrapToken:
                apiServerEndpoint: '[fd00::1]:6443'
                caCertHashes:
                - sha256:5cd252fb0ce8932436faf8ccd1040981b89ee4ad6b9fe9e2a2b7e71aacb27cd3
                token: 07401b.f395accd246ae52d
                unsafeSkipCAVerification: true
              tlsBootstrapToken: abcdef.0123456789abcdef
            dryRun: true
            kind: JoinConfiguration
            nodeRegistration:
              criSocket: unix:///run/x.sock
              ignorePreflightErrors:
              - swap
              imagePullPolicy: Never
              imagePullSerial: false
              kubeletExtraArgs:
              - name: v
                value: "4"
              - name: v
                value: "2"
              name: worker-1
              taints:
              - effect: NoSchedule
                key: example.com/a
                value: b
              - effect: NoExecute
                key: c
            patches:
              directory: /etc/patches
            skipPhases:
            - preflight
            timeouts:
              controlPlaneComponentHealthCheck: 1m0s
              discovery: 2m0s
              etcdAPICall: 3m0s
              kubeletHealthCheck: 5m0s
              kubernetesAPICall: 6m0s
              tlsBootstrap: 7m0s
              upgradeManifests: 8m0s
            """;

    @Test
    void every_field_is_read_and_written() {
        assertThat(JoinConfiguration.parse(FULL).write()).isEqualTo(FULL);
        assertThat(JoinConfiguration.parse(FULL).warnings()).isEmpty();
    }

    @Test
    void a_join_by_kubeconfig_is_short() {
        var join = JoinConfiguration.withKubeconfig(
                "/etc/kubernetes/nodejoin/discovery.conf", NodeRegistration.DEFAULTS.withName("worker-1"));

        assertThat(join.write()).isEqualTo("""
                        apiVersion: kubeadm.k8s.io/v1beta4
                        discovery:
                          file:
                            kubeConfigPath: /etc/kubernetes/nodejoin/discovery.conf
                        kind: JoinConfiguration
                        nodeRegistration:
                          name: worker-1
                        """);
        assertThat(JoinConfiguration.parse(join.write())).isEqualTo(join);
    }

    @Test
    void kubeadms_defaults_hold_where_nothing_is_said() {
        var join = JoinConfiguration.parse(FILE);

        assertThat(join.caCertPath()).isEqualTo("/etc/kubernetes/pki/ca.crt");
        assertThat(join.timeouts()).isEqualTo(Timeouts.DEFAULTS);
        assertThat(join.timeouts().tlsBootstrap()).isEqualTo(Duration.ofMinutes(5));
        assertThat(join.nodeRegistration()).isEqualTo(NodeRegistration.DEFAULTS);
        assertThat(join.controlPlane()).isEmpty();
        assertThat(join.dryRun()).isFalse();
    }

    @Test
    void the_token_of_the_discovery_is_that_of_the_bootstrap_too() {
        var join = JoinConfiguration.parse(HEAD + """
                        discovery:
                          bootstrapToken:
                            token: 07401b.f395accd246ae52d
                            apiServerEndpoint: api:6443
                            unsafeSkipCAVerification: true
                        """);

        assertThat(join.discovery().tlsBootstrapToken()).contains(BootstrapToken.parse("07401b.f395accd246ae52d"));
        assertThat(join.write()).doesNotContain("tlsBootstrapToken");
    }

    @Test
    void other_documents_and_unknown_fields_are_warned_about() {
        var join = JoinConfiguration.parse(
                "kind: ClusterConfiguration\napiVersion: kubeadm.k8s.io/v1beta4\n---\n" + FILE
                        + "nodeRegistration: {colour: red, taints: [{key: a, effect: NoExecute, shade: 5}]}\nextra: 1\n");

        assertThat(join.warnings())
                .containsExactly(
                        "a document of kind ClusterConfiguration is ignored",
                        "unknown field extra",
                        "unknown field nodeRegistration.colour",
                        "unknown field nodeRegistration.taints[0].shade");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeouts: {x: 1}",
                "patches: {x: 1}",
                "controlPlane: {x: 1}",
                "controlPlane: {localAPIEndpoint: {x: 1}}",
                "nodeRegistration: {kubeletExtraArgs: [{name: a, value: b, x: 1}]}"
            })
    void an_unknown_field_in_any_section_is_warned_about(String section) {
        assertThat(JoinConfiguration.parse(FILE + section).warnings())
                .singleElement()
                .asString()
                .startsWith("unknown field ")
                .endsWith(".x");
    }

    @Test
    void unknown_fields_of_the_discovery_are_warned_about() {
        var token = "token: 07401b.f395accd246ae52d, apiServerEndpoint: 'a:1', unsafeSkipCAVerification: true";

        assertThat(JoinConfiguration.parse(HEAD + "discovery: {file: {kubeConfigPath: /x, y: 1}, z: 1}")
                        .warnings())
                .containsExactly("unknown field discovery.z", "unknown field discovery.file.y");
        assertThat(JoinConfiguration.parse(HEAD + "discovery: {bootstrapToken: {%s, y: 1}}".formatted(token))
                        .warnings())
                .containsExactly("unknown field discovery.bootstrapToken.y");
    }

    @Test
    void a_configuration_without_discovery_is_refused() {
        assertThatThrownBy(() -> JoinConfiguration.parse(HEAD)).hasMessageContaining("discovery is missing");
    }

    @Test
    void a_socket_without_scheme_gets_one_and_a_warning() {
        var join = JoinConfiguration.parse(FILE + "nodeRegistration: {criSocket: /run/x.sock}");

        assertThat(join.nodeRegistration().criSocket()).contains("unix:///run/x.sock");
        assertThat(join.warnings()).singleElement().asString().contains("unix://");
    }

    @Test
    void names_are_lower_case_as_the_kubelets_are() {
        var join =
                JoinConfiguration.parse(FILE + "nodeRegistration: {name: ' Worker-1 ', ignorePreflightErrors: [Swap]}");

        assertThat(join.nodeRegistration().name()).contains("worker-1");
        assertThat(join.nodeRegistration().ignorePreflightErrors()).containsExactly("swap");
    }

    @ParameterizedTest
    @CsvSource({"/x,/x", "file:///x,/x", "https://h/x,https://h/x", "HTTPS://h/x,HTTPS://h/x", "x/y,x/y"})
    void a_kubeconfig_is_a_path_or_an_https_url(String given, String read) {
        var join = JoinConfiguration.parse(HEAD + "discovery: {file: {kubeConfigPath: '%s'}}".formatted(given));

        assertThat(join.discovery().kubeConfigPath()).contains(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | neither",
                "{file: {kubeConfigPath: /x}, bootstrapToken: {token: 07401b.f395accd246ae52d, apiServerEndpoint: 'a:1', unsafeSkipCAVerification: true}} | both",
                "{file: {}} | discovery.file.kubeConfigPath",
                "{file: {kubeConfigPath: http://h/x}} | discovery.file.kubeConfigPath",
                "{file: {kubeConfigPath: 'https://h:b/x'}} | discovery.file.kubeConfigPath",
                "{file: {kubeConfigPath: 'https:///x'}} | discovery.file.kubeConfigPath",
                "{bootstrapToken: {token: nope, apiServerEndpoint: 'a:1', unsafeSkipCAVerification: true}} | discovery.bootstrapToken.token",
                "{bootstrapToken: {apiServerEndpoint: 'a:1'}} | discovery.bootstrapToken.token is missing",
                "{bootstrapToken: {token: 07401b.f395accd246ae52d, apiServerEndpoint: a, unsafeSkipCAVerification: true}} | apiServerEndpoint must be host:port",
                "{bootstrapToken: {token: 07401b.f395accd246ae52d, apiServerEndpoint: 'a:0', unsafeSkipCAVerification: true}} | apiServerEndpoint must be host:port",
                "{bootstrapToken: {token: 07401b.f395accd246ae52d, apiServerEndpoint: 'fd00::1:6443', unsafeSkipCAVerification: true}} | apiServerEndpoint must be host:port",
                "{bootstrapToken: {token: 07401b.f395accd246ae52d, apiServerEndpoint: 'a:1'}} | caCertHashes must hold a pin",
                "{bootstrapToken: {token: 07401b.f395accd246ae52d, apiServerEndpoint: 'a:1', caCertHashes: ['sha256:x']}} | discovery.bootstrapToken.caCertHashes: a CA pin",
                "{file: {kubeConfigPath: /x}, tlsBootstrapToken: f395accd246ae52d} | discovery.tlsBootstrapToken"
            })
    void a_discovery_that_kubeadm_refuses_is_refused(String discovery, String complaint) {
        assertThatThrownBy(() -> JoinConfiguration.parse(HEAD + "discovery: " + discovery))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("f395");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caCertPath: ca.crt | caCertPath",
                "caCertPath: /etc/ca.pem | caCertPath",
                "nodeRegistration: {name: a_b} | node name",
                "nodeRegistration: {name: 5} | nodeRegistration.name must be text",
                "nodeRegistration: {criSocket: tcp://x} | nodeRegistration.criSocket",
                "nodeRegistration: {criSocket: x.sock} | nodeRegistration.criSocket",
                "nodeRegistration: {ignorePreflightErrors: [all, Swap]} | ignorePreflightErrors",
                "nodeRegistration: {imagePullPolicy: Sometimes} | imagePullPolicy",
                "nodeRegistration: {imagePullSerial: maybe} | nodeRegistration.imagePullSerial must be true or false",
                "nodeRegistration: {kubeletExtraArgs: [{value: x}]} | kubeletExtraArgs has an argument without name",
                "nodeRegistration: {kubeletExtraArgs: [{name: v, value: 4}]} | kubeletExtraArgs[0].value must be text",
                "nodeRegistration: {kubeletExtraArgs: {v: '4'}} | nodeRegistration.kubeletExtraArgs must be a list",
                "nodeRegistration: {taints: [{key: a b, effect: NoExecute}]} | taint's key",
                "nodeRegistration: {taints: [{key: a, effect: NoExecute, timeAdded: now}]} | taints[0].timeAdded",
                "nodeRegistration: {name: yes} | nodeRegistration.name must be text",
                "nodeRegistration: {criSocket: 'unix:///a%zz'} | nodeRegistration.criSocket",
                "timeouts: {discovery: soon} | timeouts.discovery: a duration",
                "timeouts: {discovery: -1s} | negative",
                "timeouts: {discovery: 5} | timeouts.discovery must be text",
                "controlPlane: {certificateKey: abc} | controlPlane.certificateKey",
                "controlPlane: {localAPIEndpoint: {bindPort: 0}} | bindPort must be from 1 to 65535",
                "controlPlane: {localAPIEndpoint: {bindPort: '1'}} | bindPort must be an integer",
                "controlPlane: {localAPIEndpoint: {advertiseAddress: host}} | IP address",
                "dryRun: sure | dryRun must be true or false",
                "skipPhases: preflight | skipPhases must be a list"
            })
    void a_field_that_kubeadm_refuses_is_refused(String field, String complaint) {
        assertThatThrownBy(() -> JoinConfiguration.parse(FILE + field))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "kubeadm.k8s.io/v1beta2,v1.22",
        "kubeadm.k8s.io/v1alpha1,v1.11",
        "kubeadm.k8s.io/v2,must be kubeadm.k8s.io/v1beta4",
        "foo.io/v1beta4,must be kubeadm.k8s.io/v1beta4",
        "v1,lacks its kind"
    })
    void another_version_is_refused_with_advice(String version, String advice) {
        assertThatThrownBy(() -> JoinConfiguration.parse(FILE.replace("kubeadm.k8s.io/v1beta4", version)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kind: X\napiVersion: a/v1", FILE + "---\n" + FILE})
    void exactly_one_join_configuration_is_expected(String text) {
        assertThatThrownBy(() -> JoinConfiguration.parse(text))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("exactly one");
    }

    @Test
    void a_document_without_kind_or_group_is_refused_and_so_are_two_of_one_kind() {
        assertThatThrownBy(() -> JoinConfiguration.parse(FILE + "---\nkind: X\n"))
                .hasMessageContaining("lacks its kind");
        assertThatThrownBy(() -> JoinConfiguration.parse(FILE + "---\napiVersion: a/v1\n"))
                .hasMessageContaining("lacks its kind");
        assertThatThrownBy(() -> JoinConfiguration.parse(FILE + "---\nkind: ConfigMap\napiVersion: v1\n"))
                .hasMessageContaining("lacks its kind");
        assertThatThrownBy(() -> JoinConfiguration.parse(
                        FILE + "---\nkind: X\napiVersion: a/v1\n---\nkind: X\napiVersion: b/v1\n"))
                .hasMessageContaining("two documents of kind X");
    }

    @Test
    void of_a_repeated_field_the_last_one_counts_and_a_warning_tells() {
        var join = JoinConfiguration.parse(FILE + "caCertPath: bad\ncaCertPath: /x.crt\n");

        assertThat(join.caCertPath()).isEqualTo("/x.crt");
        assertThat(join.warnings()).containsExactly("repeated field caCertPath; the last one counts");
        assertThatThrownBy(() -> JoinConfiguration.parse(FILE + "caCertPath: /x.crt\ncaCertPath: bad\n"))
                .hasMessageContaining("caCertPath");
    }

    @Test
    void nulls_are_what_they_are_in_go() {
        var join = JoinConfiguration.parse(FILE + "skipPhases: [null]\npatches: null\nnodeRegistration: null\n");

        assertThat(join.skipPhases()).containsExactly("");
        assertThat(join.nodeRegistration()).isEqualTo(NodeRegistration.DEFAULTS);
    }

    @Test
    void all_is_alone_also_when_it_is_said_twice() {
        assertThat(JoinConfiguration.parse(FILE + "nodeRegistration: {ignorePreflightErrors: [all, ALL]}")
                        .nodeRegistration()
                        .ignorePreflightErrors())
                .containsExactly("all");
    }

    @Test
    void nothing_prints_a_secret() {
        assertThat(JoinConfiguration.parse(FULL).toString())
                .doesNotContain("f395accd")
                .doesNotContain("0123456789abcdef")
                .doesNotContain("000102");
    }

    @Property
    void whatever_is_written_is_read_back(
            @ForAll long seed,
            @ForAll @LongRange(min = 0) long nanos,
            @ForAll String argument,
            @ForAll boolean serial) {
        var registration = new NodeRegistration(
                Optional.of("w"),
                Optional.of("unix:///run/x"),
                List.of(),
                List.of(new KubeletArgument("x", argument)),
                List.of("all"),
                "Always",
                serial);
        var join = new JoinConfiguration(
                new Discovery(
                        Optional.empty(), Optional.of("/x"), Optional.of(BootstrapToken.random(new Random(seed)))),
                registration,
                Optional.empty(),
                "/x/ca.crt",
                new Timeouts(
                        Duration.ofNanos(nanos),
                        Duration.ZERO,
                        Duration.ofMillis(1500),
                        Duration.ofHours(100),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5)),
                List.of("a"),
                Optional.of("/p"),
                serial,
                List.of());

        assertThat(JoinConfiguration.parse(join.write())).isEqualTo(join);
    }

    @Property
    void any_bytes_are_read_or_malformed(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> JoinConfiguration.parse(bytes)).isInstanceOf(MalformedInputException.class);
    }

    @Property
    void any_value_anywhere_is_read_or_malformed(@ForAll("fields") String field, @ForAll("values") String value) {
        try {
            assertThat(JoinConfiguration.parse(FILE + field.formatted(value)).write())
                    .isNotEmpty();
        } catch (MalformedInputException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> fields() {
        return Arbitraries.of(
                "nodeRegistration: %s",
                "nodeRegistration: {taints: %s}",
                "nodeRegistration: {taints: [%s]}",
                "nodeRegistration: {kubeletExtraArgs: [%s]}",
                "timeouts: {discovery: %s}",
                "controlPlane: %s",
                "controlPlane: {localAPIEndpoint: {bindPort: %s}}",
                "patches: %s",
                "skipPhases: %s",
                "caCertPath: %s");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "~",
                "{}",
                "[]",
                "5",
                "-1",
                "1e400",
                "99999999999999999999",
                "true",
                "''",
                "x",
                "[[]]",
                "{a: b}",
                "[null]",
                "!!binary aGk=",
                "2020-01-01",
                ".nan",
                "0x10");
    }
}
