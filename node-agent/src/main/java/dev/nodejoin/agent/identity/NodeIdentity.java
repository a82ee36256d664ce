package dev.nodejoin.agent.identity;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.pki.NodeKey;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The node's own key, in {@value NodePaths#NODE_KEY}: made once, before or during the first join, and kept, so that whoever
 * pinned it finds it again. It never leaves the machine.
 */
public final class NodeIdentity {
    private static final String OPEN_TO_OTHERS = ".*[rwx].*";

    private final NodeFiles files;
    private final SecureRandom random;

    public NodeIdentity(NodeFiles files, SecureRandom random) {
        this.files = files;
        this.random = random;
    }

    /** The key that is there; throws {@link UnusableKeyException} if it is malformed or others could have read it. */
    public Optional<NodeKey> existing() {
        return files.read(NodePaths.NODE_KEY).map(NodeIdentity::parse);
    }

    public NodeKey make() {
        var key = NodeKey.generate(random);
        files.write(NodePaths.NODE_KEY, key.toPem(), FileMode.PRIVATE);
        return key;
    }

    private static NodeKey parse(FileOnDisk file) {
        var others = file.permissions().substring("rwx".length());
        if (others.matches(OPEN_TO_OTHERS)) {
            throw new UnusableKeyException("its mode is %s, so others may know it".formatted(file.permissions()));
        }
        try {
            return NodeKey.parse(file.content());
        } catch (MalformedInputException e) {
            throw new UnusableKeyException(String.valueOf(e.getMessage()));
        }
    }
}
