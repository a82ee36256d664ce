package dev.nodejoin.agent.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * A signer that is not kube-controller-manager: in a cluster whose CA key is kept elsewhere an approved request stays without
 * a certificate until whoever holds the key has signed it. kubeadm leaves its user alone with that.
 */
public final class ForeignSigner {
    /** kube-controller-manager answers within a second; before this it would be noise. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration REMINDER = Duration.ofMinutes(1);

    private ForeignSigner() {}

    /** After how long in a wait a word is due for the n-th time, the first being number 0. */
    public static Duration wordDue(int number) {
        return GRACE.plus(REMINDER.multipliedBy(number));
    }

    /** What a waiting person should know by then. */
    public static String word(SigningRequest request, int number) {
        var what = "The request \"%s\" is approved, but its signer, %s, has not issued the certificate yet"
                .formatted(request.name(), request.signerName());
        return number == 0 ? what + ". " + sentence(request) : what;
    }

    static Optional<String> remedy(SigningRequest request) {
        return request.decision() instanceof Decision.Approved ? Optional.of(sentence(request)) : Optional.empty();
    }

    private static String sentence(SigningRequest request) {
        return "If the cluster's CA key is kept outside of it, whoever holds the key has to sign the request (kubectl get csr"
                + " %s -o jsonpath='{.spec.request}' | base64 -d) and put the certificate into its status.certificate; else see"
                        .formatted(request.name())
                + " why kube-controller-manager does not sign";
    }
}
