package dev.nodejoin.protocol.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.CertificateAuthority;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.yaml.YamlText;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {
    private static final HandOff HAND_OFF = HandOff.of(
            "worker-1",
            "https://api.example:6443",
            CertificateAuthority.named("kubernetes").pem(),
            BootstrapToken.parse("07401b.f395accd246ae52d"),
            List.of());
    private static final String KUBECONFIG = HAND_OFF.kubeconfig().write();

    @Test
    void the_secret_is_read_as_kubectl_prints_it() {
        assertIsWhole(Ticket.fromDocument(YamlText.of(secret("data")).getBytes(UTF_8)));
        assertIsWhole(Ticket.fromDocument(secret("data").toPrettyString().getBytes(UTF_8)));
    }

    @Test
    void plain_string_data_is_read_too() {
        assertIsWhole(Ticket.fromDocument(YamlText.of(secret("stringData")).getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"List", "SecretList"})
    void a_list_with_the_secret_alone_is_read(String kind) {
        assertIsWhole(
                Ticket.fromDocument(YamlText.of(list(kind, secret("data"))).getBytes(UTF_8)));
    }

    @Test
    void a_list_of_two_secrets_is_refused() {
        var document = list("List", secret("data"), secret("data")).toString().getBytes(UTF_8);

        assertThatThrownBy(() -> Ticket.fromDocument(document))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("items holds 2 objects");
    }

    @Test
    void a_list_of_something_else_is_refused() {
        var document =
                list("List", secret("data").put("kind", "ConfigMap")).toString().getBytes(UTF_8);

        assertThatThrownBy(() -> Ticket.fromDocument(document)).hasMessageContaining("items[0].kind must be Secret");
    }

    @Test
    void a_kubeconfig_alone_is_a_ticket_without_name() {
        var ticket = Ticket.fromDocument(KUBECONFIG.getBytes(UTF_8));

        assertThat(ticket.kubeconfig()).isEqualTo(HAND_OFF.kubeconfig());
        assertThat(ticket.joinConfiguration()).isEmpty();
        assertThat(ticket.nodeName()).isEmpty();
    }

    @Test
    void files_of_other_names_are_read_over() {
        var ticket = Ticket.fromFiles(
                Map.of("discovery.conf", KUBECONFIG.getBytes(UTF_8), "..data", new byte[] {1}, "ca.crt", new byte[0]));

        assertThat(ticket.kubeconfig()).isEqualTo(HAND_OFF.kubeconfig());
    }

    @Test
    void the_lifetime_of_the_certificate_travels_in_the_secret_and_in_files() {
        var lifetime = Optional.of(new CertificateLifetime(3600));
        var data = JsonNodeFactory.instance.objectNode().put("kind", "Secret");
        var stringData = data.putObject("stringData");
        HAND_OFF.withCertificateLifetime(lifetime).data().forEach(stringData::put);
        var files = files();
        files.put("certificate-lifetime-seconds", "3600\n".getBytes(UTF_8));

        assertThat(Ticket.fromDocument(YamlText.of(data).getBytes(UTF_8)).certificateLifetime())
                .isEqualTo(lifetime);
        assertThat(Ticket.fromFiles(files).certificateLifetime()).isEqualTo(lifetime);
        assertThat(Ticket.fromFiles(files()).certificateLifetime()).isEmpty();
    }

    @Test
    void a_ticket_without_kubeconfig_is_refused() {
        assertThatThrownBy(() -> Ticket.fromFiles(Map.of()))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("discovery.conf is missing");
        assertThatThrownBy(() -> Ticket.fromDocument("kind: Secret".getBytes(UTF_8)))
                .hasMessageContaining("discovery.conf is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "discovery.conf,'clusters: 5',discovery.conf: clusters must be a list",
        "discovery.conf,'{',discovery.conf: the text is not well-formed",
        "join-configuration.yaml,'{kind: X, apiVersion: a/b}',join-configuration.yaml: the file holds no JoinConfiguration",
        "certificate-lifetime-seconds,599,certificate-lifetime-seconds: must be a whole number of seconds from 600",
        "certificate-lifetime-seconds,2147483648,certificate-lifetime-seconds: must be a whole number of seconds",
        "certificate-lifetime-seconds,1h,certificate-lifetime-seconds: must be a whole number of seconds",
        "certificate-lifetime-seconds,99999999999999999999,certificate-lifetime-seconds: must be a whole number"
    })
    void errors_begin_with_the_file(String name, String content, String complaint) {
        var files = files();
        files.put(name, content.getBytes(UTF_8));

        assertThatThrownBy(() -> Ticket.fromFiles(files))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void data_that_is_not_base64_is_named_and_not_repeated() {
        var document = "kind: Secret\ndata: {discovery.conf: 'f395!'}".getBytes(UTF_8);

        assertThatThrownBy(() -> Ticket.fromDocument(document))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage("data.discovery.conf is not base64");
    }

    @Test
    void another_kind_of_object_is_refused() {
        assertThatThrownBy(() -> Ticket.fromDocument("kind: Pod".getBytes(UTF_8)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("Secret, List or Config");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: https://api.example:6443 | server: http://api.example:6443 | https",
                "server: https://api.example:6443 | server: '' | no server",
                "certificate-authority-data | certificate-authority-later | certificate-authority-data is missing",
                "certificate-authority-data: | certificate-authority-data: YWJj # | 1 to 64 certificates",
                "token: | exec: {command: /bin/sh} # | from a program",
                "server: https | insecure-skip-tls-verify: true\\n    server: https | insecure-skip-tls-verify",
                "server: https | tls-server-name: other\\n    server: https | tls-server-name is set",
                "server: https | proxy-url: http://p:1\\n    server: https | --proxy",
                "current-context: | current-context: other # | current-context"
            })
    void a_kubeconfig_that_a_node_must_not_follow_is_refused(String honest, String hostile, String complaint) {
        var changed = KUBECONFIG.replace(honest, hostile.replace("\\n", "\n"));

        assertThatThrownBy(() -> Ticket.fromDocument(changed.getBytes(UTF_8)))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining(complaint)
                .hasMessageNotContaining("f395");
    }

    @Test
    void a_giant_is_refused_unread() {
        assertThatThrownBy(() -> Ticket.fromDocument(new byte[Ticket.MAX_BYTES + 1]))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("at most 2097152");
    }

    @Test
    void nothing_prints_the_secret() {
        assertThat(Ticket.fromFiles(files()).toString()).contains("worker-1").doesNotContain("f395");
    }

    @Property
    void any_bytes_are_a_ticket_or_malformed(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> Ticket.fromDocument(bytes)).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> Ticket.fromFiles(Map.of("discovery.conf", bytes)))
                .isInstanceOf(MalformedInputException.class);
    }

    @Property
    void any_value_in_the_secret_is_a_ticket_or_malformed(@ForAll String value) {
        var secret = secret("data");
        secret.withObjectProperty("data").put("join-configuration.yaml", value);
        var document = secret.toString().getBytes(UTF_8);

        assertThatThrownBy(() -> Ticket.fromDocument(document)).isInstanceOf(MalformedInputException.class);
    }

    private static void assertIsWhole(Ticket ticket) {
        assertThat(ticket).isEqualTo(Ticket.fromFiles(files()));
        assertThat(ticket.nodeName()).contains("worker-1");
    }

    private static Map<String, byte[]> files() {
        var files = new HashMap<String, byte[]>();
        HAND_OFF.data().forEach((name, text) -> files.put(name, text.getBytes(UTF_8)));
        return files;
    }

    private static ObjectNode secret(String field) {
        var secret = JsonNodeFactory.instance.objectNode();
        secret.put("apiVersion", "v1").put("kind", "Secret").put("type", HandOff.SECRET_TYPE);
        secret.putObject("metadata").put("name", "x").putObject("annotations").put("a", "b");
        var data = secret.putObject(field);
        files().forEach((name, bytes) -> data.put(
                name, field.equals("data") ? Base64.getEncoder().encodeToString(bytes) : new String(bytes, UTF_8)));
        return secret;
    }

    private static ObjectNode list(String kind, ObjectNode... items) {
        var list = JsonNodeFactory.instance.objectNode();
        list.put("apiVersion", "v1").put("kind", kind);
        list.putArray("items").addAll(List.of(items));
        return list;
    }
}
