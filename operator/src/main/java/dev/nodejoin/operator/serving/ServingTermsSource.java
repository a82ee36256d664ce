package dev.nodejoin.operator.serving;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.policy.certificate.ServingTerms;

/** What policies say about the serving certificates of a request's node. */
@FunctionalInterface
public interface ServingTermsSource {
    ServingTerms termsOf(NodeJoinRequest request);
}
