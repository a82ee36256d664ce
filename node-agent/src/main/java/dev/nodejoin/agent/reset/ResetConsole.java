package dev.nodejoin.agent.reset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a person sees of a reset and is asked, in kubeadm's words. */
public final class ResetConsole {
    private static final Set<String> YES = Set.of("y", "yes");

    private final InputStream in;
    private final PrintWriter out;
    private final PrintWriter err;

    public ResetConsole(InputStream in, PrintWriter out, PrintWriter err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    void tell(String line) {
        out.println(line);
        out.flush();
    }

    void warn(String line) {
        err.println(line);
        err.flush();
    }

    /** Returns when the answer is yes; throws {@link ResetRefusedException} for every other answer, and for none. */
    void confirm() {
        warn("[reset] WARNING: Changes made to this host by 'node-agent join' or 'kubeadm join' will be reverted.");
        out.print("[reset] Are you sure you want to proceed? [y/N]: ");
        out.flush();
        var answer = answer();
        if (answer == null) {
            throw new ResetRefusedException("won't proceed: there is no answer on standard input;"
                    + " nothing was changed, --force resets without a question");
        }
        if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
            throw new ResetRefusedException("won't proceed: the answer was not y; nothing was changed");
        }
    }

    private @Nullable String answer() {
        try {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            return null;
        }
    }
}
