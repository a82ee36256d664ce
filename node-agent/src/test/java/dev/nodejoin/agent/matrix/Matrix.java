package dev.nodejoin.agent.matrix;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.nodejoin.protocol.kubeadm.KubernetesVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** All rows, and what kubeadm and the agent make of them. */
public final class Matrix {
    private static final int AT_ONCE = 2;

    private final List<Row> rows;
    private final List<Readers.Answer> answers;

    private Matrix(List<Row> rows, List<Readers.Answer> answers) {
        this.rows = rows;
        this.answers = answers;
    }

    /** The different rows that there are. */
    public static List<Row> rows() {
        return Stream.concat(FlagRows.all().stream(), FileRows.all().stream())
                .distinct()
                .toList();
    }

    /** Asks both about every row. */
    public static Matrix of(List<Row> rows, Path kubeadm, KubernetesVersion release, Path folder)
            throws InterruptedException, ExecutionException {
        var readers = new Readers(kubeadm, release, folder);
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var asked = threads.invokeAll(rows.stream()
                    .map(row -> (Callable<List<Readers.Answer>>) () -> readers.ask(row))
                    .toList());
            var answers = new ArrayList<Readers.Answer>();
            for (Future<List<Readers.Answer>> answer : asked) {
                answers.addAll(answer.get());
            }
            return new Matrix(rows, answers);
        }
    }

    /** Answers that differ without being allowed to. */
    public List<String> disagreements() {
        return answers.stream()
                .filter(answer -> !answer.isEqual() && answer.row().allowed().isEmpty())
                .map(Matrix::describe)
                .toList();
    }

    /** Answers that may differ, but don't any more. */
    public List<String> needlessAllowances() {
        return answers.stream()
                .filter(answer -> answer.isEqual() && answer.row().allowed().isPresent())
                .map(Matrix::describe)
                .toList();
    }

    /** The counts, and each allowed difference with its reason. */
    public String summary() {
        var differences = answers.stream()
                .filter(answer -> !answer.isEqual())
                .flatMap(answer -> answer.row().allowed().stream())
                .collect(groupingBy(difference -> difference, TreeMap::new, counting()));
        var equal = answers.stream().filter(Readers.Answer::isEqual).toList();
        return "%d rows, %d answers: %d equal (%d accepted, %d refused), %d differ as allowed%n%s"
                .formatted(
                        rows.size(),
                        answers.size(),
                        equal.size(),
                        equal.stream().filter(Readers.Answer::agent).count(),
                        equal.stream().filter(answer -> !answer.agent()).count(),
                        answers.size() - equal.size() - disagreements().size(),
                        differences.entrySet().stream()
                                .map(entry -> "  %3d %s: %s%n"
                                        .formatted(
                                                entry.getValue(),
                                                entry.getKey(),
                                                entry.getKey().reason()))
                                .collect(joining()));
    }

    private static String describe(Readers.Answer answer) {
        return "%s: kubeadm %s, the agent %s (%s)%n%s"
                .formatted(
                        answer.question(),
                        answer.kubeadm() ? "accepts" : "refuses",
                        answer.agent() ? "accepts" : "refuses",
                        answer.said(),
                        answer.row());
    }
}
