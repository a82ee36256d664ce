package dev.nodejoin.policy.certificate;

import static java.util.function.Predicate.not;

import dev.nodejoin.policy.certificate.Refusal.Reason;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import dev.nodejoin.protocol.pki.AlternativeName;
import dev.nodejoin.protocol.pki.CertificateRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges a node's request for the certificate with which its kubelet serves.
 *
 * <p>The signer copies names and addresses without a question, and whoever trusts the cluster's CA believes them. So each must
 * be the node's, by the word of whoever approved it or, where a policy trusts nodes so far, by the node's own.
 */
public final class ServingCertificateRules {
    /** The signer of kubelets' serving certificates. */
    public static final String SIGNER = "kubernetes.io/kubelet-serving";

    private static final String EXTENSION_REQUEST = "1.2.840.113549.1.9.14";
    private static final Set<String> USAGES = Set.of("digital signature", "server auth");
    private static final Set<String> USAGES_WITH_RSA = Set.of("digital signature", "server auth", "key encipherment");

    private static final List<Rule> RULES = List.of(
            ServingCertificateRules::subjectIsExactlyTheNode,
            ServingCertificateRules::asksForNamesAlone,
            ServingCertificateRules::usagesAreAServers,
            ServingCertificateRules::namesSomething,
            ServingCertificateRules::namesAreNamesOrAddresses,
            ServingCertificateRules::nothingIsOffLimits,
            ServingCertificateRules::nothingIsSomebodyElses,
            ServingCertificateRules::everythingIsApproved);

    private ServingCertificateRules() {}

    /** One condition of approval; empty if it holds. */
    private interface Rule {
        Optional<Refusal> check(RequestedCertificate requested, CertificateRequest request, PromisedServing promised);
    }

    /** The same facts always give the same verdict, in whatever order they come. A denial carries every refusal. */
    public static CertificateVerdict judge(RequestedCertificate requested, PromisedServing promised) {
        if (!requested.signerName().equals(SIGNER)) return new CertificateVerdict.Ignore("for another signer");
        if (!requested.requester().equals(NodeSubject.user(promised.nodeName())))
            return new CertificateVerdict.Ignore("made by another user than the node");
        if (!requested.groups().contains(NodeSubject.GROUP))
            return new CertificateVerdict.Ignore("made by a user that is no node");
        if (!promised.terms().allowed())
            return new CertificateVerdict.Ignore("no policy allows the node a serving certificate");
        return switch (requested.parsed()) {
            case CertificateRequest.Malformed(var reason) ->
                new CertificateVerdict.Deny(List.of(new Refusal(Reason.MALFORMED, reason)));
            case CertificateRequest.Parsed(var request) -> judge(requested, request, promised);
        };
    }

    private static CertificateVerdict judge(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        var refusals = RULES.stream()
                .flatMap(rule -> rule.check(requested, request, promised).stream())
                .toList();
        if (!refusals.isEmpty()) return new CertificateVerdict.Deny(refusals);
        return missing(request, promised)
                .<CertificateVerdict>map(CertificateVerdict.Wait::new)
                .orElseGet(
                        () -> new CertificateVerdict.Approve(request.publicKey().sha256()));
    }

    /** What is asked for beyond what was approved; the node would have to be believed. */
    private static Stream<HostAddress> unapproved(CertificateRequest request, PromisedServing promised) {
        return addresses(request).filter(not(promised::isApproved));
    }

    private static Stream<HostAddress> addresses(CertificateRequest request) {
        return request.alternativeNames().stream()
                .map(name -> new HostAddress(name.text()))
                .distinct()
                .sorted();
    }

    private static Optional<String> missing(CertificateRequest request, PromisedServing promised) {
        if (!promised.surroundings().isKnown())
            return Optional.of("It is not known which addresses are those of Services and of the API server");
        return switch (promised.terms().addressSource()) {
            case REQUEST ->
                inOneLine(unapproved(request, promised), "The request does not say addresses, asked for is %s");
            case NODE_STATUS ->
                inOneLine(
                        unapproved(request, promised).filter(not(promised.reported()::contains)),
                        "Neither the request nor the Node shows %s");
        };
    }

