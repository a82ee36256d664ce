package dev.nodejoin.agent.cluster;

import dev.nodejoin.agent.plan.ClusterProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The certificate authorities that the machine trusts, in the file where its distribution keeps them: those places that Go
 * programs, and so kubeadm, look at. Our own runtime's list plays no part, since no administrator ever added to it.
 */
final class MachineTrust {
    static final List<String> PLACES = List.of(
            "etc/ssl/certs/ca-certificates.crt",
            "etc/pki/tls/certs/ca-bundle.crt",
            "etc/ssl/ca-bundle.pem",
            "etc/pki/tls/cacert.pem",
            "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "etc/ssl/cert.pem");

    private final Path root;

    MachineTrust(Path root) {
        this.root = root;
    }

    /** Those of the first place that is there; none if the machine has none, and then nothing can be verified. */
    Collection<X509Certificate> certificates() {
        return PLACES.stream()
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(MachineTrust::read)
                .orElse(List.of());
    }

    private static Collection<X509Certificate> read(Path file) {
        try (var input = Files.newInputStream(file)) {
            var certificates = new ArrayList<X509Certificate>();
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(input)) {
                certificates.add((X509Certificate) certificate);
            }
            return certificates;
        } catch (CertificateException | IOException e) {
            throw new ClusterException(
                    new ClusterProblem.Untrusted(
                            "this machine's certificate authorities in %s can't be read".formatted(file)),
                    e);
        }
    }
}
