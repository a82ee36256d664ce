package dev.nodejoin.agent.matrix;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One thing to read.
 *
 * @param words the command line after {@code join}, in which {@value #KUBECONFIG} stands for a kubeconfig that is there
 * @param file the content of the file for {@code --config}, with the same word; empty if there is none
 * @param strict whether {@code kubeadm config validate} is asked about the file too, which has no warnings but only errors
 * @param allowed why agent and kubeadm must differ; empty if they must not
 */
public record Row(List<String> words, Optional<String> file, boolean strict, Optional<Difference> allowed) {
    static final String KUBECONFIG = "KUBECONFIG";

    /** The command line on a machine where these files are. */
    public List<String> words(Path kubeconfig) {
        return words.stream()
                .map(word -> word.replace(KUBECONFIG, kubeconfig.toString()))
                .toList();
    }

    public Optional<String> file(Path kubeconfig) {
        return file.map(text -> text.replace(KUBECONFIG, kubeconfig.toString()));
    }

    @Override
    public String toString() {
        return "join " + String.join(" ", words)
                + file.map(text -> " --config <<\n" + text.strip().indent(4)).orElse("");
    }
}
