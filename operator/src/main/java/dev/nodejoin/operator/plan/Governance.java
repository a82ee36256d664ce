package dev.nodejoin.operator.plan;

import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.certificate.ServingTerms;
import dev.nodejoin.policy.fact.JoinFacts;
import dev.nodejoin.policy.rule.Policies;
import java.util.Map;

/**
 * The policies that there are, and the labels of a request by which they may select it.
 *
 * @param requestLabels labels of the NodeJoinRequest
 */
public record Governance(Policies policies, Map<String, String> requestLabels) {
    /** Nothing but what is built in. */
    public static final Governance NONE = new Governance(Policies.NONE, Map.of());

    public Governance {
        requestLabels = Map.copyOf(requestLabels);
    }

    /** What it takes to approve the request. */
    public ApprovalTerms terms(RequestFacts request) {
        return policies.terms(join(request));
    }

    /** What the node's serving certificates may be. */
    public ServingTerms serving(RequestFacts request) {
        return policies.serving(join(request));
    }

    JoinFacts join(RequestFacts request) {
        return new JoinFacts(
                request.namespace(), request.name(), request.uid(), request.createdAt(), requestLabels, request.spec());
    }
}
