package dev.nodejoin.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A program that joins a worker. */
enum Joiner {
    KUBEADM("kubeadm", "kubeadm"),
    NODE_AGENT("/opt/nodejoin/bin/node-agent", "java");

    private final String program;
    private final String processName;

    Joiner(String program, String processName) {
        this.program = program;
        this.processName = processName;
    }

    /** How the system calls its process. */
    String processName() {
        return processName;
    }

    String machine(int round) {
        return "%s-%d".formatted(name().toLowerCase(Locale.ROOT).replace('_', '-'), round);
    }

    /** Its command for what kubeadm would be run with. */
    List<String> command(List<String> kubeadmJoin, String nodeName) {
        var words = kubeadmJoin.subList(1, kubeadmJoin.size()).stream();
        return Stream.of(Stream.of(program), words, Stream.of("--node-name", nodeName))
                .flatMap(part -> part)
                .toList();
    }
}
