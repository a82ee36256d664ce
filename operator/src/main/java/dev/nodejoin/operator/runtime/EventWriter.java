package dev.nodejoin.operator.runtime;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Events. One that can't be written is logged and forgotten. */
final class EventWriter {
    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final String COMPONENT = "nodejoin-operator";
    /** Where Kubernetes keeps Events of objects that are in no namespace. */
    private static final String NAMESPACE_OF_CLUSTER_SCOPED = "default";

    private static final int LONGEST_MESSAGE = 1024;

    private final KubernetesClient client;
    private final InstantSource clock;

    EventWriter(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** @param obstacle what happened stands in somebody's way */
    void write(HasMetadata about, boolean obstacle, String reason, String message) {
        try {
            create(about, obstacle, reason, message);
        } catch (KubernetesClientException e) {
            LOG.atWarn()
                    .addKeyValue("kind", about.getKind())
                    .addKeyValue("name", about.getMetadata().getName())
                    .addKeyValue("code", e.getCode())
                    .log("event not written");
        }
    }

    private void create(HasMetadata about, boolean obstacle, String reason, String message) {
        var metadata = about.getMetadata();
        var namespace = metadata.getNamespace() == null ? NAMESPACE_OF_CLUSTER_SCOPED : metadata.getNamespace();
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        client.resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withGenerateName(metadata.getName() + ".")
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(metadata.getNamespace())
                        .withName(metadata.getName())
                        .withUid(metadata.getUid())
                        .endInvolvedObject()
                        .withType(obstacle ? "Warning" : "Normal")
                        .withReason(reason)
                        .withMessage(shortened(message))
                        .withNewSource()
                        .withComponent(COMPONENT)
                        .endSource()
                        .withReportingComponent(COMPONENT)
                        .withFirstTimestamp(now)
                        .withLastTimestamp(now)
                        .withCount(1)
                        .build())
                .create();
    }

    /** What an Event may say. */
    private static String shortened(String message) {
        return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
    }
}
