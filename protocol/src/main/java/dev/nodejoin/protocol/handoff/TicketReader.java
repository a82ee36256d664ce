package dev.nodejoin.protocol.handoff;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.JoinConfiguration;
import dev.nodejoin.protocol.kubeconfig.Kubeconfig;
import dev.nodejoin.protocol.yaml.Documents;
import dev.nodejoin.protocol.yaml.Section;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds the parts of a ticket in what the machine was given; errors begin with the file or key they are about. */
final class TicketReader {
    private TicketReader() {}

    static Ticket fromFiles(Map<String, byte[]> files) {
        if (!files.containsKey(HandOff.DISCOVERY)) {
            throw new MalformedInputException(
                    "%s is missing; a ticket has at least that kubeconfig".formatted(HandOff.DISCOVERY));
        }
        var join = read(files, HandOff.JOIN_CONFIGURATION, JoinConfiguration::parse);
        var lifetime = read(
                files, HandOff.CERTIFICATE_LIFETIME, text -> CertificateLifetime.parse(new String(text, US_ASCII)));
        return read(
                        files,
                        HandOff.DISCOVERY,
                        kubeconfig -> new Ticket(Kubeconfig.parse(kubeconfig), join, lifetime, patches(files)))
                .orElseThrow();
    }

    private static SortedMap<String, String> patches(Map<String, byte[]> files) {
        var patches = new TreeMap<String, String>();
        KubeletPatch.keyedFiles()
                .forEach(keyed -> read(files, keyed.key(), TicketReader::patch)
                        .ifPresent(text -> patches.put(keyed.file(), text)));
        return patches;
    }

    private static String patch(byte[] bytes) {
        if (bytes.length > KubeletPatch.MAX_BYTES) {
            throw new MalformedInputException(
                    "a patch has at most %d bytes, this one has %d".formatted(KubeletPatch.MAX_BYTES, bytes.length));
        }
        return new String(bytes, UTF_8);
    }

    static Ticket fromDocument(byte[] bytes) {
        var document = Documents.single(bytes, Ticket.MAX_BYTES);
        return switch (document.text("kind").orElse("")) {
            case "Secret" -> fromSecret(document);
            case "List", "SecretList" -> fromSecret(onlyItem(document));
            case "Config", "" -> new Ticket(Kubeconfig.parse(bytes), Optional.empty(), Optional.empty());
            default ->
                throw new MalformedInputException(
                        "kind must be Secret, List or Config: a ticket is a hand-off Secret or a kubeconfig");
        };
    }

    private static Section onlyItem(Section list) {
        var items = list.sections("items");
        if (items.size() != 1) {
            throw new MalformedInputException(
                    "items holds %d objects; exactly one Secret is expected".formatted(items.size()));
        }
        if (!items.getFirst().text("kind").orElse("Secret").equals("Secret")) {
            throw new MalformedInputException("items[0].kind must be Secret");
        }
        return items.getFirst();
    }

    private static Ticket fromSecret(Section secret) {
        var files = new HashMap<String, byte[]>();
        var data = secret.textMap("data");
        var stringData = secret.textMap("stringData");
        for (var key : Ticket.FILES) {
            if (stringData.containsKey(key)) {
                files.put(key, stringData.getOrDefault(key, "").getBytes(UTF_8));
            } else if (data.containsKey(key)) {
                files.put(key, decode(key, data.getOrDefault(key, "")));
            }
        }
        return fromFiles(files);
    }

    private static byte[] decode(String key, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("data.%s is not base64".formatted(key));
        }
    }

    private static <T> Optional<T> read(Map<String, byte[]> files, String name, Function<byte[], T> reading) {
        try {
            return Optional.ofNullable(files.get(name)).map(reading);
        } catch (MalformedInputException e) {
            throw new MalformedInputException(name + ": " + e.getMessage());
        }
    }
}
