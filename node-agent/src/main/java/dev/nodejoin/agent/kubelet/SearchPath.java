package dev.nodejoin.agent.kubelet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where programs are looked for, as kubeadm does: a folder that is named relatively does not count.
 *
 * @param folders in their order
 */
public record SearchPath(List<Path> folders) {
    public SearchPath {
        folders = List.copyOf(folders);
    }

    /** That of this process. */
    public static SearchPath ofProcess() {
        return of(Path.of("/"), System.getenv());
    }

    /**
     * That of the variable PATH.
     *
     * @param root of the system that the folders are in
     */
    public static SearchPath of(Path root, Map<String, String> environment) {
        return new SearchPath(Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> root.resolve(folder.substring(1)))
                .toList());
    }

    public boolean has(String program) {
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
    }
}
