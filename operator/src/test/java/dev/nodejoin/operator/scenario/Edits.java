package dev.nodejoin.operator.scenario;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Edits of objects that others write as well: on a conflict one looks and edits again, as people and kubelets do. */
final class Edits {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Edits() {}

    /** Throws whatever else than a conflict keeps it from being made. */
    static <T> T make(Callable<T> edit) {
        return await("an edit without a conflict")
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(Edits::isConflict)
                .until(edit, Objects::nonNull);
    }

    private static boolean isConflict(Throwable e) {
        return e instanceof KubernetesClientException refused && refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }
}
