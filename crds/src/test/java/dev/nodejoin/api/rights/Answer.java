package dev.nodejoin.api.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What the API server said, word for word. */
record Answer(int code, JsonNode body) {
    String reason() {
        return body.path("reason").asText();
    }

    String message() {
        return body.path("message").asText();
    }

    /** The object, since nothing was refused. */
    JsonNode accepted() {
        assertThat(code).as("%s", body).isBetween(200, 299);
        return body;
    }

    /** By a policy or a schema, with words that tell why. */
    void refused(String reason, String... words) {
        assertThat(code).as("%s", body).isGreaterThanOrEqualTo(400);
        assertThat(reason()).as("%s", body).isEqualTo(reason);
        for (var word : words) assertThat(message()).contains(word);
    }

    void refusedBy(String policy, String reason, String... words) {
        refused(reason, words);
        assertThat(message()).contains("ValidatingAdmissionPolicy '" + policy + "'");
    }

    /** Nobody gave the right: it did not even come to a policy. */
    void notAuthorized() {
        refused("Forbidden", " cannot ");
        assertThat(message()).doesNotContain("ValidatingAdmissionPolicy");
    }
}
