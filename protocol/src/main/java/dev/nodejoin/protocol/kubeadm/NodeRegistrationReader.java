package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.Section;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the section {@code nodeRegistration}. */
final class NodeRegistrationReader {
    private final boolean isV1Beta3;
    private final Warnings warnings;

    private NodeRegistrationReader(boolean isV1Beta3, Warnings warnings) {
        this.isV1Beta3 = isV1Beta3;
        this.warnings = warnings;
    }

    /** In v1beta3 the kubelet's extra arguments are a mapping, and images are always pulled one after the other. */
    static NodeRegistration read(Section registration, boolean isV1Beta3, Warnings warnings) {
        return new NodeRegistrationReader(isV1Beta3, warnings).read(registration);
    }

    private NodeRegistration read(Section registration) {
        noteUnknown(registration);
        return new NodeRegistration(
                registration.filledText("name").map(name -> name.strip().toLowerCase(Locale.ROOT)),
                registration.filledText("criSocket").map(this::socket),
                registration.sections("taints").stream().map(this::taint).toList(),
                isV1Beta3 ? sortedArguments(registration) : arguments(registration),
                registration.texts("ignorePreflightErrors"),
                registration.filledText("imagePullPolicy").orElse(NodeRegistration.DEFAULT_PULL_POLICY),
                isV1Beta3 || registration.flag("imagePullSerial").orElse(true));
    }

    private void noteUnknown(Section registration) {
        var known = new ArrayList<>(
                List.of("criSocket", "ignorePreflightErrors", "imagePullPolicy", "kubeletExtraArgs", "name", "taints"));
        if (!isV1Beta3) {
            known.add("imagePullSerial");
        }
        warnings.note(registration, known.toArray(String[]::new));
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
        taint.text("timeAdded").ifPresent(time -> requireTime(taint.pathTo("timeAdded"), time));
        return new Taint(
                taint.text("key").orElse(""),
                taint.text("value").orElse(""),
                taint.text("effect").orElse(""));
    }

    /** The API server sets it anew; here it only has to be one. */
    private static void requireTime(String path, String text) {
        try {
            OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedInputException(path + " must be a time such as 2026-01-31T12:00:00Z");
        }
    }

    private List<KubeletArgument> arguments(Section registration) {
        return registration.sections("kubeletExtraArgs").stream()
                .map(this::argument)
                .toList();
    }

    private static List<KubeletArgument> sortedArguments(Section registration) {
        return registration.textMap("kubeletExtraArgs").entrySet().stream()
                .map(argument -> new KubeletArgument(argument.getKey(), argument.getValue()))
                .toList();
    }

    private KubeletArgument argument(Section argument) {
        warnings.note(argument, "name", "value");
        return new KubeletArgument(
                argument.text("name").orElse(""), argument.text("value").orElse(""));
    }
}
