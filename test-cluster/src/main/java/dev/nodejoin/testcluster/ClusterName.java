package dev.nodejoin.testcluster;

import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The name that people gave to a cluster; it is also the name of its directory. */
final class ClusterName {
    private static final String USUAL = "default";
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?");

    @Option(names = "--name", description = "Name of the cluster; by default ${DEFAULT-VALUE}.", defaultValue = USUAL)
    private String value = USUAL;

    /** The name, which is one word in a path. */
    String value() {
        if (FORM.matcher(value).matches()) return value;
        throw new ClusterFailure(
                "the name \"%s\" is not made of 1 to 40 of a-z, 0-9 and inner hyphens".formatted(value));
    }
}
