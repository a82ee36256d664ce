package dev.nodejoin.agent.join;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.agent.files.NodeFileException;
import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.plan.Failures;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.function.Function;

/**
 * The kubelet.conf of the node and the files that it names, all as seen on the node: a wait for a kubelet that runs goes by
 * what the kubelet goes by.
 */
public final class KubeconfigOnNode implements Function<String, byte[]> {
    private final NodeFiles files;

    public KubeconfigOnNode(NodeFiles files) {
        this.files = files;
    }

    /** Throws {@link JoinFailedException} without a kubelet.conf, and {@link MalformedInputException} without another file. */
    @Override
    public byte[] apply(String path) {
        try {
            return files.read(NodePaths.namedInKubeconfig(path))
                    .map(found -> found.content().getBytes(UTF_8))
                    .orElseThrow(() -> missing(path));
        } catch (NodeFileException e) {
            throw new JoinFailedException(Failures.file(String.valueOf(e.getMessage())), e);
        }
    }

    private static RuntimeException missing(String path) {
        return path.equals(NodePaths.KUBELET_CONF)
                ? new JoinFailedException(Failures.notStarted())
                : new MalformedInputException("it names %s, and there is no such file".formatted(path));
    }
}
