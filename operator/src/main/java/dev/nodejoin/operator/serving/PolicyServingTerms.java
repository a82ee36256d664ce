package dev.nodejoin.operator.serving;

import dev.nodejoin.api.v1alpha1.AddressSource;
import dev.nodejoin.api.v1alpha1.GovernedRequests;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicySpec;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.api.v1alpha1.NodeRole;
import dev.nodejoin.api.v1alpha1.PolicyMode;
import dev.nodejoin.api.v1alpha1.ServingCertificates;
import dev.nodejoin.policy.certificate.ServingTerms;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the enforced policies that govern a request say together: serving certificates take a policy that allows them and none
 * that forbids them; nodes are believed about their addresses only if no policy wants those of the request. Order never matters.
 */
public final class PolicyServingTerms implements ServingTermsSource {
    private final Supplier<? extends Collection<NodeJoinPolicySpec>> policies;

    public PolicyServingTerms(Supplier<? extends Collection<NodeJoinPolicySpec>> policies) {
        this.policies = policies;
    }

    @Override
    public ServingTerms termsOf(NodeJoinRequest request) {
        var said = policies.get().stream()
                .filter(policy -> policy.mode() != PolicyMode.AUDIT)
                .filter(policy -> policy.governs() == null || governs(policy.governs(), request))
                .flatMap(PolicyServingTerms::serving)
                .toList();
        var allowed = said.stream().anyMatch(serving -> Boolean.TRUE.equals(serving.allowed()))
                && said.stream().noneMatch(serving -> Boolean.FALSE.equals(serving.allowed()));
        return allowed ? new ServingTerms(true, source(said)) : ServingTerms.NONE;
    }

    private static Stream<ServingCertificates> serving(NodeJoinPolicySpec policy) {
        var bounds = policy.certificates();
        return bounds == null ? Stream.empty() : Stream.ofNullable(bounds.serving());
    }

    private static AddressSource source(List<ServingCertificates> said) {
        return said.stream().anyMatch(PolicyServingTerms::wantsTheRequest)
                ? AddressSource.REQUEST
                : AddressSource.NODE_STATUS;
    }

    private static boolean wantsTheRequest(ServingCertificates serving) {
        return serving.addressSource() == AddressSource.REQUEST
                || (serving.addressSource() == null && Boolean.TRUE.equals(serving.allowed()));
    }

    private static boolean governs(GovernedRequests governed, NodeJoinRequest request) {
        var metadata = request.getMetadata();
        return fits(governed.namespaces(), metadata.getNamespace())
                && fits(
                        governed.nodeNames(),
                        Objects.requireNonNullElse(request.getSpec().nodeName(), ""))
                && fits(governed.roles(), role(request))
                && hasLabels(governed.requestLabels(), metadata.getLabels());
    }

    private static String role(NodeJoinRequest request) {
        return switch (Objects.requireNonNullElse(request.getSpec().role(), NodeRole.WORKER)) {
            case WORKER -> "Worker";
        };
    }

    private static boolean fits(@Nullable List<String> patterns, String text) {
        return patterns == null || patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    /** A star stands for any text. */
    private static boolean matches(String pattern, String text) {
        var regex = Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return text.matches(regex);
    }

    private static boolean hasLabels(@Nullable Map<String, String> wanted, @Nullable Map<String, String> labels) {
        if (wanted == null) return true;
        return labels != null && labels.entrySet().containsAll(wanted.entrySet());
    }
}
