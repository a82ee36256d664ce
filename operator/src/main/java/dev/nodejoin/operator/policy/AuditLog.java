package dev.nodejoin.operator.policy;

import dev.nodejoin.policy.rule.PolicyRefusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What policies of mode Audit would refuse of the requests that are under way, as they were last judged. */
public final class AuditLog {
    /** So many of a policy are remembered. */
    public static final int LONGEST = 16;

    private final Map<String, List<AuditEntry>> byRequest = new HashMap<>();
    private final Map<String, List<AuditEntry>> newest = new HashMap<>();

    /** A request, by whatever tells it apart. */
    public record Subject(String namespace, String name, String uid) {}

    /**
     * What another judgement changed.
     *
     * @param added what was not there before
     * @param policies whose view of the requests is another now
     */
    public record Change(List<AuditEntry> added, Set<String> policies) {}

    /**
     * A request as a policy sees it.
     *
     * @param wouldRefuse requests under way
     * @param newest the newest first
     */
    public record View(int wouldRefuse, List<AuditEntry> newest) {}

    /** The latest judgement of a request takes the place of the one before. */
    public synchronized Change judged(Subject subject, List<PolicyRefusal> refusals, Instant now) {
        var before = byRequest.getOrDefault(subject.uid(), List.of());
        var after = refusals.stream()
                .map(refusal -> new AuditEntry(subject.namespace(), subject.name(), subject.uid(), refusal, now))
                .map(entry -> before.stream().filter(entry::isSame).findFirst().orElse(entry))
                .toList();
        if (after.isEmpty()) byRequest.remove(subject.uid());
        else byRequest.put(subject.uid(), after);
        var added = after.stream().filter(entry -> !before.contains(entry)).toList();
        added.forEach(this::remember);
        return new Change(added, touched(before, after));
    }

    private void remember(AuditEntry entry) {
        var list = new ArrayList<AuditEntry>();
        list.add(entry);
        newest.getOrDefault(entry.policy(), List.of()).stream()
                .filter(old -> !old.isSame(entry))
                .limit(LONGEST - 1L)
                .forEach(list::add);
        newest.put(entry.policy(), list);
    }

    private static Set<String> touched(List<AuditEntry> before, List<AuditEntry> after) {
        return Stream.concat(
                        before.stream().filter(entry -> !after.contains(entry)),
                        after.stream().filter(entry -> !before.contains(entry)))
                .map(AuditEntry::policy)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What is remembered of a policy; what was refused before it was created is of another one that had its name, and is
     * forgotten.
     */
    public synchronized View of(String policy, Instant createdAt) {
        newest.computeIfPresent(
                policy,
                (name, entries) -> entries.stream()
                        .filter(entry -> !entry.since().isBefore(createdAt))
                        .toList());
        var requests = byRequest.values().stream()
                .filter(entries ->
                        entries.stream().anyMatch(entry -> entry.policy().equals(policy)))
                .count();
        return new View((int) requests, List.copyOf(newest.getOrDefault(policy, List.of())));
    }
}
