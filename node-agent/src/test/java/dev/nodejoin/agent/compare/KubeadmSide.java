package dev.nodejoin.agent.compare;

import dev.nodejoin.testcluster.CommandResult;
import java.util.ArrayList;
import java.util.List;

/** Real kubeadm. */
final class KubeadmSide implements Side {
    @Override
    public String name() {
        return "kubeadm";
    }

    @Override
    public List<String> join(List<String> words) {
        var command = new ArrayList<>(List.of("kubeadm", "join"));
        command.addAll(words);
        return command;
    }

    @Override
    public List<String> reset() {
        return List.of("kubeadm", "reset", "--force");
    }

    @Override
    public Ending ending(CommandResult result) {
        return KubeadmEndings.classify(result.exitCode(), result.stdout() + result.stderr());
    }
}
