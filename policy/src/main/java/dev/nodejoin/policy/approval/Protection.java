package dev.nodejoin.policy.approval;

import java.util.List;

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
    }

    /** At least one is missing or differs: whatever a status says may have been written by anybody. */
    record Broken(List<String> problems) implements Protection {
        public Broken {
            problems = List.copyOf(problems);
        }
    }

    /** One admission policy or binding in force. */
    record ProtectingObject(String kind, String name, String uid, long generation) {}
}
