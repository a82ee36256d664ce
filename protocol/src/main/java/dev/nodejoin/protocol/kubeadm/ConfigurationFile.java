package dev.nodejoin.protocol.kubeadm;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.Section;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** The documents of a file for {@code kubeadm --config}, of which a join takes one. */
final class ConfigurationFile {
    private static final Pattern GROUP_AND_VERSION = Pattern.compile("[^/]+/[^/]+");

    private ConfigurationFile() {}

    /**
     * The JoinConfiguration, of whatever version. Documents of other kinds are warned about; one without kind or without an
     * {@code apiVersion} of group and version is refused, and so are two of one kind.
     */
    static Section joinConfiguration(List<Section> documents, Warnings warnings) {
        var kinds = new HashSet<String>();
        for (var document : documents) {
            var kind = kind(document);
            if (!kinds.add(kind)) {
                throw new MalformedInputException("the file holds two documents of kind %s; exactly one is expected"
                        .formatted(Section.printable(kind)));
            }
            if (!kind.equals(JoinConfiguration.KIND)) {
                warnings.add("a document of kind %s is ignored".formatted(Section.printable(kind)));
            }
        }
        return documents.stream()
                .filter(document -> kind(document).equals(JoinConfiguration.KIND))
                .findFirst()
                .orElseThrow(() ->
                        new MalformedInputException("the file holds no JoinConfiguration; exactly one is expected"));
    }

    private static String kind(Section document) {
        var hasVersion = document.text("apiVersion")
                .filter(version -> GROUP_AND_VERSION.matcher(version).matches())
                .isPresent();
        return document.filledText("kind")
                .filter(kind -> hasVersion)
                .orElseThrow(() -> new MalformedInputException(
                        "a document lacks its kind, or an apiVersion of group and version such as "
                                + JoinConfiguration.API_VERSION));
    }
}
