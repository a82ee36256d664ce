package dev.nodejoin.testcluster.binaries;

import java.util.regex.Pattern;

/** A release of Kubernetes, such as 1.35.4. */
public record KubernetesVersion(String value) {
    private static final Pattern FORM = Pattern.compile("1\\.(\\d{1,3})\\.(\\d{1,3})");

    public static final KubernetesVersion DEFAULT = new KubernetesVersion("1.35.4");

    public KubernetesVersion {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "KUBERNETES_VERSION is \"%s\"; give a release such as %s".formatted(value, "1.35.4"));
        }
    }

    /** The version that {@code KUBERNETES_VERSION} asks for, else the default. */
    public static KubernetesVersion wanted(Environment environment) {
        return environment.get("KUBERNETES_VERSION").map(KubernetesVersion::new).orElse(DEFAULT);
    }

    public String minor() {
        return value.substring(value.indexOf('.') + 1, value.lastIndexOf('.'));
    }

    @Override
    public String toString() {
        return value;
    }
}
