package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.name.NameLeases;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.protocol.token.TokenId;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which requests an event about another object concerns. */
final class ConcernedRequests {
    private static final String BY_NODE = "by-node-name";
    private static final String BY_TOKEN = "by-token-id";
    private static final String BY_MACHINE = "by-token-and-key";

    private final IndexerResourceCache<NodeJoinRequest> requests;

    ConcernedRequests(IndexerResourceCache<NodeJoinRequest> requests) {
        this.requests = requests;
        requests.addIndexer(BY_NODE, request -> listOf(nodeName(request)));
        requests.addIndexer(BY_TOKEN, request -> listOf(tokenId(request)));
        requests.addIndexer(BY_MACHINE, AskingMachine::keysOf);
    }

    List<NodeJoinRequest> forNode(String nodeName) {
        return requests.byIndex(BY_NODE, nodeName);
    }

    Set<ResourceID> by(CertificateSigningRequest request) {
        var ofToken = TokenId.ofUserName(
                        Objects.requireNonNullElse(request.getSpec().getUsername(), ""))
                .map(token -> requests.byIndex(BY_TOKEN, token.value()))
                .orElse(List.of());
        var ofMachine = AskingMachine.keysOf(request).stream()
                .flatMap(machine -> requests.byIndex(BY_MACHINE, machine).stream());
        return ids(Stream.concat(ofToken.stream(), ofMachine).toList());
    }

    /** Of a key any request may be, so all are looked at. */
    Set<ResourceID> by(NodeJoinBan ban) {
        var written = Ban.of(ban.getMetadata().getName(), ban.getSpec());
        if (written.publicKeySha256().isPresent()) return all();
        return written.nodeName().map(this::byNode).orElse(Set.of());
    }

    Set<ResourceID> by(Lease lease) {
        return NameLeases.fromLease(lease).map(hold -> byNode(hold.nodeName())).orElse(Set.of());
    }

    Set<ResourceID> byNode(String nodeName) {
        return ids(requests.byIndex(BY_NODE, nodeName));
    }

    Set<ResourceID> all() {
        return ids(requests.list(request -> true).toList());
    }

    private static Set<ResourceID> ids(List<NodeJoinRequest> requests) {
        return requests.stream().map(ResourceID::fromResource).collect(Collectors.toSet());
    }

    /** An older definition may have let a request without specification in; others must not suffer from it. */
    private static @Nullable String nodeName(NodeJoinRequest request) {
        return request.getSpec() == null ? null : request.getSpec().nodeName();
    }

    private static @Nullable String tokenId(NodeJoinRequest request) {
        var status = request.getStatus();
        return status == null || status.token() == null ? null : status.token().id();
    }

    static ResourceID of(NodeJoinApproval approval) {
        return new ResourceID(
                Objects.requireNonNullElse(approval.getSpec().request(), ""),
                approval.getMetadata().getNamespace());
    }

    private static List<String> listOf(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
