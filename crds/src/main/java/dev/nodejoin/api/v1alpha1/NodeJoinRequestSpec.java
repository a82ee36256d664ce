package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which machine shall become which Node.
 *
 * <p>Absent fields stay absent: the operator interprets absence, so that what was approved never changes by a default.
 * Values are those of the API server's storage and may be strange; they are judged by the operator, not here.
 *
 * <p>A node name has at most 63 characters, not the 253 of an RFC 1123 subdomain: a kubelet puts it into the value of the
 * label {@code kubernetes.io/hostname}, so no longer one can ever register. X.509 (RFC 5280, ub-common-name) would stop
 * {@code system:node:<name>} at a name of 52, but neither kubelet nor API server enforces that, and clusters have such
 * nodes.
 */
@ValidationRule(
        value = "self.nodeName == oldSelf.nodeName",
        fieldPath = ".nodeName",
        message = "nodeName can't be changed: create another request")
@ValidationRule(
        value = "has(self.role) == has(oldSelf.role) && (!has(self.role) || self.role == oldSelf.role)",
        fieldPath = ".role",
        message = "role can't be changed, added or removed: create another request")
@ValidationRule(
        value = "has(self.identity) == has(oldSelf.identity)"
                + " && (!has(self.identity) || self.identity == oldSelf.identity)",
        fieldPath = ".identity",
        message = "identity can't be changed, added or removed: create another request")
@ValidationRule(
        value = "has(self.credential) == has(oldSelf.credential)"
                + " && (!has(self.credential) || self.credential == oldSelf.credential)",
        fieldPath = ".credential",
        message = "credential can't be changed, added or removed: create another request")
@ValidationRule(
        value = "!has(self.addresses)"
                + " || self.addresses.all(a, isIP(a) || !format.dns1123Subdomain().validate(a).hasValue())",
        fieldPath = ".addresses",
        message = "each address must be an IP address or an RFC 1123 subdomain, without wildcard or port")
@ValidationRule(
        value = "has(self.unrequested) == has(oldSelf.unrequested)"
                + " && (!has(self.unrequested) || self.unrequested == oldSelf.unrequested)",
        fieldPath = ".unrequested",
        message = "unrequested can't be changed, added or removed")
@ValidationRule(
        value = "!has(self.unrequested) || has(self.identity) && !has(self.credential) && !has(self.handOff)"
                + " && !has(self.discovery) && !has(self.token) && !has(self.kubelet)",
        fieldPath = ".unrequested",
        message = "a machine that asked by itself has its key and its token: identity is required; credential, handOff,"
                + " discovery, token and kubelet are refused")
public record NodeJoinRequestSpec(
        @JsonPropertyDescription(
                "Name of the Node, an RFC 1123 subdomain of at most 63 characters (a kubelet also writes it into the"
                        + " label kubernetes.io/hostname). Can't be changed.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
        @Nullable
        String nodeName,

        @JsonPropertyDescription("Role of the Node; Worker when absent. Can't be changed.") @Nullable
        NodeRole role,

        @JsonPropertyDescription("What is known of the machine. Can't be changed.") @Nullable
        Identity identity,

        @JsonPropertyDescription("What the machine proves itself with; BootstrapToken when absent. Can't be changed.")
        @Nullable
        CredentialKind credential,

        @JsonPropertyDescription(
                "How the credential reaches the machine; Secret when absent: a Secret beside this request.")
        @Nullable
        HandOffKind handOff,

        @JsonPropertyDescription(
                "How the machine comes to trust the API server; CABundle when absent: the hand-off carries the CA"
                        + " certificates. ClusterInfo: kubeadm join reads kube-public/cluster-info, which the cluster"
                        + " signs with the token, and compares its CA with pins in the hand-off; cluster-info must be"
                        + " public.")
        @Nullable
        DiscoveryKind discovery,

        @JsonPropertyDescription("Bounds of the bootstrap token.") @Nullable
        TokenSettings token,

        @JsonPropertyDescription(
                "Seconds from creation until the request expires and everything unused is revoked, 600 to 2592000 (30"
                        + " days); 86400 when absent. Raising it needs a new approval.")
        @Min(600)
        @Max(2592000)
        @Nullable
        Long deadlineSeconds,

        @JsonPropertyDescription(
                "Whether a machine may join again while a Node of this name exists and its kubelet is silent; Never"
                        + " when absent. SameKey: with the key of the machine that joined. IfNotReady: with any key, once"
                        + " for each approval, if the Node has been silent for ten minutes and is the one that was there"
                        + " when this was approved.")
        @Nullable
        RejoinKind rejoin,

        @JsonPropertyDescription("What the operator sets on the Node.") @Nullable
        NodeSettings node,

        @JsonPropertyDescription(
                "What the machine's own part of the join is told, as by kubeadm's JoinConfiguration. Travels in the"
                        + " hand-off. Changing it needs a new approval.")
        @Nullable
        KubeletSettings kubelet,

        @JsonPropertyDescription(
                "Names (RFC 1123 subdomains) and IP addresses that a serving certificate of the Node's kubelet may"
                        + " carry beside its name, at most 16. They are certified where a NodeJoinPolicy allows serving"
                        + " certificates. Changing them needs a new approval.")
        @Size(max = 16)
        @Nullable
        List<@Size(min = 1, max = 253) String> addresses,

        @JsonPropertyDescription(
                "The machine that asked by itself, where this request is one of the inbox. Written by the operator alone, at creation. Can't be changed.")
        @Nullable
        UnrequestedOrigin unrequested,

        @JsonPropertyDescription(
                "Who asks. If present it must be the user who creates the request or changes any field other than"
                        + " suspend; once present it can't be removed.")
        @Size(min = 1, max = 1024)
        @Nullable
        String requestedBy,

        @JsonPropertyDescription(
                "True: a live token is revoked, nothing is minted or approved until it is false again. The deadline"
                        + " runs on. Not part of what is approved.")
        @Nullable
        Boolean suspend) {}
