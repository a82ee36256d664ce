package dev.nodejoin.policy.rule;

import java.util.List;
import java.util.stream.Collectors;

/** What all policies together say. */
public sealed interface PolicyVerdict {
    /** What policies of mode Audit would have refused. It has no consequence. */
    List<PolicyRefusal> audited();

    /** No policy that is enforced refuses anything. */
    record Admit(List<PolicyRefusal> audited) implements PolicyVerdict {
        public Admit {
            audited = List.copyOf(audited);
        }
    }

    /** At least one does; these are all refusals. */
    record Refuse(List<PolicyRefusal> refusals, List<PolicyRefusal> audited) implements PolicyVerdict {
        public Refuse {
            refusals = List.copyOf(refusals);
            audited = List.copyOf(audited);
        }

        /** A field of the request is out of bounds, whatever else is wrong. */
        public boolean isOutOfBounds() {
            return refusals.stream().anyMatch(refusal -> refusal.kind() == PolicyRefusal.Kind.BOUND);
        }

        /** The proven refusals; none if nothing is known for certain. */
        public List<PolicyRefusal> proven() {
            return refusals.stream().filter(PolicyRefusal::isProven).toList();
        }

        /** All refusals in one line. */
        public String message() {
            return refusals.stream().map(PolicyRefusal::describe).collect(Collectors.joining("; "));
        }
    }

    static PolicyVerdict of(List<PolicyRefusal> refusals, List<PolicyRefusal> audited) {
        return refusals.isEmpty() ? new Admit(audited) : new Refuse(refusals, audited);
    }
}
