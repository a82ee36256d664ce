package dev.nodejoin.agent.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.agent.kubelet.KubeletException;
import dev.nodejoin.agent.kubelet.Program;
import dev.nodejoin.agent.preflight.KernelFacts.Config;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Looks at the kernel, below a root directory. */
final class KernelObserver {
    private static final int LARGEST_CONFIG = 8 << 20;

    private final SystemFiles files;
    private final boolean mayLoadModules;

    /**
     * A look below that root.
     *
     * @param mayLoadModules whether the module that shows the configuration may be loaded for the moment, as kubeadm does
     */
    KernelObserver(SystemFiles files, boolean mayLoadModules) {
        this.files = files;
        this.mayLoadModules = mayLoadModules;
    }

    KernelFacts observe() {
        var release = line("/proc/sys/kernel/osrelease");
        var mounts = files.text("/proc/mounts").orElse("");
        var unified = CgroupCheck.unifiedMount(mounts);
        return new KernelFacts(
                line("/proc/sys/kernel/ostype"),
                release,
                config(release),
                mounts,
                Files.isDirectory(files.place("/sys/fs/cgroup/memory")),
                files.text("/proc/cgroups"),
                unified.flatMap(mount -> files.text(mount + "/cgroup.controllers")),
                unified.filter(this::canFreeze).isPresent());
    }

    private String line(String path) {
        return files.text(path).orElse("unknown").strip();
    }

    private Config config(String release) {
        return found(release)
                .or(() -> mayLoadModules ? withModule(release) : Optional.empty())
                .orElseGet(
                        () -> new Config.Missing("none of %s is there".formatted(String.join(", ", places(release)))));
    }

    private Optional<Config> withModule(String release) {
        try {
            if (!Program.run("modprobe", "configs").succeeded()) {
                return Optional.empty();
            }
            var found = found(release);
            Program.run("modprobe", "-r", "configs");
            return found;
        } catch (KubeletException noModprobe) {
            return Optional.empty();
        }
    }

    private Optional<Config> found(String release) {
        return places(release).stream()
                .map(files::place)
                .filter(Files::exists)
                .findFirst()
                .map(KernelObserver::read);
    }

    private static Config read(Path file) {
        try (var input = opened(file)) {
            return new Config.Found(
                    new String(input.readNBytes(LARGEST_CONFIG), UTF_8).lines().toList());
        } catch (IOException e) {
            return new Config.Missing("%s can't be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static InputStream opened(Path file) throws IOException {
        var raw = Files.newInputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
    }

    private static List<String> places(String release) {
        return List.of(
                "/proc/config.gz",
                "/boot/config-" + release,
                "/usr/src/linux-" + release + "/.config",
                "/usr/src/linux/.config",
                "/usr/lib/modules/" + release + "/config",
                "/usr/lib/ostree-boot/config-" + release,
                "/usr/lib/kernel/config-" + release,
                "/usr/src/linux-headers-" + release + "/.config",
                "/lib/modules/" + release + "/build/.config");
    }

    /** Every cgroup but the kernel's topmost has the file; kubeadm makes one to see, here those that are there do. */
    private boolean canFreeze(String mount) {
        var top = files.place(mount);
        try (var below = Files.list(top)) {
            return Stream.concat(Stream.of(top), below).anyMatch(group -> Files.exists(group.resolve("cgroup.freeze")));
        } catch (IOException e) {
            return false;
        }
    }
}
