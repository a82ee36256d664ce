package dev.nodejoin.agent.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Pattern;

/** Puts placeholders where two joins differ by nature: the machine's name and address, the token, names made of times. */
record Wording(List<Entry<Pattern, String>> replacements) {
    private static final Map<String, String> BY_NATURE = new LinkedHashMap<>();

    static {
        BY_NATURE.put("kubelet-(client|server)-\\d{4}(-\\d\\d){5}\\.pem", "kubelet-$1-TIME.pem");
        BY_NATURE.put("@\\d{9,}", "@TIME");
        BY_NATURE.put("system:bootstrap:[a-z0-9]{6}", "system:bootstrap:TOKEN");
        BY_NATURE.put("\\b(node-)?csr-[A-Za-z0-9_-]+", "REQUEST");
    }

    Wording {
        replacements = List.copyOf(replacements);
    }

    /** @param own what a machine alone has, and the placeholder for it */
    static Wording of(Map<String, String> own) {
        var replacements = new ArrayList<Entry<Pattern, String>>();
        own.forEach(
                (text, placeholder) -> replacements.add(Map.entry(Pattern.compile(Pattern.quote(text)), placeholder)));
        BY_NATURE.forEach((pattern, placeholder) -> replacements.add(Map.entry(Pattern.compile(pattern), placeholder)));
        return new Wording(replacements);
    }

    String plain(String text) {
        var plain = text;
        for (var replacement : replacements) {
            plain = replacement.getKey().matcher(plain).replaceAll(replacement.getValue());
        }
        return plain;
    }
}
