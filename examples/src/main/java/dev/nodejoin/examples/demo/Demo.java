package dev.nodejoin.examples.demo;

import dev.nodejoin.testcluster.TestCluster;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Plays the first join from an empty host to a Ready Node, and what a thief can do with a copy of the hand-off.
 *
 * <p>Ends with exit code 0 only if everything that it tells really happened.
 */
public final class Demo {
    private Demo() {}

    /** {@code Demo REPOSITORY [keep]}. */
    public static void main(String... arguments) throws InterruptedException {
        var repository = Path.of(arguments[0]).toAbsolutePath().normalize();
        var keep = arguments.length > 1 && arguments[1].equals("keep");
        var narrator = new Narrator(System.out);
        System.exit(play(repository, keep, narrator));
    }

    private static int play(Path repository, boolean keep, Narrator narrator) throws InterruptedException {
        narrator.chapter("A cluster: etcd, kube-apiserver, kube-controller-manager; no root, no containers");
        try (var cluster = TestCluster.builder()
                        .mount(repository.resolve("dist"), Stage.DIST_ON_MACHINES)
                        .start();
                var stage = Stage.set(cluster, repository, narrator)) {
            new FirstJoin(stage).play();
            if (keep) keepRunning(stage);
            return 0;
        } catch (RuntimeException e) {
            System.err.println("\nerror: the demo failed: " + e.getMessage());
            return 1;
        }
    }

    private static void keepRunning(Stage stage) throws InterruptedException {
        stage.tellHowToGoOn();
        new CountDownLatch(1).await();
    }
}
