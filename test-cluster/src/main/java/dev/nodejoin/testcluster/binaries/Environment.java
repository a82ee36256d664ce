package dev.nodejoin.testcluster.binaries;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The environment variables that decide where things are looked for and kept. */
public record Environment(Map<String, String> variables) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    public static Environment current() {
        return new Environment(System.getenv());
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * The product's cache: below {@code $XDG_CACHE_HOME}, else {@code $HOME/.cache}. The system property
     * {@code user.home} is not asked, since it ignores {@code $HOME}.
     */
    public Path cache() {
        return get("XDG_CACHE_HOME")
                .map(Path::of)
                .or(() -> get("HOME").map(home -> Path.of(home, ".cache")))
                .orElseThrow(() -> new NoBinaries("neither XDG_CACHE_HOME nor HOME is set, so there is no cache"))
                .resolve("nodejoin");
    }

    /** The first program of that name in the folders of {@code PATH} or in {@code further}. */
    public Optional<Path> program(String name, Path... further) {
        var folders = Stream.of(get("PATH").orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return Stream.concat(folders, Stream.of(further))
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
