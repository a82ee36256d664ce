package dev.nodejoin.testcluster.binaries;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A release of Go, such as 1.26.0. */
record GoVersion(int minor, int patch) implements Comparable<GoVersion> {
    private static final Pattern COMPILER = Pattern.compile("go version go1\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");
    private static final Pattern MODULE = Pattern.compile("(?m)^go 1\\.(\\d{1,4})(?:\\.(\\d{1,4}))?$");
    private static final Comparator<GoVersion> ORDER =
            Comparator.comparingInt(GoVersion::minor).thenComparingInt(GoVersion::patch);

    /** What {@code go version} says of itself. */
    static Optional<GoVersion> ofCompiler(String output) {
        return find(COMPILER, output);
    }

    /** The least version that a {@code go.mod} demands. */
    static Optional<GoVersion> ofModule(String goMod) {
        return find(MODULE, goMod);
    }

    private static Optional<GoVersion> find(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text))
                .filter(found -> found.find())
                .map(found -> new GoVersion(Integer.parseInt(found.group(1)), patch(found.group(2))));
    }

    private static int patch(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    @Override
    public int compareTo(GoVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "1." + minor + "." + patch;
    }
}
