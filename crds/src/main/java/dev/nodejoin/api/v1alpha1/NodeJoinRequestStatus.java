package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.ConditionList;
import dev.nodejoin.api.schema.KeyedList;
import dev.nodejoin.api.schema.Timestamps;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the join has come. Written by the operator, except {@code approvals} and {@code denials}, which people add to. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@SchemaCustomizer(value = ConditionList.class, input = "conditions")
@SchemaCustomizer(value = KeyedList.class, input = "approvals=by")
@SchemaCustomizer(value = KeyedList.class, input = "denials=by")
@SchemaCustomizer(value = Timestamps.class, input = "approvalExpiredAt")
public record NodeJoinRequestStatus(
        @JsonPropertyDescription(
                "Accepted, Approved, CredentialIssued, HandedOver, CertificateIssued, NodeRegistered, Ready; where a"
                        + " policy allows serving certificates also ServingCertificateIssued.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Generation of the specification that this status speaks of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Hash of what would be approved: all of the specification but suspend.") @Nullable
        String specHash,

        @JsonPropertyDescription(
                "What an approval must quote as its key. Changes with the specification, and with the admission policies that protect approvals.")
        @Nullable
        String approvalKey,

        @JsonPropertyDescription("People who approve. Add yourself: {by: <you>, key: <status.approvalKey>}.")
        @Size(max = 16)
        @Nullable
        List<Approval> approvals,

        @JsonPropertyDescription("People who deny. Add yourself: {by: <you>, reason: <why>}. A denial is final.")
        @Size(max = 16)
        @Nullable
        List<Denial> denials,

        @JsonPropertyDescription("The approval as recorded by the operator.") @Nullable
        RecordedApproval approved,

        @JsonPropertyDescription(
                "When a recorded approval last expired, unused or outvoted by policies (RFC 3339). What was approved before counts no more.")
        @Nullable
        String approvalExpiredAt,

        @JsonPropertyDescription("The newest bootstrap token.") @Nullable
        TokenStatus token,

        @JsonPropertyDescription("Where the credential waits.") @Nullable
        HandOffStatus handOff,

        @JsonPropertyDescription("The certificate of this join.") @Nullable
        CertificateStatus certificate,

        @JsonPropertyDescription("The Node of this join.") @Nullable
        RegisteredNode node,

        @JsonPropertyDescription("The newest certificate with which the kubelet serves.") @Nullable
        ServingCertificateStatus servingCertificate) {
    /** The status of a request that nobody has looked at. */
    public static final NodeJoinRequestStatus EMPTY =
            new NodeJoinRequestStatus(null, null, null, null, null, null, null, null, null, null, null, null, null);
}
