package dev.nodejoin.operator.plan;

/** How one condition stands. */
record Finding(boolean met, String reason, String message) {
    static Finding met(String reason, String message) {
        return new Finding(true, reason, message);
    }

    static Finding unmet(String reason, String message) {
        return new Finding(false, reason, message);
    }
}
