package dev.nodejoin.policy.rule;

import java.time.Duration;

/** What an absent field of a request means where it is a time. It is never in the schema: approved words must not change. */
public final class RequestDefaults {
    public static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
    public static final Duration DEADLINE = Duration.ofDays(1);

    private RequestDefaults() {}
}
