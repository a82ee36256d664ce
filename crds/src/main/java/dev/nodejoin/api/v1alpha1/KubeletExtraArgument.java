package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * One argument of the kubelet. It goes through a file from which systemd takes words and OpenRC a shell's, so a value holds
 * nothing that could begin another argument.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value =
                "!(self.name in ['hostname-override', 'register-node', 'register-with-taints', 'node-labels', 'kubeconfig',"
                        + " 'bootstrap-kubeconfig', 'cert-dir', 'config', 'config-dir'])",
        fieldPath = ".name",
        message =
                "would undo what the request says: nodeName names the Node, node.labels and node.taints say what it bears,"
                        + " the join itself places kubeconfig, certificates and configuration")
@ValidationRule(
        value = "self.value.matches('^[A-Za-z0-9_.,:=/@%+~<>*\\\\[\\\\]-]*$')",
        fieldPath = ".value",
        message =
                "must not have white space, quotes, backslashes, or any of $ ` ; & | ( ) { } # ! ? ^: it could begin another"
                        + " argument or command")
public record KubeletExtraArgument(
        @JsonPropertyDescription(
                "Name without the dashes before it, as kubelet --help has it, with - in it and never _.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]+(-[a-z0-9]+)*$")
        @Nullable
        String name,

        @JsonPropertyDescription("Value, at most 4096 characters.") @Required @Size(max = 4096) @Nullable
        String value) {}
