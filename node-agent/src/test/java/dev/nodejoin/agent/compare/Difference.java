package dev.nodejoin.agent.compare;

/**
 * Something that is not the same on both sides.
 *
 * @param subject a file, a field, a request
 * @param kubeadm what kubeadm's side has, or {@value #NOTHING}
 */
record Difference(Aspect aspect, String subject, String kubeadm, String agent) {
    private static final int SHOWN = 240;

    static final String NOTHING = "(nothing)";

    @Override
    public String toString() {
        return "%s: %s%n      kubeadm: %s%n      agent:   %s"
                .formatted(aspect.heading(), subject, shown(kubeadm, agent), shown(agent, kubeadm));
    }

    /** From a little before the place where they begin to differ, and not more than a few lines. */
    private static String shown(String text, String other) {
        if (text.length() <= SHOWN) {
            return text;
        }
        var start = Math.max(0, commonPrefix(text, other) - SHOWN / 4);
        var end = Math.min(text.length(), start + SHOWN);
        return "…" + text.substring(start, end) + "…";
    }

    private static int commonPrefix(String text, String other) {
        var length = 0;
        while (length < Math.min(text.length(), other.length()) && text.charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }
}
