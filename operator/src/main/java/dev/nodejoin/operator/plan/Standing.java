package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;

import dev.nodejoin.api.v1alpha1.CertificateStatus;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestStatus;
import java.time.Instant;

/** How far a join has come, as its status says. */
enum Standing {
    /** No certificate was issued yet. */
    JOINING {
        @Override
        JoinPlan plan(Planning planning) {
            return IssuedCertificate.already(planning)
                    .orElseGet(() -> planning.isOverdue() ? Revocation.expire(planning) : credential(planning));
        }

        private static JoinPlan credential(Planning planning) {
            return planning.request().origin().isPresent()
                    ? UnrequestedPlanning.plan(planning)
                    : TokenPlanning.plan(planning);
        }
    },
    /** The machine has its certificate; its Node is awaited. */
    CERTIFIED {
        @Override
        JoinPlan plan(Planning planning) {
            return NodePlanning.awaitNode(planning);
        }
    },
    /** The Node was seen to register. */
    REGISTERED {
        @Override
        JoinPlan plan(Planning planning) {
            return NodePlanning.keep(planning);
        }
    };

    /** Goes on from here; the request is approved. */
    abstract JoinPlan plan(Planning planning);

    static Standing of(Planning planning) {
        return of(planning.request().status());
    }

    static Standing of(NodeJoinRequestStatus status) {
        if (status.node() != null) return REGISTERED;
        var certificate = status.certificate();
        return certificate != null && certificate.serial() != null ? CERTIFIED : JOINING;
    }

    /** Nothing is done; the conditions say where the join stands. */
    static JoinPlan hold(Planning planning) {
        describe(planning);
        return planning.thenRest();
    }

    static JoinPlan holdUntil(Planning planning, Instant lookAgainAt) {
        describe(planning);
        return planning.thenRestUntil(lookAgainAt);
    }

    /** Findings about credential and certificate, for conditions that this planning does not move. */
    static void describe(Planning planning) {
        switch (of(planning)) {
            case JOINING -> TokenFindings.describe(planning);
            case CERTIFIED -> certified(planning);
            case REGISTERED -> {
                if (RejoinPlanning.isUnderWay(planning)) TokenFindings.describe(planning);
                else certified(planning);
                NodePlanning.describe(planning);
                ServingPlanning.describe(planning);
            }
        }
    }

    static Planning certified(Planning planning) {
        var certificate = planning.request().status().certificate();
        return certificate == null || certificate.serial() == null
                ? adopted(planning)
                : certified(planning, certificate);
    }

    /** The Node is in, and this request has no record of the certificate. */
    static Planning adopted(Planning planning) {
        var message = "The Node is in with a certificate that this request has no record of";
        return planning.met(CREDENTIAL_ISSUED, Reason.ADOPTED, message)
                .met(HANDED_OVER, Reason.ADOPTED, message)
                .met(CERTIFICATE_ISSUED, Reason.ADOPTED, message);
    }

    static Planning certified(Planning planning, CertificateStatus certificate) {
        return planning.met(CREDENTIAL_ISSUED, Reason.SPENT, "The token has served")
                .met(HANDED_OVER, Reason.SPENT, "The hand-off has served")
                .met(
                        CERTIFICATE_ISSUED,
                        Reason.ISSUED,
                        "Certificate %s, good until %s%s"
                                .formatted(
                                        certificate.serial(),
                                        certificate.notAfter(),
                                        PolicyPlanning.lifetimeRemark(planning, certificate)));
    }
}
