package dev.nodejoin.agent.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The requests of one machine, in the order in which the API server answered them. Of what a kubelet does as a node, once it
 * runs, only the registration is told: the rest has no order, and the kubelets are the same program.
 */
record AuditTrail(List<JsonNode> events) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is asked again and again until somebody else has done something. */
    private static final Set<String> WAITING = Set.of("certificatesigningrequests", "nodes");

    static AuditTrail of(Path log, String address) {
        try (var lines = Files.lines(log)) {
            return parse(lines.toList(), address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A last line that is still being written is left out. */
    static AuditTrail parse(List<String> lines, String address) {
        var events = new ArrayList<JsonNode>();
        for (var line : lines) {
            try {
                var event = JSON.readTree(line);
                if (event.at("/sourceIPs/0").asText().equals(address)) {
                    events.add(event);
                }
            } catch (IOException incomplete) {
                break;
            }
        }
        return new AuditTrail(List.copyOf(events));
    }

    /** One line a request: as whom, what, on what, and the answer's status. */
    List<String> requests(Wording wording) {
        var requests = new ArrayList<String>();
        var registered = false;
        for (var event : events) {
            if (isEndOfWatch(event) || isKubeletWithoutCertificate(event)) {
                continue;
            }
            if (isKubeletAtWork(event)) {
                if (registered || !isRegistration(event)) {
                    continue;
                }
                registered = true;
            }
            var request = wording.plain(describe(event));
            if (!isWaiting(event) || requests.isEmpty() || !requests.getLast().equals(request)) {
                requests.add(request);
            }
        }
        return requests;
    }

    /** A watch is told of when it starts and when it ends. */
    private static boolean isEndOfWatch(JsonNode event) {
        return event.at("/verb").asText().equals("watch")
                && event.at("/stage").asText().equals("ResponseComplete");
    }

    /** What it asks for in vain while it waits depends on how long it has to. */
    private static boolean isKubeletWithoutCertificate(JsonNode event) {
        return user(event).equals("system:anonymous")
                && event.at("/userAgent").asText().startsWith("kubelet/");
    }

    private static boolean isKubeletAtWork(JsonNode event) {
        return user(event).startsWith("system:node:")
                && event.at("/userAgent").asText().startsWith("kubelet/");
    }

    private static boolean isRegistration(JsonNode event) {
        return event.at("/verb").asText().equals("create")
                && event.at("/objectRef/resource").asText().equals("nodes");
    }

    private static boolean isWaiting(JsonNode event) {
        return event.at("/verb").asText().equals("get")
                && WAITING.contains(event.at("/objectRef/resource").asText());
    }

    private static String describe(JsonNode event) {
        return "%s: %s %s %s"
                .formatted(
                        credential(user(event)),
                        event.at("/verb").asText(),
                        event.at("/requestURI").asText().replaceAll("\\?.*", ""),
                        event.at("/responseStatus/code").asInt());
    }

    private static String user(JsonNode event) {
        return event.at("/user/username").asText();
    }

    private static String credential(String user) {
        if (user.startsWith("system:bootstrap:")) {
            return "token";
        }
        return user.startsWith("system:node:") ? "node" : user;
    }
}
