package dev.nodejoin.agent.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nodejoin.agent.files.LocalNodeFiles;
import dev.nodejoin.agent.files.NodeLock;
import dev.nodejoin.agent.identity.NodeIdentity;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.protocol.pki.NodeKey;
import dev.nodejoin.protocol.pki.PublicKeyInfo;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code node-agent identity}: makes the node's key unless it is there, and prints its public half. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class,
        description = {
            "Makes the key of this node in " + NodePaths.NODE_KEY
                    + " unless it is there, and prints its public key (PEM,"
                    + " for spec.identity.publicKey of a NodeJoinRequest) and that key's fingerprint.",
            "A later join uses this key. The private key never leaves the machine."
        })
final class IdentityCommand implements Callable<Integer> {
    private enum Output {
        text,
        pem,
        json
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final RootDirectory root = new RootDirectory();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text: the PEM, then the fingerprint. pem: the PEM alone. json: an object with publicKey and"
                    + " fingerprint.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Override
    public Integer call() throws JsonProcessingException {
        var identity = new NodeIdentity(new LocalNodeFiles(root.path()), new SecureRandom());
        try (var _ = NodeLock.take(root.path())) {
            var key = identity.existing().orElseGet(() -> make(identity)).publicKeyInfo();
            spec.commandLine().getOut().print(shown(key));
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private NodeKey make(NodeIdentity identity) {
        var key = identity.make();
        spec.commandLine().getErr().println("[identity] Made the node key " + NodePaths.NODE_KEY);
        return key;
    }

    private String shown(PublicKeyInfo key) throws JsonProcessingException {
        return switch (output) {
            case text -> key.toPem() + key.sha256() + "\n";
            case pem -> key.toPem();
            case json -> {
                var json = new JsonMapper();
                var object =
                        json.createObjectNode().put("publicKey", key.toPem()).put("fingerprint", key.sha256());
                yield json.writeValueAsString(object) + "\n";
            }
        };
    }
}
