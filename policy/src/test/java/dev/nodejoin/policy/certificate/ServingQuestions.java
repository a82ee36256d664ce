package dev.nodejoin.policy.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.nodejoin.protocol.IpRange;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.CertificateRequests;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds what a node asks to serve with and what it may. Begins with worker-1, which asks for its name and 10.0.0.7; a policy
 * believes what its Node shows, and that is both.
 */
final class ServingQuestions {
    static final String NODE = "worker-1";

    private String node = NODE;
    private String requester = "system:node:" + NODE;
    private Set<String> groups = Set.of("system:nodes", "system:authenticated");
    private String signer = ServingCertificateRules.SIGNER;
    private Set<String> usages = Set.of("digital signature", "server auth");
    private CertificateRequest.ParseResult request = CertificateRequest.parse(CertificateRequests.forNode(NODE)
            .dnsName(NODE)
            .ipAddress("10.0.0.7")
            .pem());
    private ServingTerms terms = new ServingTerms(true, AddressSource.NODE_STATUS);
    private Set<HostAddress> approved = Set.of();
    private boolean vouchedFor = true;
    private Set<HostAddress> reported = addresses("worker-1", "10.0.0.7");
    private List<IpRange> serviceRanges = List.of(IpRange.parse("10.96.0.0/12"), IpRange.parse("fd00:10::/108"));
    private Set<HostAddress> apiServer = addresses("10.0.0.1", "api.example.com");
    private Set<HostAddress> others = addresses("worker-2", "10.0.0.8", "worker-2.example.com");

    private ServingQuestions() {}

    static ServingQuestions aNode() {
        return new ServingQuestions();
    }

    static Set<HostAddress> addresses(String... texts) {
        return Arrays.stream(texts).map(HostAddress::new).collect(Collectors.toSet());
    }

    ServingQuestions named(String name) {
        node = name;
        requester = "system:node:" + name;
        return this;
    }

    /** Asks as itself for these names and addresses. */
    ServingQuestions asksFor(List<String> names) {
        var asked = CertificateRequests.forNode(node);
        for (var name : names) {
            if (new HostAddress(name).ip().isPresent()) asked.ipAddress(name);
            else asked.dnsName(name);
        }
        return asks(asked);
    }

    ServingQuestions asksFor(String... names) {
        return asksFor(List.of(names));
    }

    ServingQuestions asks(CertificateRequests asked) {
        return sends(asked.pemText());
    }

    ServingQuestions sends(String text) {
        request = CertificateRequest.parse(text.getBytes(US_ASCII));
        return this;
    }

    ServingQuestions as(String user) {
        requester = user;
        return this;
    }

    ServingQuestions inGroups(String... names) {
        groups = Set.of(names);
        return this;
    }

    ServingQuestions from(String signerName) {
        signer = signerName;
        return this;
    }

    ServingQuestions toUseItFor(Set<String> purposes) {
        usages = purposes;
        return this;
    }

    ServingQuestions believed() {
        terms = new ServingTerms(true, AddressSource.NODE_STATUS);
        return this;
    }

    /** Only the request counts. */
    ServingQuestions notBelieved() {
        terms = new ServingTerms(true, AddressSource.REQUEST);
        return this;
    }

    ServingQuestions withoutAPolicy() {
        terms = ServingTerms.NONE;
        return this;
    }

    ServingQuestions approvedFor(String... names) {
        approved = addresses(names);
        return this;
    }

    /** Nobody was asked; a policy let the request pass. */
    ServingQuestions approvedAutomaticallyFor(String... names) {
        vouchedFor = false;
        return approvedFor(names);
    }

    ServingQuestions showing(String... names) {
        reported = addresses(names);
        return this;
    }

    ServingQuestions besides(String... names) {
        others = addresses(names);
        return this;
    }

    ServingQuestions withUnknownServices() {
        serviceRanges = List.of();
        return this;
    }

    ServingQuestions withAnUnknownApiServer() {
        apiServer = Set.of();
        return this;
    }

    CertificateVerdict judged() {
        return ServingCertificateRules.judge(
                new RequestedCertificate(requester, groups, signer, usages, request),
                new PromisedServing(
                        node,
                        terms,
                        approved,
                        vouchedFor,
                        reported,
                        new Surroundings(serviceRanges, apiServer, others)));
    }
}
