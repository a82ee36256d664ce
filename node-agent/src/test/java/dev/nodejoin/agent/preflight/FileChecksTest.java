package dev.nodejoin.agent.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nodejoin.agent.fixture.TestAuthority;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.preflight.MachineFacts.KubeletPort;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.token.BootstrapToken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of an earlier run of the same join are fine; others are not, as far as that can be told yet. */
class FileChecksTest {
    private static final String SERVER = "https://api.example:6443";
    private static final TestAuthority OURS = TestAuthority.named("kubernetes");
    private static final TestAuthority THEIRS = TestAuthority.named("kubernetes");
    private static final String CA_FILE = "/etc/kubernetes/pki/ca.crt";

    private final OrderBuilder order = new OrderBuilder();
    private final FactsBuilder facts = new FactsBuilder();

    private List<Finding> findings() {
        return Preflight.of(order.build(), facts.build()).findings();
    }

    private static Trust bundle(TestAuthority authority) {
        return new Trust.Authorities(CertificateBundle.parse(authority.pem()));
    }

    private static Trust pin(TestAuthority authority) {
        var certificate =
                CertificateBundle.parse(authority.pem()).certificates().getFirst();
        return new Trust.Pins(List.of(CaPin.of(certificate)));
    }

    private FactsBuilder leftBy(TestAuthority authority) {
        var token = BootstrapToken.parse("abcdef.0123456789abcdef");
        return facts.file(
                        NodePaths.KUBELET_CONF,
                        Kubeconfig.kubelet(SERVER, authority.pem(), NodePaths.CURRENT_PAIR)
                                .write())
                .file(
                        NodePaths.BOOTSTRAP_KUBELET_CONF,
                        Kubeconfig.discovery(SERVER, authority.pem(), token).write())
                .file(CA_FILE, authority.pem());
    }

    @Test
    void what_an_earlier_run_left_is_taken_up_again() {
        leftBy(OURS);

        for (var trust : List.of(bundle(OURS), pin(OURS), new Trust.Unknown())) {
            order.trust = trust;
            assertThat(findings()).as("%s", trust).isEmpty();
        }
    }

    @Test
    void what_belongs_to_another_cluster_stops_the_join() {
        leftBy(THEIRS);

        for (var trust : List.of(bundle(OURS), pin(OURS))) {
            order.trust = trust;
            assertThat(findings())
                    .as("%s", trust)
                    .extracting(Finding::check)
                    .containsExactly(
                            "FileAvailable--etc-kubernetes-kubelet.conf",
                            "FileAvailable--etc-kubernetes-bootstrap-kubelet.conf",
                            "FileAvailable--etc-kubernetes-pki-ca.crt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NodePaths.KUBELET_CONF, NodePaths.BOOTSTRAP_KUBELET_CONF, CA_FILE})
    void what_nobody_can_read_stops_the_join(String path) {
        facts.file(path, "not what it should be\n");

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("FileAvailable-" + path.replace('/', '-'));
            assertThat(finding.level()).isEqualTo(Finding.Level.ERROR);
            assertThat(finding.text()).startsWith(path + " already exists");
            assertThat(finding.ignorable()).isEqualTo(!path.equals(CA_FILE));
        });
    }

    @Test
    void a_kubelet_conf_with_other_credentials_is_not_one_of_ours() {
        order.trust = bundle(OURS);
        var token = BootstrapToken.parse("abcdef.0123456789abcdef");
        facts.file(
                NodePaths.KUBELET_CONF,
                Kubeconfig.discovery(SERVER, OURS.pem(), token).write());

        assertThat(findings()).extracting(Finding::check).containsExactly("FileAvailable--etc-kubernetes-kubelet.conf");
    }

    @Test
    void foreign_authorities_stay_an_error_whatever_is_ignored() {
        order.trust = bundle(OURS);
        order.ignoring("all");
        leftBy(THEIRS);

        assertThat(findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::check)
                .containsExactly("FileAvailable--etc-kubernetes-pki-ca.crt");
    }

    @Test
    void the_kubelet_of_an_earlier_run_may_have_its_port() {
        order.trust = bundle(OURS);
        facts.port = KubeletPort.TAKEN_WITH_KUBELET;
        leftBy(OURS);

        assertThat(findings()).isEmpty();

        facts.port = KubeletPort.TAKEN;
        assertThat(findings()).extracting(Finding::check).containsExactly("Port-10250");
    }

    @Test
    void so_may_the_kubelet_of_a_kubelet_conf_that_is_meant_to_be_there() {
        facts.port = KubeletPort.TAKEN_WITH_KUBELET;
        facts.file(NodePaths.KUBELET_CONF, "laid down\n");

        assertThat(findings())
                .extracting(Finding::check)
                .containsExactly("FileAvailable--etc-kubernetes-kubelet.conf", "Port-10250");

        order.ignoring("fileavailable--etc-kubernetes-kubelet.conf");
        assertThat(findings()).noneMatch(Finding::isError);

        facts.port = KubeletPort.TAKEN;
        assertThat(findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::check)
                .containsExactly("Port-10250");

        facts.port = KubeletPort.TAKEN_WITH_KUBELET;
        facts.files.clear();
        assertThat(findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::check)
                .containsExactly("Port-10250");
    }
}
