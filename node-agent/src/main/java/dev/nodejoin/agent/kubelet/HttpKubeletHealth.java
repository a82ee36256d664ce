package dev.nodejoin.agent.kubelet;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/** Asks over plain HTTP, as kubeadm does: the kubelet answers on a loopback address and the answer is no secret. */
public final class HttpKubeletHealth implements KubeletHealth {
    private static final int LONGEST_MILLIS = 2_000;

    @Override
    public boolean isHealthy(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(LONGEST_MILLIS);
            connection.setReadTimeout(LONGEST_MILLIS);
            connection.setInstanceFollowRedirects(false);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
