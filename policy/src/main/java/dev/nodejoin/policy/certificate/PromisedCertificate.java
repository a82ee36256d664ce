package dev.nodejoin.policy.certificate;

import dev.nodejoin.protocol.token.TokenId;
import java.util.Optional;

/**
 * What was promised to whom: the only certificate that may be approved.
 *
 * @param tokenUsable the token is live and has not run out
 * @param pinnedKey the key that the request pins, or the first that was approved, as {@code sha256:<hex>}
 * @param nodeExists a Node of this name is there already
 */
public record PromisedCertificate(
        String nodeName, TokenId tokenId, boolean tokenUsable, Optional<String> pinnedKey, boolean nodeExists) {

    public PromisedCertificate withSpentToken() {
        return new PromisedCertificate(nodeName, tokenId, false, pinnedKey, nodeExists);
    }
}
