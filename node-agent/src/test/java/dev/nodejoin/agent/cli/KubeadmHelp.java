package dev.nodejoin.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a kubeadm says of itself. It needs no cluster for that. */
record KubeadmHelp(Path program) {
    private static final Pattern FLAG = Pattern.compile("(?m)^ {2,6}(?:-[a-z], )?(--[a-z-]+)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {2}([a-z-]+) +[A-Z]");
    private static final Pattern UNKNOWN = Pattern.compile("unknown field \"([^\"]+)\"");
    private static final Set<String> NO_FIELDS = Set.of("apiVersion", "kind");

    /** The flags of a command, those of all commands included. */
    Set<String> flags(List<String> command) {
        return FLAG.matcher(help(command))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The phases that are run one by one below a command, as in {@code control-plane-prepare/certs}. */
    List<String> phases(List<String> command) {
        return COMMAND.matcher(section(help(command), "Available Commands:"))
                .results()
                .map(found -> found.group(1))
                .flatMap(name -> Stream.concat(
                        Stream.of(name), phases(with(command, name)).stream().map(inner -> name + "/" + inner)))
                .toList();
    }

    /** The fields that {@code kubeadm config print} shows of a configuration. */
    List<String> defaultFields(String configuration) {
        try {
            var fields = new ArrayList<String>();
            collect("", new YAMLMapper().readTree(output(List.of("config", "print", configuration))), fields);
            return fields;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(String prefix, JsonNode node, List<String> fields) {
        node.properties().forEach(field -> {
            var path = prefix + field.getKey();
            if (field.getValue().isObject()) {
                collect(path + ".", field.getValue(), fields);
            } else if (!NO_FIELDS.contains(path)) {
                fields.add(path);
            }
        });
    }

    /** Those of the fields that a JoinConfiguration of the version does not have. */
    List<String> unknownFields(String version, List<String> fields) {
        var said = validation(version, fields);
        return UNKNOWN.matcher(said).results().map(found -> found.group(1)).toList();
    }

    /** What {@code kubeadm config validate} says of a JoinConfiguration with these fields, none of which has a value. */
    String validation(String version, List<String> fields) {
        try {
            var file = Files.createTempFile("join", ".yaml");
            try {
                var document = new YAMLMapper().createObjectNode();
                document.put("apiVersion", "kubeadm.k8s.io/" + version).put("kind", "JoinConfiguration");
                fields.forEach(field -> put(document, field));
                Files.writeString(file, document.toString());
                return output(List.of("config", "validate", "--config", file.toString()));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ObjectNode document, String field) {
        var names = List.of(field.split("\\."));
        var parent = document;
        for (var name : names.subList(0, names.size() - 1)) {
            parent = parent.withObjectProperty(name);
        }
        parent.putNull(names.getLast());
    }

    private String help(List<String> command) {
        return output(with(command, "--help"));
    }

    private String output(List<String> command) {
        try {
            var words = Stream.concat(Stream.of(program.toString()), command.stream());
            var process =
                    new ProcessBuilder(words.toList()).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String section(String help, String heading) {
        var start = help.indexOf(heading);
        return start < 0 ? "" : help.substring(start, help.indexOf("\n\n", start));
    }

    private static List<String> with(List<String> words, String more) {
        return Stream.concat(words.stream(), Stream.of(more)).toList();
    }
}
