package dev.nodejoin.agent.cluster;

import dev.nodejoin.agent.plan.ClusterProblem;
import dev.nodejoin.agent.plan.ClusterProblem.Unreachable;
import dev.nodejoin.agent.plan.ClusterProblem.Untimely;
import dev.nodejoin.agent.plan.ClusterProblem.Untrusted;
import dev.nodejoin.agent.plan.ClusterProblem.Unusable;
import dev.nodejoin.agent.plan.PlainText;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Tells from what the JDK throws why a request got no answer. */
final class NetworkFailure {
    /** By these alone the JDK's client tells that a server went away rather than that it said something wrong. */
    private static final Set<String> CLOSED_IN_HANDSHAKE =
            Set.of("Remote host terminated the handshake", "Remote host closed the channel");

    private NetworkFailure() {}

    static ClusterProblem problem(Throwable thrown) {
        var chain = Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(16)
                .toList();
        return tooLarge(chain)
                .or(() -> certificateProblem(chain))
                .or(() -> tlsProblem(chain))
                .orElseGet(() -> new Unreachable(whyUnreachable(chain)));
    }

    private static Optional<ClusterProblem> tooLarge(List<Throwable> chain) {
        return find(chain, CappedBody.TooLarge.class).map(e -> new Unusable(String.valueOf(e.getMessage())));
    }

    private static Optional<ClusterProblem> certificateProblem(List<Throwable> chain) {
        var untimely = untimely(chain);
        if (untimely.isPresent()) {
            return untimely;
        }
        if (has(chain, CertPathBuilderException.class) || has(chain, CertPathValidatorException.class)) {
            return untrusted("its certificate was not issued by a CA certificate that is trusted here");
        }
        return find(chain, CertificateException.class)
                .flatMap(e ->
                        untrusted("its certificate does not fit: " + PlainText.of(String.valueOf(e.getMessage()))));
    }

    private static Optional<ClusterProblem> untimely(List<Throwable> chain) {
        var expired = has(chain, CertificateExpiredException.class);
        if (!expired && !has(chain, CertificateNotYetValidException.class)) {
            return Optional.empty();
        }
        return find(chain, CertPathValidatorException.class)
                .flatMap(NetworkFailure::certificate)
                .<ClusterProblem>map(certificate -> new Untimely(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        expired))
                .or(() -> untrusted("its certificate is not valid now by this machine's clock"));
    }

    /** The one of the chain that the validator stopped at. */
    private static Optional<X509Certificate> certificate(CertPathValidatorException e) {
        return Optional.ofNullable(e.getCertPath())
                .filter(path -> e.getIndex() >= 0)
                .map(path -> (X509Certificate) path.getCertificates().get(e.getIndex()));
    }

    private static Optional<ClusterProblem> tlsProblem(List<Throwable> chain) {
        if (isClosed(chain)) {
            return Optional.of(new Unreachable(
                    has(chain, SSLException.class)
                            ? "the connection was closed during the TLS handshake"
                            : "the connection was closed before the answer was complete"));
        }
        return find(chain, SSLException.class)
                .flatMap(e -> untrusted("the TLS handshake failed: " + PlainText.of(String.valueOf(e.getMessage()))));
    }

    private static boolean isClosed(List<Throwable> chain) {
        return has(chain, EOFException.class)
                || find(chain, SSLHandshakeException.class)
                        .map(Throwable::getMessage)
                        .filter(CLOSED_IN_HANDSHAKE::contains)
                        .isPresent();
    }

    private static String whyUnreachable(List<Throwable> chain) {
        if (has(chain, UnresolvedAddressException.class) || has(chain, UnknownHostException.class)) {
            return "its name can't be resolved";
        }
        if (has(chain, HttpTimeoutException.class) || has(chain, TimeoutException.class)) {
            return "no answer in time";
        }
        if (has(chain, ConnectException.class)) {
            return "connection refused or no route";
        }
        var last = chain.getLast();
        return PlainText.of(
                Optional.ofNullable(last.getMessage()).orElse(last.getClass().getSimpleName()));
    }

    private static Optional<ClusterProblem> untrusted(String why) {
        return Optional.of(new Untrusted(why));
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> type) {
        return find(chain, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
