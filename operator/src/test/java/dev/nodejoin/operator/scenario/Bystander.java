package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Somebody who has nothing to do with joins, and the kubelets of Nodes that are in; they write all the time. */
final class Bystander implements AutoCloseable {
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final List<KubernetesClient> kubelets;
    private final List<String> nodes;
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    private final ReentrantReadWriteLock outage = new ReentrantReadWriteLock();
    private final Thread thread;
    private volatile boolean ended;

    private Bystander(KubernetesClient client, List<KubernetesClient> kubelets, List<String> nodes) {
        this.client = client;
        this.kubelets = kubelets;
        this.nodes = nodes;
        this.thread = Thread.ofPlatform().name("bystander").unstarted(this::writeOn);
    }

    static Bystander writing(OperatorBed bed, List<KubernetesClient> kubelets, List<String> nodes) {
        bed.bind("bystander", "edit");
        var bystander = new Bystander(bed.cluster().as("bystander"), kubelets, nodes);
        bystander.thread.start();
        return bystander;
    }

    private void writeOn() {
        while (!ended) {
            outage.readLock().lock();
            try {
                write();
                Thread.sleep(50);
            } catch (KubernetesClientException e) {
                refusals.add(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
                return;
            } finally {
                outage.readLock().unlock();
            }
        }
    }

    private void write() {
        var number = written.incrementAndGet();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName("notes")
                        .endMetadata()
                        .addToData("number", "" + number)
                        .build())
                .serverSideApply();
        for (var i = 0; i < nodes.size(); i++)
            kubelets.get(i)
                    .nodes()
                    .withName(nodes.get(i))
                    .subresource("status")
                    .patch(MERGE, "{\"metadata\":{\"annotations\":{\"example.com/seen\":\"%d\"}}}".formatted(number));
    }

    /** Nobody can write to an API server that does not run. */
    void pauseWhile(Runnable restart) {
        outage.writeLock().lock();
        try {
            restart.run();
        } finally {
            outage.writeLock().unlock();
        }
    }

    void assertNobodyWasRefused() {
        assertThat(written).as("writes").hasPositiveValue();
        assertThat(refusals).as("refusals of %s writes", written).isEmpty();
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
    }
}
