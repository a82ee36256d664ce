package dev.nodejoin.operator.plan;

/** How far this process has brought the attempt that it claimed. Known in memory only: another process starts over. */
public sealed interface OwnAttempt {
    /** Nothing was created yet. */
    record Unminted() implements OwnAttempt {}

    /** The token's Secret exists; the API server has not recognised the token yet. */
    record Minted() implements OwnAttempt {}

    /** The API server recognised the token as ours. */
    record Proven() implements OwnAttempt {}

    /** The hand-off Secret of this name exists. */
    record HandedOver(String secretName) implements OwnAttempt {}

    /** The attempt can't go on and has to be burnt. */
    record Failed(String reason, String message) implements OwnAttempt {}
}
