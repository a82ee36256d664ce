package dev.nodejoin.agent.compare;

import java.util.regex.Pattern;

/**
 * A difference that is meant. The patterns match whole words of {@link Difference}.
 *
 * @param scenario where it may occur
 * @param release of Kubernetes, with which it occurs
 * @param reason for people: why it is so and harms nobody
 */
record Allowance(
        Pattern scenario,
        Pattern release,
        Aspect aspect,
        Pattern subject,
        Pattern kubeadm,
        Pattern agent,
        String reason) {
    private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);
    private static final String SOMETHING = "(?!\\Q" + Difference.NOTHING + "\\E).*";

    private static Allowance of(Aspect aspect, String subject, String kubeadm, String agent, String reason) {
        return new Allowance(ANY, ANY, aspect, pattern(subject), pattern(kubeadm), pattern(agent), reason);
    }

    static Allowance between(Aspect aspect, String subject, String kubeadm, String agent, String reason) {
        return of(aspect, subject, kubeadm, agent, reason);
    }

    static Allowance ofKubeadmAlone(Aspect aspect, String subject, String reason) {
        return of(aspect, subject, SOMETHING, Pattern.quote(Difference.NOTHING), reason);
    }

    static Allowance ofAgentAlone(Aspect aspect, String subject, String reason) {
        return of(aspect, subject, Pattern.quote(Difference.NOTHING), SOMETHING, reason);
    }

    /** A change of the agent's alone, to just that: type and mode, or {@link FileTree#REMOVED}. */
    static Allowance newFile(String path, String entry, String reason) {
        return of(Aspect.FILE_TREE, path, Pattern.quote(Difference.NOTHING), Pattern.quote(entry), reason);
    }

    Allowance in(String scenarios) {
        return new Allowance(pattern(scenarios), release, aspect, subject, kubeadm, agent, reason);
    }

    Allowance onlyOn(String releases) {
        return new Allowance(scenario, pattern(releases), aspect, subject, kubeadm, agent, reason);
    }

    boolean appliesTo(String kubernetesVersion) {
        return release.matcher(kubernetesVersion).matches();
    }

    boolean covers(String scenarioName, Difference difference) {
        return aspect == difference.aspect()
                && scenario.matcher(scenarioName).matches()
                && subject.matcher(difference.subject()).matches()
                && kubeadm.matcher(difference.kubeadm()).matches()
                && agent.matcher(difference.agent()).matches();
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.DOTALL);
    }
}
