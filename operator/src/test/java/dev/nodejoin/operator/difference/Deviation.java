package dev.nodejoin.operator.difference;

import static dev.nodejoin.operator.difference.Draft.COMMON_NAME;
import static dev.nodejoin.operator.difference.Draft.ORGANIZATION;

import dev.nodejoin.protocol.pki.CertificateRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One way of not asking for what was promised. */
@SuppressWarnings("ImmutableEnumChecker") // the changes capture nothing
enum Deviation {
    ANOTHER_NODE(draft -> replaceSubject(draft, "system:nodes", "system:node:other-" + draft.random.nextInt(1000))),
    NO_NODE_PREFIX(draft -> replaceSubject(draft, "system:nodes", draft.promisedNode)),
    ALMOST_THE_PREFIX(draft -> replaceSubject(draft, "system:nodes", "system:nodes:" + draft.promisedNode)),
    NOTHING_AFTER_THE_PREFIX(draft -> replaceSubject(draft, "system:nodes", "system:node:")),
    CAPITALS(draft -> replaceSubject(draft, "system:nodes", "System:Node:" + draft.promisedNode)),
    SPACE_AT_THE_END(draft -> replaceSubject(draft, "system:nodes", "system:node:" + draft.promisedNode + " ")),
    ANOTHER_ORGANIZATION(draft -> replaceSubject(draft, "system:masters", "system:node:" + draft.promisedNode)),
    NO_COMMON_NAME(draft -> keepSubject(draft, draft.name(ORGANIZATION, "system:nodes"))),
    NO_ORGANIZATION(draft -> keepSubject(draft, draft.name(COMMON_NAME, "system:node:" + draft.promisedNode))),
    NO_SUBJECT(draft -> draft.subject.clear()),
    MORE_ORGANIZATIONS(draft -> draft.subject.add(draft.name(
            ORGANIZATION, draft.anyOf(List.of("system:nodes", "system:masters", "kubeadm:cluster-admins", ""))))),
    SECOND_COMMON_NAME(draft -> draft.subject.add(draft.name(
            COMMON_NAME, draft.anyOf(List.of("system:node:other", "system:node:" + draft.promisedNode, "admin"))))),
    MORE_IN_THE_SUBJECT(draft ->
            draft.subject.add(draft.name(draft.anyOf(List.of("2.5.4.11", "2.5.4.6", "2.5.4.5", "1.2.3.4")), "DE"))),
    TWO_IN_ONE_STEP(draft -> keepSubject(
            draft,
            request -> request.multiValuedRdn(
                    ORGANIZATION, "system:nodes", COMMON_NAME, "system:node:" + draft.promisedNode))),
    STRANGE_TEXT(draft -> keepSubject(
            draft,
            draft.name(ORGANIZATION, "system:nodes"),
            request -> request.bmpRdn(COMMON_NAME, "system:node:" + draft.promisedNode))),
    DNS_NAME(draft -> draft.more.add(request -> request.dnsName(draft.promisedNode))),
    ADDRESS(draft -> draft.more.add(request -> request.ipAddress("10.0.0.1"))),
    ODD_ADDRESS(draft -> draft.more.add(request -> request.rawIpAddress(new byte[] {10, 0, 0}))),
    EMAIL(draft -> draft.more.add(request -> request.email("root@example.com"))),
    LINK(draft -> draft.more.add(request -> request.uri("spiffe://example.com/" + draft.promisedNode))),
    DIRECTORY_NAME(draft -> draft.more.add(request -> request.directoryName("CN=admin"))),
    REGISTERED_ID(draft -> draft.more.add(request -> request.registeredId("1.2.3.4"))),
    OTHER_NAME(draft -> draft.more.add(request -> request.otherName("1.3.6.1.4.1.311.20.2.3", "admin"))),
    AUTHORITY(draft -> draft.more.add(CertificateRequests::certificateAuthority)),
    UNKNOWN_EXTENSION(draft ->
            draft.more.add(request -> request.extension("1.2.3.4.5", draft.random.nextBoolean(), new byte[] {5, 0}))),
    PASSWORD(draft -> draft.more.add(request -> request.challengePassword("secret"))),
    FEWER_USAGES(draft -> draft.usages =
            draft.anyOf(List.of(List.of("client auth"), List.of("digital signature"), List.of("key encipherment")))),
    MORE_USAGES(draft -> draft.usages =
            with(draft.usages, draft.anyOf(List.of("server auth", "cert sign", "any", "signing", "code signing")))),
    A_SERVERS_USAGES(draft -> draft.usages = List.of("digital signature", "server auth")),
    ANOTHER_SIGNER(draft -> draft.signer = draft.anyOf(
            List.of("kubernetes.io/kube-apiserver-client", "kubernetes.io/kubelet-serving", "example.com/signer"))),
    ANOTHER_TOKEN(draft -> draft.asker = Asker.WITH_ANOTHER_TOKEN),
    A_TOKEN_OF_KUBEADM(draft -> draft.asker = Asker.WITH_A_TOKEN_OF_KUBEADM),
    AN_ADMINISTRATOR(draft -> draft.asker = Asker.ADMINISTRATOR),
    A_NODE(draft -> draft.asker = Asker.NODE),
    A_NODE_FOR_ITSELF(draft -> {
        draft.asker = Asker.NODE;
        replaceSubject(draft, "system:nodes", Asker.NODE.user());
    }),
    ANOTHER_KEY(draft -> draft.pinsAnotherKey = true),
    ANOTHERS_SIGNATURE(draft -> draft.more.add(CertificateRequests::wrongSignature)),
    WEAK_KEY(draft -> {
        draft.isWeak = true;
        draft.more.add(request -> request.rsa(1024));
    }),
    VERSION(draft -> draft.more.add(request -> request.version(1))),
    TEXT_BEFORE(draft -> draft.before = "hello\n"),
    TEXT_AFTER(draft -> draft.after = "hello\n"),
    TWO_REQUESTS(draft -> draft.after = CertificateRequests.forNode("other").pemText()),
    NO_REQUEST(draft -> draft.before = "-----BEGIN CERTIFICATE-----\n");

    private final Consumer<Draft> change;

    Deviation(Consumer<Draft> change) {
        this.change = change;
    }

    void applyTo(Draft draft) {
        change.accept(draft);
    }

    private static void replaceSubject(Draft draft, String organization, String commonName) {
        keepSubject(draft, draft.name(ORGANIZATION, organization), draft.name(COMMON_NAME, commonName));
    }

    private static void keepSubject(Draft draft, Draft.Step... steps) {
        draft.subject.clear();
        draft.subject.addAll(List.of(steps));
    }

    private static List<String> with(List<String> usages, String usage) {
        var all = new ArrayList<>(usages);
        all.add(usage);
        return all;
    }
}
