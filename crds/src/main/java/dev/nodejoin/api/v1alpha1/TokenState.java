package dev.nodejoin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an attempt to mint a bootstrap token stands. Only a {@link #LIVE} token's certificate requests are judged. */
public enum TokenState {
    /** One operator process has claimed the attempt and may create the token's Secret; nothing was handed over. */
    @JsonProperty("Claimed")
    CLAIMED,
    /** The token was proven by the API server and handed over. */
    @JsonProperty("Live")
    LIVE,
    /** The token counts no more; its Secret is still to be overwritten. */
    @JsonProperty("Revoking")
    REVOKING,
    /** The token's Secret is overwritten with a tombstone, the hand-off is deleted. */
    @JsonProperty("Revoked")
    REVOKED
}
