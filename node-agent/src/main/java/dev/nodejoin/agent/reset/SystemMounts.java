package dev.nodejoin.agent.reset;

import dev.nodejoin.agent.files.NodeFileException;
import dev.nodejoin.agent.kubelet.KubeletException;
import dev.nodejoin.agent.kubelet.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The mounts that this process sees; they are taken away by umount(8), since Java has no call for it. */
public final class SystemMounts implements Mounts {
    private static final Path TABLE = Path.of("/proc/self/mounts");

    @Override
    public List<Path> below(Path directory) {
        try {
            var table = new MountTable(new String(Files.readAllBytes(TABLE), StandardCharsets.UTF_8));
            return table.below(directory.toRealPath()); // the kernel names mounts without links
        } catch (IOException e) {
            throw new NodeFileException(directory.toString(), "find what is mounted below", e);
        }
    }

    @Override
    public Optional<String> unmount(Path mount) {
        try {
            var outcome = Program.run("umount", mount.toString());
            return outcome.succeeded() ? Optional.empty() : Optional.of(outcome.complaint());
        } catch (KubeletException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
