package dev.nodejoin.testcluster.binaries;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A release of Kubernetes, such as 1.35.4. */
public record KubernetesVersion(String value) {
    private static final Pattern FORM = Pattern.compile("1\\.(\\d{1,3})\\.(\\d{1,3})");

    public static final KubernetesVersion DEFAULT = new KubernetesVersion("1.35.4");

    /** The releases whose programs can be had without further ado. */
    public static final List<KubernetesVersion> SUPPORTED = List.of(DEFAULT, new KubernetesVersion("1.37.2"));

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

    static String supported() {
        return SUPPORTED.stream().map(KubernetesVersion::value).collect(Collectors.joining(" or "));
    }

    public String minor() {
        return value.substring(value.indexOf('.') + 1, value.lastIndexOf('.'));
    }

    @Override
    public String toString() {
        return value;
    }
}
