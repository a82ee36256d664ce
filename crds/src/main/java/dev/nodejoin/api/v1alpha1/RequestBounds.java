package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.EnumeratedEntries;
import dev.nodejoin.api.schema.KeyedList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked for, field by field of {@link NodeJoinRequestSpec}. An absent bound bounds nothing; an empty list allows
 * nothing.
 *
 * <p>Kinds are text, so that one that an older operator does not know is never taken for none.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = EnumeratedEntries.class, input = "roles=Worker,ControlPlane")
@SchemaCustomizer(value = EnumeratedEntries.class, input = "credentials=BootstrapToken,CertificateRequest")
@SchemaCustomizer(value = EnumeratedEntries.class, input = "handOffs=Secret,Sealed,None")
@SchemaCustomizer(value = EnumeratedEntries.class, input = "discoveries=CABundle,ClusterInfo")
@SchemaCustomizer(value = EnumeratedEntries.class, input = "rejoins=Never,SameKey,IfNotReady")
@SchemaCustomizer(value = KeyedList.class, input = "labels=key")
@SchemaCustomizer(value = KeyedList.class, input = "taints=key")
public record RequestBounds(
        @JsonPropertyDescription("Names that may be asked for; * stands for any text.") @Size(max = 64) @Nullable
        List<@Pattern("^[-a-z0-9.*]+$") @Size(min = 1, max = 63) String> nodeNames,

        @JsonPropertyDescription("Roles that may be asked for: Worker, ControlPlane.") @Size(max = 2) @Nullable
        List<String> roles,

        @JsonPropertyDescription("True: the request must pin the machine's key (spec.identity).") @Nullable
        Boolean identityRequired,

        @JsonPropertyDescription("Allowed credentials: BootstrapToken, CertificateRequest.") @Size(max = 2) @Nullable
        List<String> credentials,

        @JsonPropertyDescription("Allowed ways of handing over: Secret, Sealed, None.") @Size(max = 3) @Nullable
        List<String> handOffs,

        @JsonPropertyDescription(
                "Allowed discovery: CABundle, ClusterInfo. An automatic approval allows ClusterInfo only where it is named here.")
        @Size(max = 2)
        @Nullable
        List<String> discoveries,

        @JsonPropertyDescription("Longest life of a bootstrap token in seconds, 600 to 86400.")
        @Min(600)
        @Max(86400)
        @Nullable
        Long maxTokenTtlSeconds,

        @JsonPropertyDescription("Longest time from creation to joining in seconds, 600 to 2592000.")
        @Min(600)
        @Max(2592000)
        @Nullable
        Long maxDeadlineSeconds,

        @JsonPropertyDescription(
                "Allowed rejoining: Never, SameKey, IfNotReady. IfNotReady is allowed only where a policy names it here.")
        @Size(max = 3)
        @Nullable
        List<String> rejoins,

        @JsonPropertyDescription(
                "Allowed labels of the Node. An automatic approval allows only those that are named here.")
        @Size(max = 64)
        @Nullable
        List<LabelBound> labels,

        @JsonPropertyDescription(
                "Keys of allowed annotations of the Node; * stands for any text. An automatic approval allows only those that are named here.")
        @Size(max = 32)
        @Nullable
        List<@Size(min = 1, max = 317) String> annotations,

        @JsonPropertyDescription("Allowed taints of the Node.") @Size(max = 32) @Nullable
        List<TaintBound> taints,

        @JsonPropertyDescription(
                "Addresses that may be asked for: IP addresses, CIDRs, DNS names in which * stands for any text. An automatic approval allows only those that are named here.")
        @Size(max = 64)
        @Nullable
        List<@Size(min = 1, max = 253) String> addresses,

        @JsonPropertyDescription("True: the request must say who asks (spec.requestedBy).") @Nullable
        Boolean requestedByRequired,

        @JsonPropertyDescription("Users who may ask (spec.requestedBy); * stands for any text. Who is unnamed may not.")
        @Size(max = 64)
        @Nullable
        List<@Size(min = 1, max = 1024) String> requesters,

        @JsonPropertyDescription("What the machine's kubelet and kubeadm may be told.") @Nullable
        KubeletBounds kubelet) {}
