package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.cri.CriException;
import dev.nodejoin.agent.cri.RuntimeService;
import dev.nodejoin.agent.files.NodeRoot;
import dev.nodejoin.agent.plan.PlainText;
import dev.nodejoin.agent.preflight.MachineFacts.ConfigAnswer;
import dev.nodejoin.agent.preflight.MachineFacts.RuntimeFacts;
import dev.nodejoin.agent.preflight.MachineFacts.StatusAnswer;
import java.io.IOException;

/** Asks the container runtime. */
final class RuntimeProbe {
    private final NodeRoot root;

    RuntimeProbe(NodeRoot root) {
        this.root = root;
    }

    RuntimeFacts ask(String socket) {
        try (var runtime = RuntimeService.connect(root.follow(socket))) {
            return new RuntimeFacts.Answering(status(runtime), config(runtime));
        } catch (CriException | IOException | IllegalArgumentException e) {
            return new RuntimeFacts.Unreachable(reason(e));
        }
    }

    private static StatusAnswer status(RuntimeService runtime) {
        try {
            return new StatusAnswer.Conditions(runtime.conditions());
        } catch (CriException e) {
            return new StatusAnswer.Failed(reason(e));
        }
    }

    private static ConfigAnswer config(RuntimeService runtime) {
        try {
            return runtime.hasRuntimeConfig() ? new ConfigAnswer.Implemented() : new ConfigAnswer.Unimplemented();
        } catch (CriException e) {
            return new ConfigAnswer.Failed(reason(e));
        }
    }

    private static String reason(Exception e) {
        return PlainText.of(String.valueOf(e.getMessage()));
    }
}
