package dev.nodejoin.testcluster.binaries;

import static dev.nodejoin.testcluster.binaries.KubernetesBinaries.PROGRAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesBinariesTest {
    @TempDir
    private Path home;

    private BinaryCache cache;

    @BeforeEach
    void open() {
        cache = cache("recipe");
    }

    private BinaryCache cache(String recipe) {
        return BinaryCache.of(KubernetesVersion.DEFAULT, new Environment(Map.of("HOME", home.toString())), recipe);
    }

    @Test
    void what_was_fetched_once_is_found_from_then_on() {
        var first = new Counted(PROGRAMS);
        assertThat(obtain(first)).isEqualTo(home.resolve(".cache/nodejoin/kubernetes/1.35.4"));
        assertThat(obtain(first)).isDirectoryContaining("glob:**/kubelet");
        assertThat(first.fetched).containsExactlyElementsOf(PROGRAMS);
    }

    @Test
    void a_damaged_program_is_fetched_again_and_no_other() throws IOException {
        obtain(new Counted(PROGRAMS));
        Files.writeString(cache.folder().resolve("kubeadm"), "program kubeaDm");
        var again = new Counted(PROGRAMS);
        obtain(again);
        assertThat(again.fetched).containsExactly("kubeadm");
        assertThat(cache.missing()).isEmpty();
    }

    @Test
    void a_program_that_nobody_recorded_is_fetched_again() throws IOException {
        obtain(new Counted(PROGRAMS));
        Files.writeString(cache.folder().resolve("SHA256SUMS"), "# recipe recipe\n0123  kubelet\n");
        var again = new Counted(PROGRAMS);
        obtain(again);
        assertThat(again.fetched).containsExactlyElementsOf(PROGRAMS);
    }

    @Test
    void programs_made_by_another_recipe_are_not_used() {
        obtain(new Counted(PROGRAMS));
        assertThat(cache("other").missing()).containsExactlyElementsOf(PROGRAMS);
    }

    @Test
    void what_an_interrupted_attempt_got_is_kept() {
        var interrupted = new Counted(List.of("kube-apiserver", "etcd"));
        assertThatThrownBy(() -> obtain(interrupted)).isInstanceOf(NoBinaries.class);
        var rest = new Counted(PROGRAMS);
        obtain(rest);
        assertThat(rest.fetched).doesNotContain("kube-apiserver", "etcd").hasSize(PROGRAMS.size() - 2);
    }

    @Test
    void what_a_killed_attempt_left_half_done_is_deleted() throws IOException {
        Files.createDirectories(cache.unfinished("module/etcd"));
        Files.writeString(cache.unfinished("kubelet"), "half a kubel");
        obtain(new Counted(PROGRAMS));
        assertThat(cache.folder()).isDirectoryNotContaining("glob:**/unfinished-*");
    }

    @Test
    void a_way_is_asked_only_for_what_the_ways_before_it_did_not_bring() {
        var second = new Counted(PROGRAMS);
        obtain(new Counted(List.of("kubelet", "kubectl")), second);
        assertThat(second.fetched).doesNotContain("kubelet", "kubectl").hasSize(PROGRAMS.size() - 2);
    }

    @Test
    void when_nothing_can_be_had_the_message_has_one_line_per_way() {
        assertThatThrownBy(() -> obtain(new Barred("no route to the moon"), new Barred("no compiler")))
                .isInstanceOf(NoBinaries.class)
                .hasMessage("""
                        the programs of Kubernetes 1.35.4 cannot be had:
                        - NODEJOIN_KUBERNETES_BIN is not set
                        - the cache %s lacks kube-apiserver, kube-controller-manager, kubelet, kubeadm, kubectl, etcd, fakecri
                        - no route to the moon
                        - no compiler""".formatted(cache.folder()));
    }

    @Test
    void two_who_want_the_same_programs_fetch_them_once() throws Exception {
        var way = new Counted(PROGRAMS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var both = List.of(threads.submit(() -> obtain(way)), threads.submit(() -> obtain(way)));
            for (var each : both) each.get();
        }
        assertThat(way.fetched).containsExactlyElementsOf(PROGRAMS);
        assertThat(way.mostAtOnce).hasValue(1);
    }

    @Test
    void a_release_that_is_not_supported_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> KubernetesBinaries.obtain(
                        new KubernetesVersion("1.30.1"), new Environment(Map.of("HOME", "/h"))))
                .isInstanceOf(NoBinaries.class)
                .hasMessageContaining("1.30.1")
                .hasMessageContaining("KUBERNETES_VERSION to 1.35.4 or 1.37.2");
    }

    @Test
    void a_cache_that_cannot_be_written_is_named() throws IOException {
        Files.writeString(home.resolve(".cache"), "a file where a folder should be");
        assertThatThrownBy(() -> obtain(new Counted(PROGRAMS)))
                .isInstanceOf(NoBinaries.class)
                .hasMessageContaining(cache.folder().toString());
    }

    private Path obtain(Way... ways) {
        return new KubernetesBinaries(KubernetesVersion.DEFAULT, cache, List.of(ways)).obtain();
    }

    /** Brings some programs, and remembers which it was asked for. */
    private static final class Counted implements Way {
        private final List<String> programs;
        private final List<String> fetched = new ArrayList<>();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();

        Counted(List<String> programs) {
            this.programs = programs;
        }

        @Override
        public void fetch(List<String> missing, BinaryCache cache) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            missing.stream().filter(programs::contains).forEach(program -> bring(program, cache));
            atOnce.decrementAndGet();
        }

        private void bring(String program, BinaryCache cache) {
            try {
                var file = cache.unfinished(program);
                Files.writeString(file, "program " + program);
                cache.add(program, file);
                fetched.add(program);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Barred(String reason) implements Way {
        @Override
        public void fetch(List<String> missing, BinaryCache cache) {
            throw new NoBinaries(reason);
        }
    }
}
