package dev.nodejoin.agent.cri;

/**
 * One thing that a runtime says of itself, {@code runtime.v1.RuntimeCondition}.
 *
 * @param type {@code RuntimeReady} or {@code NetworkReady}, among others
 */
public record RuntimeCondition(String type, boolean status, String reason, String message) {
    /** Whether containers can be run at all. */
    public static final String RUNTIME_READY = "RuntimeReady";
}
