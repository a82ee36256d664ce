package dev.nodejoin.agent.preflight;

import dev.nodejoin.agent.preflight.MachineFacts.NameLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The check Hostname, which never stops a join. */
final class NodeNameCheck {
    private static final int LONGEST = 63;
    private static final Pattern QUALIFIED = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private NodeNameCheck() {}

    static List<Finding> of(String nodeName, NameLookup lookup) {
        var findings = new ArrayList<Finding>();
        if (nodeName.length() > LONGEST || !QUALIFIED.matcher(nodeName).matches()) {
            findings.add(warning(
                    "invalid node name format \"%s\"".formatted(nodeName),
                    "choose a name of at most 63 letters, digits, - and . with --node-name"));
        }
        if (lookup instanceof NameLookup.Failed(String why)) {
            findings.add(warning(
                    "hostname \"%s\" could not be reached".formatted(nodeName),
                    "add the name to the DNS or to /etc/hosts if other machines shall find this one by it"));
            findings.add(warning(
                    "hostname \"%s\": %s".formatted(nodeName, why),
                    "see /etc/hosts, /etc/resolv.conf and the DNS server"));
        }
        return findings;
    }

    private static Finding warning(String text, String remedy) {
        return Finding.warning(CheckNames.HOSTNAME, text, remedy);
    }
}
