package dev.nodejoin.operator.ban;

import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.policy.ban.Ban;
import dev.nodejoin.policy.ban.Suspect;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The bans and their index as the informers know them, and which bans an event concerns. */
final class BanCaches {
    private static final ResourceID INDEX = new ResourceID(BanIndex.NAME, BanIndex.NAMESPACE);

    private final IndexerResourceCache<NodeJoinBan> bans;
    private final InformerEventSource<ConfigMap, NodeJoinBan> index;
    private final SimpleInboundEventSource<NodeJoinBan> hits = new SimpleInboundEventSource<>("hits");

    BanCaches(EventSourceContext<NodeJoinBan> context) {
        bans = context.getPrimaryCache();
        index = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(ConfigMap.class, NodeJoinBan.class)
                        .withNamespaces(BanIndex.NAMESPACE)
                        .withFieldSelector(new FieldSelectorBuilder()
                                .withField("metadata.name", BanIndex.NAME)
                                .build())
                        .withSecondaryToPrimaryMapper(changed -> anyBan())
                        .build(),
                context);
    }

    List<EventSource<?, NodeJoinBan>> eventSources() {
        return List.of(index, hits);
    }

    List<Ban> bans() {
        return bans.list(ban -> true).map(BanCaches::read).toList();
    }

    static Ban read(NodeJoinBan ban) {
        return Ban.of(ban.getMetadata().getName(), ban.getSpec());
    }

    Optional<ConfigMap> index() {
        return index.get(INDEX);
    }

    /** Read-your-own-writes: the next look must not be older than the answer to our write. */
    void remember(ConfigMap written) {
        index.get(INDEX)
                .ifPresentOrElse(
                        old -> index.handleRecentResourceUpdate(INDEX, written, old),
                        () -> index.handleRecentResourceCreate(INDEX, written));
    }

    /** Somebody asks for a certificate: the bans that hit them are reconciled at once. */
    void seen(CertificateSigningRequest request) {
        var all = bans();
        if (all.isEmpty()) return;
        var suspect = Suspect.of(CertificateRequestReader.read(request).requested());
        all.stream().filter(ban -> ban.hits(suspect)).forEach(ban -> hits.propagateEvent(new ResourceID(ban.name())));
    }

    /** One is enough: whichever is reconciled looks at the whole index. */
    private Set<ResourceID> anyBan() {
        return bans.list(ban -> true)
                .findFirst()
                .map(ResourceID::fromResource)
                .map(Set::of)
                .orElse(Set.of());
    }
}
