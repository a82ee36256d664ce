package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.yaml.Section;
import java.util.Locale;

/** Reads the section {@code nodeRegistration}. */
final class NodeRegistrationReader {
    private final Warnings warnings;

    private NodeRegistrationReader(Warnings warnings) {
        this.warnings = warnings;
    }

    static NodeRegistration read(Section registration, Warnings warnings) {
        return new NodeRegistrationReader(warnings).read(registration);
    }

    private NodeRegistration read(Section registration) {
        warnings.note(
                registration,
                "criSocket",
                "ignorePreflightErrors",
                "imagePullPolicy",
                "imagePullSerial",
                "kubeletExtraArgs",
                "name",
                "taints");
        return new NodeRegistration(
                registration.filledText("name").map(name -> name.strip().toLowerCase(Locale.ROOT)),
                registration.filledText("criSocket").map(this::socket),
                registration.sections("taints").stream().map(this::taint).toList(),
                registration.sections("kubeletExtraArgs").stream()
                        .map(this::argument)
                        .toList(),
                registration.texts("ignorePreflightErrors").stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList(),
                registration.filledText("imagePullPolicy").orElse(NodeRegistration.DEFAULT_PULL_POLICY),
                registration.flag("imagePullSerial").orElse(true));
    }

    private String socket(String socket) {
        if (!socket.startsWith("/")) {
            return socket;
        }
        warnings.add("nodeRegistration.criSocket has no scheme; unix:// is put in front");
        return "unix://" + socket;
    }

    private Taint taint(Section taint) {
        warnings.note(taint, "effect", "key", "timeAdded", "value");
        return new Taint(
                taint.text("key").orElse(""),
                taint.text("value").orElse(""),
                taint.text("effect").orElse(""));
    }

    private KubeletArgument argument(Section argument) {
        warnings.note(argument, "name", "value");
        return new KubeletArgument(
                argument.text("name").orElse(""), argument.text("value").orElse(""));
    }
}
