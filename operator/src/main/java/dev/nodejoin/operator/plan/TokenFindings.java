package dev.nodejoin.operator.plan;

import static dev.nodejoin.api.v1alpha1.ConditionType.CERTIFICATE_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.CREDENTIAL_ISSUED;
import static dev.nodejoin.api.v1alpha1.ConditionType.HANDED_OVER;

import dev.nodejoin.api.v1alpha1.TokenState;
import dev.nodejoin.api.v1alpha1.TokenStatus;
import java.util.Objects;
import java.util.Set;

/** What the conditions say of a token attempt. */
final class TokenFindings {
    private static final Set<String> UNSIGNABLE = Set.of(
            Reason.AWAITING_SIGNATURE,
            Reason.CLUSTER_INFO_MISSING,
            Reason.CLUSTER_INFO_NOT_PUBLIC,
            Reason.CLUSTER_INFO_UNUSABLE);

    private TokenFindings() {}

    /** Conditions of a join that rests where it is. */
    static void describe(Planning planning) {
        if (!planning.tokenIs(TokenState.LIVE)) return;
        live(planning, planning.token().orElseThrow());
        if (!planning.draft().isFound(CERTIFICATE_ISSUED)) awaitingRequest(planning);
    }

    /** Why the last attempt failed, until the next one begins. */
    static Planning describeFailure(Planning planning) {
        if (!(planning.snapshot().ownAttempt() instanceof OwnAttempt.Failed failed)) return minting(planning);
        if (failed.reason().equals(Reason.MINTING))
            return planning.unmet(CREDENTIAL_ISSUED, Reason.MINTING, failed.message());
        // No token is minted for a signature that could not be, so this is why there is no credential either.
        if (UNSIGNABLE.contains(failed.reason())) planning.unmet(CREDENTIAL_ISSUED, failed.reason(), failed.message());
        else minting(planning);
        return planning.unmet(HANDED_OVER, failed.reason(), failed.message());
    }

    static Planning minting(Planning planning) {
        return planning.unmet(CREDENTIAL_ISSUED, Reason.MINTING, "A bootstrap token is being minted");
    }

    /** Told from the second look on: mostly the signature is there before anybody could read of it. */
    static Planning awaitingSignature(Planning planning, TokenStatus token, OwnAttempt.Unsigned unsigned) {
        if (unsigned.looks() < 2) return planning;
        return tokenIsGood(planning, token).unmet(HANDED_OVER, Reason.AWAITING_SIGNATURE, unsigned.why());
    }

    static Planning awaitingRequest(Planning planning) {
        return planning.unmet(
                CERTIFICATE_ISSUED, Reason.AWAITING_REQUEST, "The machine has not asked for a certificate");
    }

    static void live(Planning planning, TokenStatus token) {
        var handOff = planning.request().status().handOff();
        var name = handOff == null ? "" : Objects.requireNonNullElse(handOff.name(), "");
        live(planning, token, name);
    }

    static void live(Planning planning, TokenStatus token, String secretName) {
        tokenIsGood(planning, token)
                .met(
                        HANDED_OVER,
                        Reason.HANDED_OVER,
                        "Save Secret %s as a file, bring it to the machine and run: node-agent join --ticket FILE%s"
                                .formatted(secretName, orKubeadm(planning)));
    }

    private static String orKubeadm(Planning planning) {
        return Terms.discoversByClusterInfo(planning.request().spec())
                ? ", or kubeadm join --config with its join-configuration.yaml"
                : "";
    }

    private static Planning tokenIsGood(Planning planning, TokenStatus token) {
        return planning.met(
                CREDENTIAL_ISSUED,
                Reason.TOKEN_LIVE,
                "Token %s is good until %s".formatted(token.id(), token.expiresAt()));
    }
}
