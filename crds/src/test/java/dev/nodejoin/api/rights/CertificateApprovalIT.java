package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was asked for with our tokens is approved by the operator or by nobody. */
class CertificateApprovalIT {
    private static final String ONLY_THE_OPERATOR = "only the Node Join Operator approves";
    private static final String NOT_ITS_BUSINESS =
            "decides only about kubelet client certificates asked for with bootstrap tokens";

    private static RightsBed bed;
    private static MachineRequests requests;
    private static Api machine;

    @BeforeAll
    static void start() {
        bed = RightsBed.shared();
        requests = new MachineRequests(bed);
        machine = requests.machine(bed.freshTokenId());
        bed.bindGroup("others", "system:node-bootstrapper");
        bed.awaitRight(
                other(), "{group: 'certificates.k8s.io', resource: 'certificatesigningrequests', verb: 'create'}");
    }

    /** Somebody who asks for a kubelet's certificate without our tokens. */
    private static Api other() {
        return bed.as("other", "others");
    }

    @Test
    void an_administrator_can_not_approve_it() {
        var name = asked();
        assertThat(bed.kubectl().run("certificate", "approve", name).refused()).contains(ONLY_THE_OPERATOR);
        assertThat(decisions(name)).isEmpty();
    }

    @Test
    void not_by_force_and_not_by_patch_either() {
        var name = asked();
        assertThat(bed.kubectl().run("certificate", "approve", "--force", name).refused())
                .contains(ONLY_THE_OPERATOR);
        bed.admin()
                .merge(
                        MachineRequests.COLLECTION + "/" + name + "/approval",
                        "{status: {conditions: [{type: 'Approved', status: 'True', reason: 'x', message: 'x'}]}}")
                .refusedBy("nodejoin-certificate-approval", "Forbidden", ONLY_THE_OPERATOR);
        assertThat(decisions(name)).isEmpty();
    }

    @Test
    void the_status_is_no_way_around() {
        var name = asked();
        bed.admin()
                .merge(
                        MachineRequests.COLLECTION + "/" + name + "/status",
                        "{status: {conditions: [{type: 'Approved', status: 'True', reason: 'x', message: 'x'}]}}");
        assertThat(decisions(name)).isEmpty();
    }

    @Test
    void a_request_can_not_bring_its_approval_along() {
        var name = bed.freshName("csr");
        var request = MachineRequests.request(name);
        request.set(
                "status", Json.parse("{conditions: [{type: 'Approved', status: 'True', reason: 'x', message: 'x'}]}"));
        machine.post(MachineRequests.COLLECTION, request).accepted();
        assertThat(decisions(name)).isEmpty();
    }

    /** kube-controller-manager would approve it at once; that of another group shows that it is awake. */
    @Test
    void a_binding_that_approves_automatically_for_everybody_does_not() {
        bed.bindGroup("system:authenticated", "system:certificates.k8s.io:certificatesigningrequests:nodeclient");
        var ours = asked();
        var others = asked(other());
        bed.await(
                "another group's request was approved", () -> decisions(others).contains("Approved"));
        assertThat(decisions(ours)).isEmpty();
        unbindEverybody();
    }

    private static void unbindEverybody() {
        bed.admin()
                .delete("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/group-system-authenticated")
                .accepted();
        bed.await(
                "nothing is approved automatically",
                () -> !bed.may(
                        other(),
                        "{group: 'certificates.k8s.io', resource: 'certificatesigningrequests', subresource:"
                                + " 'nodeclient', verb: 'create'}"));
    }

    @Test
    void an_administrator_may_deny_it() {
        var name = asked();
        bed.kubectl().run("certificate", "deny", name).accepted();
        assertThat(decisions(name)).isEqualTo("Denied");
    }

    @Test
    void the_operator_may_approve_and_deny_it() {
        requests.decide(bed.operator(), asked(), "Approved").accepted();
        requests.decide(bed.operator(), asked(), "Denied").accepted();
    }

