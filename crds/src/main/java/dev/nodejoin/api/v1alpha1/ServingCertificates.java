package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Enumerated;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds of the certificate with which a kubelet serves.
 *
 * <p>The source of addresses is text, so that one that an older operator does not know is never taken for none.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Enumerated.class, input = "addressSource=NodeStatus,Request")
public record ServingCertificates(
        @JsonPropertyDescription(
                "True: serving certificates are approved, which needs a policy that says so and none that says false. Absent: nothing is said.")
        @Nullable
        Boolean allowed,

        @JsonPropertyDescription(
                "Request when absent: the addresses of the approved request. NodeStatus: also those that the Node reports about itself, if no policy wants Request.")
        @Nullable
        String addressSource) {}
