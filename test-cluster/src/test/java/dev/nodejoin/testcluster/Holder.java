package dev.nodejoin.testcluster;

import java.util.concurrent.CountDownLatch;

/** A JVM that holds a cluster until it is killed, for tests of what is left then. */
final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws InterruptedException {
        var obstacle = TestCluster.unavailable();
        if (obstacle.isPresent()) {
            System.out.println("unavailable: " + obstacle.get());
            return;
        }
        var cluster = TestCluster.start();
        var machine = cluster.startMachine("worker");
        System.out.println("ready: " + cluster.directory());
        System.out.println("joined: "
                + machine.run(cluster.joinCommand().toArray(String[]::new)).exitCode());
        new CountDownLatch(1).await();
    }
}
