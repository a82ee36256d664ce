package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a certificate signing request of a bootstrap token that no NodeJoinRequest asked for. */
public enum UnrequestedMode {
    @JsonProperty("Ignore")
    IGNORE,
    /** It is told in the gate's status, by an Event and by a metric. */
    @JsonProperty("Report")
    REPORT,
    /** It becomes a NodeJoinRequest that people approve or deny. */
    @JsonProperty("Inbox")
    INBOX
}
