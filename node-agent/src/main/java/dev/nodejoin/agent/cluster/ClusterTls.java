package dev.nodejoin.agent.cluster;

import dev.nodejoin.protocol.pki.CertificateBundle;
import dev.nodejoin.protocol.pki.ClientIdentity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the given CA certificates and no others: the machine's own trust store has no say. */
final class ClusterTls {
    private static final char[] NO_PASSWORD = {};

    private ClusterTls() {}

    static SSLContext trusting(CertificateBundle authorities) {
        return trusting(authorities.certificates());
    }

    static SSLContext trusting(Collection<X509Certificate> authorities) {
        return context(authorities);
    }

    static SSLContext as(ClientIdentity identity, CertificateBundle authorities) {
        return context(authorities.certificates(), new NodeKeys(identity));
    }

    private static SSLContext context(Collection<X509Certificate> authorities, KeyManager... keys) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys, trust(authorities), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime can't set up TLS", e);
        }
    }

    private static TrustManager[] trust(Collection<X509Certificate> authorities) throws GeneralSecurityException {
        var store = emptyStore();
        for (X509Certificate certificate : authorities) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        var factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store can't be made", e);
        }
    }
}
