package dev.nodejoin.policy.fact;

import dev.nodejoin.policy.certificate.RequestedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate signing request.
 *
 * @param lifetime how long the certificate shall live, if the request says so
 */
public record AskedCertificate(
        String name, Instant createdAt, Optional<Duration> lifetime, RequestedCertificate requested) {}
