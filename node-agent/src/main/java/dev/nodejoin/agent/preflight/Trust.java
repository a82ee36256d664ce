package dev.nodejoin.agent.preflight;

import dev.nodejoin.protocol.pki.CaPin;
import dev.nodejoin.protocol.pki.CertificateBundle;
import java.util.List;

/** What is known of the cluster's certificate authorities before anyone was asked. */
public sealed interface Trust {
    /** They came with a ticket. */
    record Authorities(CertificateBundle bundle) implements Trust {}

    /** Their keys are pinned. */
    record Pins(List<CaPin> pins) implements Trust {
        public Pins {
            pins = List.copyOf(pins);
        }
    }

    /** Nothing yet: files that an earlier join left are compared with the cluster once it is discovered. */
    record Unknown() implements Trust {}

    /** Whether these may be the cluster's. */
    default boolean mayBe(CertificateBundle found) {
        return switch (this) {
            case Authorities(var bundle) -> found.certificates().containsAll(bundle.certificates());
            case Pins(var pins) -> pins.stream().anyMatch(pin -> pin.matchesAny(found.certificates()));
            case Unknown unknown -> true;
        };
    }
}
