package dev.nodejoin.policy.gate;

import dev.nodejoin.policy.certificate.RequestedCertificate;
import dev.nodejoin.policy.gate.ClusterRoleBindingFacts.Subject;
import java.util.List;

/**
 * A ClusterRoleBinding by which kube-controller-manager approves what is asked for with bootstrap tokens.
 *
 * @param subjects those that bootstrap tokens are
 */
public record AutoApproval(String binding, String role, List<Subject> subjects) {
    public AutoApproval {
        subjects = List.copyOf(subjects);
    }

    /** Whether who asked is one of the subjects. */
    public boolean holdsFor(RequestedCertificate requested) {
        return subjects.stream()
                .anyMatch(subject -> subject.isUser(requested.requester())
                        || requested.groups().stream().anyMatch(subject::isGroup));
    }
}
