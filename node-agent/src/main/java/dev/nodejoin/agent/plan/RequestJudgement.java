package dev.nodejoin.agent.plan;

import dev.nodejoin.agent.plan.Action.Abort;
import dev.nodejoin.agent.plan.Action.AwaitCertificate;
import dev.nodejoin.agent.plan.Action.InstallCertificate;
import dev.nodejoin.agent.plan.Action.SubmitRequest;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.NodeName;
import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.CertificateRequest;
import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeCertificateRequestName;
import dev.nodejoin.protocol.pki.NodeKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a certificate signing request of this node, as it is found, asks for next.
 *
 * <p>Its name is a function of key and node name, so an earlier run's request is found again. One that an earlier
 * <em>token</em> created is of no use until it has a certificate, since whoever approves goes by the token; then the request
 * is made once more, under a name that the token is part of.
 */
final class RequestJudgement {
    static final String SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";
    static final List<String> USAGES = List.of("digital signature", "client auth");

    private final JoinGoal goal;
    private final NodeKey key;
    private final SigningRequest request;
    private final Instant now;

    private RequestJudgement(JoinGoal goal, NodeKey key, SigningRequest request, Instant now) {
        this.goal = goal;
        this.key = key;
        this.request = request;
        this.now = now;
    }

    static Action next(JoinGoal goal, NodeKey key, Optional<SigningRequest> request, Instant now) {
        return request.map(seen -> new RequestJudgement(goal, key, seen, now).next())
                .orElseGet(() -> new SubmitRequest(firstName(goal, key)));
    }

    static String firstName(JoinGoal goal, NodeKey key) {
        return NodeCertificateRequestName.of(key.publicKeyInfo(), goal.nodeName(), USAGES);
    }

    private Action next() {
        return isCompatible() ? toDecision() : elsewhereOr(Failures.foreignRequest(request.name()));
    }

    private Action toDecision() {
        return switch (request.decision()) {
            case Decision.Undecided undecided -> isMine() ? new AwaitCertificate(request) : elsewhere();
            case Decision.Approved approved -> new AwaitCertificate(request);
            case Decision.Issued(String certificate) -> toIssued(certificate);
            case Decision.Denied(String reason, String message) ->
                isMine() ? new Abort(Failures.denied(request.name(), reason, message)) : elsewhere();
            case Decision.Failed(String reason, String message) ->
                isMine() ? new Abort(Failures.failed(request.name(), reason, message)) : elsewhere();
        };
    }

    private Action toIssued(String certificate) {
        try {
            var pair = new KubeletCertificatePair(CertificateBundle.parse(certificate), key);
            return switch (ClientCertificate.judge(pair, goal.nodeName(), goal.authorities(), now)) {
                case ClientCertificate.Usable usable -> new InstallCertificate(pair);
                case ClientCertificate.OfAnother(String subject) -> unusable("it is for " + subject);
                case ClientCertificate.Unusable(String why) -> unusable(why);
            };
        } catch (MalformedInputException e) {
            return unusable(String.valueOf(e.getMessage()));
        }
    }

    private Action unusable(String why) {
        var failure = Failures.unusableCertificate(request.name(), why);
        return isMine() ? new Abort(failure) : elsewhereOr(failure);
    }

    /** Anyone with a bootstrap token can take a name first, so a request is used only if it is ours in content. */
    private boolean isCompatible() {
        return request.signerName().equals(SIGNER)
                && Set.copyOf(request.usages()).equals(Set.copyOf(USAGES))
                && CertificateRequest.parse(request.requestPem().getBytes(StandardCharsets.ISO_8859_1))
                        instanceof CertificateRequest.Parsed(CertificateRequest content)
                && content.publicKey().equals(key.publicKeyInfo())
                && content.commonNames().equals(List.of(new NodeName(goal.nodeName()).userName()))
                && content.organizations().equals(List.of("system:nodes"))
                && content.alternativeNames().isEmpty();
    }

    private boolean isMine() {
        return goal.requester().map(request.requester()::equals).orElse(true);
    }

    private Action elsewhere() {
        return elsewhereOr(Failures.foreignRequest(request.name()));
    }

    private Action elsewhereOr(Failure failure) {
        var first = firstName(goal, key);
        var second = goal.requester()
                .map(user -> first + "-" + user.substring(user.lastIndexOf(':') + 1))
                .orElse(first);
        return request.name().equals(second) ? new Abort(failure) : new SubmitRequest(second);
    }
}
