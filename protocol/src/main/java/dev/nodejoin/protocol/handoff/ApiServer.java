package dev.nodejoin.protocol.handoff;

import dev.nodejoin.protocol.MalformedInputException;
import java.net.URI;
import java.net.URISyntaxException;

/** The URL of an API server: https, a host, perhaps port and path, and nothing that could carry a credential. */
public record ApiServer(String url) {
    private static final int MAX_LENGTH = 2048;

    /** Throws {@link MalformedInputException} for any other URL; it is not repeated. */
    public ApiServer {
        if (url.length() > MAX_LENGTH || !isHttps(url)) {
            throw new MalformedInputException(
                    "the API server's URL must be like https://api.example:6443, without user, query or fragment");
        }
    }

    private static boolean isHttps(String url) {
        try {
            var uri = new URI(url).parseServerAuthority();
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= 65_535
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return url;
    }
}
