package dev.nodejoin.agent.cli;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An HTTP proxy, {@code http://host:port}. */
final class ProxyOption implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
        try {
            var uri = new URI(text).parseServerAuthority();
            if ("http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getUserInfo() == null) {
                return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
            }
        } catch (URISyntaxException e) {
            throw notAProxy();
        }
        throw notAProxy();
    }

    private static TypeConversionException notAProxy() {
        return new TypeConversionException("a proxy is written like http://proxy.example:3128");
    }
}
