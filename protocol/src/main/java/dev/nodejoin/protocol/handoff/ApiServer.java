package dev.nodejoin.protocol.handoff;

import dev.nodejoin.protocol.MalformedInputException;
import java.net.URI;
import java.net.URISyntaxException;

/** The URL of an API server: https, a host, perhaps port and path, and nothing that could carry a credential. */
public record ApiServer(String url) {
    private static final int MAX_LENGTH = 2048;
    private static final int DEFAULT_PORT = 443;

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

    /** {@code host:port}, as token discovery names a server; throws {@link MalformedInputException} where there is a path. */
    public String endpoint() {
        var uri = URI.create(url);
        if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
            throw new MalformedInputException("discovery by a token takes an API server at host:port, without a path");
        }
        return uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }

    @Override
    public String toString() {
        return url;
    }
}
