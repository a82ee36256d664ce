package dev.nodejoin.testcluster.binaries;

import java.util.List;

/** A way to get programs that the cache lacks. */
interface Way {
    /**
     * Adds those of the missing programs to the cache which this way leads to, each as soon as it is complete, so that
     * nothing is lost if it is interrupted.
     *
     * @throws NoBinaries if the way is barred; the message is one sentence that says by what
     */
    void fetch(List<String> missing, BinaryCache cache);
}
