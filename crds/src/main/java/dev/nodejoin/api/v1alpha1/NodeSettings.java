package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.nodejoin.api.schema.KeyedList;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operator sets on the Node once it registered, from the request as it was approved.
 *
 * <p>The schema refuses what a Node's own validation would refuse, what would make a worker look like a control plane, and
 * what belongs to the kubelet, to Kubernetes' controllers or to the operator itself, since those would undo it.
 */
@SchemaCustomizer(value = KeyedList.class, input = "taints=key,effect")
@ValidationRule(
        value = "!has(self.labels) || self.labels.all(k, !format.qualifiedName().validate(k).hasValue()"
                + " && !format.labelValue().validate(self.labels[k]).hasValue())",
        fieldPath = ".labels",
        message = "each key must be a name or <DNS subdomain>/<name>, each value at most 63 characters of letters,"
                + " digits, '-', '_' and '.', beginning and ending with a letter or digit")
@ValidationRule(
        value = "!has(self.labels) || !self.labels.exists(k, k.matches('^([^/]+[.])?nodejoin[.]dev/')"
                + " || k in ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master',"
                + " 'kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch'])",
        fieldPath = ".labels",
        message = "refused are labels of nodejoin.dev, node-role.kubernetes.io/control-plane and /master (the role says"
                + " what the Node is), kubernetes.io/hostname, /os and /arch (the kubelet sets them)")
@ValidationRule(
        value = "!has(self.annotations)"
                + " || self.annotations.all(k, !format.qualifiedName().validate(k.lowerAscii()).hasValue())",
        fieldPath = ".annotations",
        message = "each key must be a name or <DNS subdomain>/<name>")
@ValidationRule(
        value = "!has(self.annotations)"
                + " || !self.annotations.exists(k, k.lowerAscii().matches('^([^/]+[.])?nodejoin[.]dev/'))",
        fieldPath = ".annotations",
        message = "annotations of nodejoin.dev are the operator's own")
public record NodeSettings(
        @JsonPropertyDescription(
                "Labels of the Node, at most 64. Other labels of the Node are left alone. Refused are labels of nodejoin.dev, control-plane roles and what the kubelet sets.")
        @Size(max = 64)
        @Nullable
        Map<String, @Size(max = 63) String> labels,

        @JsonPropertyDescription(
                "Taints of the Node, set as it registers, at most 32. Refused are taints of nodejoin.dev and node.kubernetes.io and control-plane roles.")
        @Size(max = 32)
        @Nullable
        List<NodeTaint> taints,

        @JsonPropertyDescription(
                "Annotations of the Node, at most 32 of 8 KiB. Other annotations of the Node are left alone. Refused are annotations of nodejoin.dev.")
        @Size(max = 32)
        @Nullable
        Map<String, @Size(max = 8192) String> annotations) {}
