package dev.nodejoin.operator.plan;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision about one ban may look at.
 *
 * @param nodeUid of the Node of the banned name
 * @param requests those that it would hit, as namespace/name
 * @param certificateRequests those that nobody has decided yet
 * @param indexedSince when this process first saw the name in the index, where it has been ever since
 */
public record BanSnapshot(
        BanFacts facts,
        Optional<String> nodeUid,
        List<String> requests,
        List<CertificateRequestFacts> certificateRequests,
        Optional<Instant> indexedSince) {
    public BanSnapshot {
        requests = List.copyOf(requests);
        certificateRequests = List.copyOf(certificateRequests);
    }
}