    private static Optional<Refusal> subjectIsExactlyTheNode(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        return NodeSubject.refusal(request, promised.nodeName());
    }

    private static Optional<Refusal> asksForNamesAlone(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        var onlyNames = request.extensionOids().stream().allMatch(CertificateRequest.SUBJECT_ALTERNATIVE_NAME::equals)
                && request.attributeOids().stream().allMatch(EXTENSION_REQUEST::equals)
                && !request.hasDuplicateExtensions();
        return refuseUnless(
                onlyNames,
                Reason.EXTENSIONS,
                "it has the extensions %s and attributes %s, expected are alternative names alone"
                        .formatted(request.extensionOids(), request.attributeOids()));
    }

    private static Optional<Refusal> usagesAreAServers(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        return refuseUnless(
                requested.usages().equals(USAGES) || requested.usages().equals(USAGES_WITH_RSA),
                Reason.USAGES,
                "usages are %s, a kubelet's are digital signature and server auth"
                        .formatted(requested.usages().stream().sorted().toList()));
    }

    private static Optional<Refusal> namesSomething(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        return refuseUnless(
                !request.alternativeNames().isEmpty(), Reason.ALTERNATIVE_NAMES, "it has no alternative names");
    }

    private static Optional<Refusal> namesAreNamesOrAddresses(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        var others = request.alternativeNames().stream()
                .filter(not(ServingCertificateRules::isNameOrAddress))
                .map(AlternativeName::toString)
                .sorted()
                .toList();
        return refuseUnless(
                others.isEmpty(),
                Reason.ALTERNATIVE_NAMES,
                "it asks for %s, expected are names of hosts and IP addresses alone".formatted(others));
    }

    private static boolean isNameOrAddress(AlternativeName name) {
        return switch (name.kind()) {
            case IP -> true;
            case DNS -> isHostName(name.text());
            case OTHER_NAME, EMAIL, X400, DIRECTORY_NAME, EDI, URI, REGISTERED_ID -> false;
        };
    }

    /** An RFC 1123 subdomain, as Nodes are named; no wildcard, and no address in the place of a name. */
    private static boolean isHostName(String text) {
        try {
            return new HostAddress(new NodeName(text).value()).ip().isEmpty();
        } catch (MalformedInputException e) {
            return false;
        }
    }

    private static Optional<Refusal> nothingIsOffLimits(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        return refuse(
                Reason.OFF_LIMITS,
                addresses(request)
                        .flatMap(address -> OffLimits.forEverybody(address, promised.surroundings()).stream()));
    }

    private static Optional<Refusal> nothingIsSomebodyElses(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        return refuse(
                Reason.NOT_ITS_ADDRESS,
                addresses(request)
                        .filter(not(promised::isVouchedFor))
                        .flatMap(address -> OffLimits.forTheNode(address, promised.surroundings()).stream()));
    }

    /** Where only the request counts, an address beside those that it says is a violation; if it says none, they are missing. */
    private static Optional<Refusal> everythingIsApproved(
            RequestedCertificate requested, CertificateRequest request, PromisedServing promised) {
        if (promised.terms().addressSource() != AddressSource.REQUEST
                || promised.approved().isEmpty()) return Optional.empty();
        return refuse(
                Reason.NOT_ITS_ADDRESS,
                unapproved(request, promised).map("%s is not among the addresses that were approved"::formatted));
    }

    private static Optional<Refusal> refuse(Reason reason, Stream<String> why) {
        var message = why.collect(Collectors.joining(", "));
        return refuseUnless(message.isEmpty(), reason, message);
    }

    private static Optional<Refusal> refuseUnless(boolean holds, Reason reason, String message) {
        return holds ? Optional.empty() : Optional.of(new Refusal(reason, message));
    }

    private static Optional<String> inOneLine(Stream<HostAddress> addresses, String sentence) {
        var all = addresses.map(HostAddress::text).collect(Collectors.joining(", "));
        return Optional.of(all).filter(not(String::isEmpty)).map(sentence::formatted);
    }
}
