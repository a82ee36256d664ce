package dev.nodejoin.protocol.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.yaml.GoYaml;
import java.util.ArrayList;
import java.util.List;

/**
 * The patches for a kubelet's configuration in a directory that was laid out for kubeadm ({@code --patches}), in kubeadm's
 * order: that of the paths, and within a file that of its documents. Patches for other targets are read, as kubeadm does,
 * and not used.
 *
 * @param lines what kubeadm says about the directory
 */
public record KubeletPatches(List<Patch> patches, List<String> lines) {
    public static final KubeletPatches NONE = new KubeletPatches(List.of(), List.of());

    private static final String TARGET = PatchFileName.KUBELET;

    public KubeletPatches {
        patches = List.copyOf(patches);
        lines = List.copyOf(lines);
    }

    /**
     * Reads the files of a directory. Throws {@link MalformedInputException} naming the file and the document.
     *
     * @param files in the order of their paths
     */
    public static KubeletPatches read(String directory, List<PatchFile> files) {
        var reading = new Reading(directory);
        files.forEach(reading::add);
        return reading.patches();
    }

    /** The configuration with these patches; throws {@link PatchMismatchException} naming the one that does not fit. */
    public ObjectNode applyTo(ObjectNode configuration) {
        var patched = configuration;
        for (var patch : patches) {
            patched = patch.applyTo(patched);
        }
        return patched;
    }

    /** What kubeadm says when it has applied them and, after them, {@code instance} patches of its own. */
    public List<String> linesWith(int instance) {
        var all = new ArrayList<>(lines);
        patches.forEach(patch -> all.add(applied(patch.type())));
        for (int i = 0; i < instance; i++) {
            all.add(applied(PatchType.STRATEGIC));
        }
        return all;
    }

    private static String applied(PatchType type) {
        return "Applied patch of type \"%s\" to target \"%s\"".formatted(type.mediaType(), TARGET);
    }

    private static final class Reading {
        private final List<Patch> patches = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();
        private final List<String> used = new ArrayList<>();
        private final List<String> ignored = new ArrayList<>();

        private Reading(String directory) {
            lines.add("Reading patches from path \"%s\"".formatted(directory));
        }

        private void add(PatchFile file) {
            try {
                switch (PatchFileName.of(file.name())) {
                    case PatchFileName.Ignored(String reason) ->
                        ignore(file, "Ignoring file \"%s\": %s".formatted(file.name(), reason));
                    case PatchFileName.Patches to
                    when file.isEmpty() -> ignore(file, "Ignoring empty file: \"%s\"".formatted(file.name()));
                    case PatchFileName.Patches(String target, PatchType type) -> add(file, target, type);
                }
            } catch (MalformedInputException e) {
                throw new MalformedInputException("the patch file \"%s\": %s".formatted(file.name(), e.getMessage()));
            }
        }

        private void ignore(PatchFile file, String line) {
            lines.add(line);
            ignored.add(file.name());
        }

        private void add(PatchFile file, String target, PatchType type) {
            used.add(file.name());
            var documents = GoYaml.split(file.text());
            for (int i = 0; i < documents.size(); i++) {
                var origin = "\"%s\", document %d".formatted(file.name(), i + 1);
                var patch = new Patch(origin, type, read(documents.get(i), i + 1));
                if (target.equals(TARGET)) {
                    patches.add(patch);
                }
            }
        }

        private static JsonNode read(String document, int number) {
            try {
                return GoYaml.read(document);
            } catch (MalformedInputException e) {
                throw new MalformedInputException("document %d: %s".formatted(number, e.getMessage()));
            }
        }

        private KubeletPatches patches() {
            if (!used.isEmpty()) {
                lines.add("Found the following patch files: [%s]".formatted(String.join(" ", used)));
            }
            if (!ignored.isEmpty()) {
                lines.add("Ignored the following files: [%s]".formatted(String.join(" ", ignored)));
            }
            return new KubeletPatches(patches, lines);
        }
    }
}
