package dev.nodejoin.policy.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the admission policies that make an approval trustworthy are in force as shipped. */
public sealed interface Protection {
    /**
     * All are there and as shipped.
     *
     * @param objects the protecting objects; another set, or one re-created or edited in between, is another protection
     */
    record Intact(List<ProtectingObject> objects) implements Protection {
        public Intact {
            objects = List.copyOf(objects);
        }

        /** Stands for exactly these objects in exactly these generations, in whatever order. */
        public String hash() {
            return "v1:sha256:" + Sha256.hex(text().getBytes(UTF_8));
        }

        String text() {
            return objects.stream()
                    .sorted(Comparator.comparing(ProtectingObject::kind).thenComparing(ProtectingObject::name))
                    .map(object ->
                            String.join("/", object.kind(), object.name(), object.uid(), "" + object.generation()))
                    .collect(Collectors.joining("\n"));
        }
    }

    /** At least one is missing or differs: whatever a status says may have been written by anybody. */
    record Broken(List<String> problems) implements Protection {
        public Broken {
            problems = List.copyOf(problems);
        }
    }

    /**
     * One admission policy or binding in force.
     *
     * @param generation 1 if it is as it was created; then {@code createdAt} says since when it is so
     */
    record ProtectingObject(String kind, String name, String uid, long generation, Instant createdAt) {}
}
