package dev.nodejoin.testcluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nodejoin.testcluster.bed.MachineSpec.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** What another process must know in order to use a cluster; a file in the cluster's directory. Nothing in it is secret. */
record ClusterCard(String kubernetesVersion, String binaries, String bedProgram, String server, List<Mount> mounts) {
    private static final String NAME = "cluster.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    ClusterCard {
        mounts = List.copyOf(mounts);
    }

    static ClusterCard read(Path directory) {
        try {
            return JSON.readValue(Files.readString(directory.resolve(NAME)), ClusterCard.class);
        } catch (NoSuchFileException e) {
            throw new ClusterFailure("%s is not the directory of a cluster that runs".formatted(directory), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path directory) {
        try {
            var unfinished = directory.resolve(NAME + ".new");
            Files.writeString(unfinished, JSON.writeValueAsString(this));
            Files.move(unfinished, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
