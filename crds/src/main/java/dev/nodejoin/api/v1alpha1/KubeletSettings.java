package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.Enumerated;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the machine's own part of the join is told, by the JoinConfiguration of the hand-off; kubeadm's defaults where
 * absent.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaCustomizer(value = Enumerated.class, input = "imagePullPolicy=Always,IfNotPresent,Never")
@ValidationRule(
        value = "!has(self.ignorePreflightErrors) || size(self.ignorePreflightErrors) < 2"
                + " || !self.ignorePreflightErrors.exists(e, e.lowerAscii() == 'all')",
        fieldPath = ".ignorePreflightErrors",
        message = "all stands alone")
public record KubeletSettings(
        @JsonPropertyDescription(
                "Arguments of the kubelet's command line, at most 32, in this order; a name may come more than once."
                        + " Refused are those that would undo what this request says: hostname-override,"
                        + " register-node, register-with-taints, node-labels (use node.labels and node.taints),"
                        + " kubeconfig, bootstrap-kubeconfig, cert-dir, config, config-dir.")
        @Size(max = 32)
        @Nullable
        List<KubeletExtraArgument> extraArgs,

        @JsonPropertyDescription(
                "Patches of the KubeletConfiguration, at most 8, applied in this order (nodeRegistration and patches of"
                        + " kubeadm's JoinConfiguration). Refused are the fields registerNode and registerWithTaints,"
                        + " and changes of the whole document: $patch and $retainKeys at the top, operations on no"
                        + " field.")
        @Size(max = 8)
        @Nullable
        List<KubeletConfigurationPatch> patches,

        @JsonPropertyDescription(
                "Phases of kubeadm join that are left out, such as preflight or kubelet-start/..., at most 16.")
        @Size(max = 16)
        @Nullable
        List<@Pattern("^[a-z]+(-[a-z]+)*(/[a-z]+(-[a-z]+)*)?$") @Size(max = 63) String> skipPhases,

        @JsonPropertyDescription(
                "Preflight checks whose errors are warnings, such as Swap, at most 32; or all, which stands alone.")
        @Size(max = 32)
        @Nullable
        List<@Pattern("^[A-Za-z0-9.-]+$") @Size(max = 253) String> ignorePreflightErrors,

        @JsonPropertyDescription(
                "Socket of the container runtime, such as unix:///run/containerd/containerd.sock; found by the machine"
                        + " when absent.")
        @Pattern("^unix:///[A-Za-z0-9._/-]+$")
        @Size(max = 253)
        @Nullable
        String criSocket,

        @JsonPropertyDescription("Always, IfNotPresent or Never; IfNotPresent when absent.") @Nullable
        String imagePullPolicy,

        @JsonPropertyDescription("Whether images are pulled one after the other; true when absent.") @Nullable
        Boolean imagePullSerial,

        @JsonPropertyDescription(
                "How long a life the node agent asks for in the first certificate, in seconds, 600 to 315360000 (ten"
                        + " years); what the signer gives when absent, or what policies allow if that is less. A plain"
                        + " kubeadm join has no such setting.")
        @Min(600)
        @Max(315360000)
        @Nullable
        Long certificateLifetimeSeconds,

        @JsonPropertyDescription("How long the machine waits.") @Nullable
        KubeletTimeouts timeouts) {}