    @Test
    void the_operator_decides_nothing_that_was_asked_for_by_others() {
        var name = asked(other());
        for (var decision : new String[] {"Approved", "Denied"})
            requests.decide(bed.operator(), name, decision)
                    .refusedBy("nodejoin-certificate-approval", "Forbidden", NOT_ITS_BUSINESS);
    }

    /** A machine of the inbox has such a token, and so may somebody who is banned. */
    @Test
    void the_operator_decides_about_what_was_asked_for_with_tokens_that_are_not_ours() {
        bed.bindGroup("system:bootstrappers", "system:node-bootstrapper");
        var bootstrapper = bed.as("system:bootstrap:classic", "system:bootstrappers");
        bed.awaitRight(
                bootstrapper, "{group: 'certificates.k8s.io', resource: 'certificatesigningrequests', verb: 'create'}");
        requests.decide(bed.operator(), asked(bootstrapper), "Approved").accepted();
        requests.decide(bed.operator(), asked(bootstrapper), "Denied").accepted();
    }

    @Test
    void the_operator_approves_for_no_other_signer() {
        var name = bed.freshName("csr");
        var request = MachineRequests.request(name);
        request.withObjectProperty("spec").put("signerName", "kubernetes.io/kube-apiserver-client");
        bed.admin().post(MachineRequests.COLLECTION, request).accepted();
        requests.decide(bed.operator(), name, "Approved")
                .refused("Forbidden", "user not permitted to approve requests with signerName");
        requests.decide(bed.almightyOperator(), name, "Approved")
                .refusedBy("nodejoin-certificate-approval", "Forbidden", NOT_ITS_BUSINESS);
    }

    @Test
    void the_operator_decides_what_nodes_ask_to_serve_with() {
        for (var decision : new String[] {"Approved", "Denied"})
            requests.decide(bed.operator(), askedToServe(node()), decision).accepted();
    }

    @Test
    void the_operator_decides_nothing_that_others_ask_to_serve_with() {
        var strangers = List.of(
                other(), bed.as("system:node:w1", "others"), bed.as("nobody", "system:nodes", "others"), bed.admin());
        for (var stranger : strangers)
            requests.decide(bed.operator(), askedToServe(stranger), "Approved")
                    .refusedBy("nodejoin-certificate-approval", "Forbidden", NOT_ITS_BUSINESS);
    }

    private static Api node() {
        return bed.as("system:node:w1", "system:nodes");
    }

    private static String askedToServe(Api who) {
        var name = bed.freshName("serving");
        var request = MachineRequests.request(name);
        request.withObjectProperty("spec").put("signerName", "kubernetes.io/kubelet-serving");
        request.withObjectProperty("spec")
                .putArray("usages")
                .add("digital signature")
                .add("server auth");
        who.post(MachineRequests.COLLECTION, request).accepted();
        return name;
    }

    @Test
    void the_operator_signs_nothing() {
        var name = asked();
        requests.decide(bed.operator(), name, "Approved").accepted();
        var path = MachineRequests.COLLECTION + "/" + name;
        bed.operator()
                .merge(path + "/status", "{status: {certificate: 'YQ=='}}")
                .notAuthorized();
        bed.operator().put(path + "/status", bed.admin().get(path).accepted()).notAuthorized();
        bed.operator().merge(path + "/approval", "{}").notAuthorized();
        bed.operator().delete(path).notAuthorized();
    }

    @Test
    void what_others_asked_for_is_approved_as_ever() {
        var name = asked(other());
        bed.kubectl().run("certificate", "approve", name).accepted();
    }

    private static String asked() {
        return asked(machine);
    }

    private static String asked(Api who) {
        var name = bed.freshName("csr");
        who.post(MachineRequests.COLLECTION, MachineRequests.request(name)).accepted();
        return name;
    }

    private static String decisions(String name) {
        var conditions = bed.admin()
                .get(MachineRequests.COLLECTION + "/" + name)
                .accepted()
                .at("/status/conditions");
        return StreamSupport.stream(conditions.spliterator(), false)
                .map((JsonNode condition) -> condition.path("type").asText())
                .collect(Collectors.joining());
    }
}
