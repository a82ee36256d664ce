package dev.nodejoin.agent.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpKubeletHealthTest {
    private final HttpKubeletHealth health = new HttpKubeletHealth();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/healthz", exchange -> {
            exchange.getResponseHeaders().add("Location", "/healthz");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void only_200_is_healthy() {
        assertThat(health.isHealthy(url())).isTrue();
        status = 500;
        assertThat(health.isHealthy(url())).isFalse();
        status = 302;
        assertThat(health.isHealthy(url())).isFalse();
    }

    @Test
    void nobody_there_is_not_healthy() {
        server.stop(0);

        assertThat(health.isHealthy(url())).isFalse();
    }

    private String url() {
        return "http://127.0.0.1:%d/healthz".formatted(server.getAddress().getPort());
    }
}
