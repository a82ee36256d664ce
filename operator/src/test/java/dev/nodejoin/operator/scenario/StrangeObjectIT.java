package dev.nodejoin.operator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nodejoin.api.v1alpha1.ConditionType;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that were stored under another definition, newer or older than the operator. */
final class StrangeObjectIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private OperatorBed bed;

    @TempDir
    private Path folder;

    /** Of its own, for the definition is changed. */
    @BeforeEach
    void relaxDefinition() {
        bed = OperatorBed.own();
        bed.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("nodejoinrequests.nodejoin.dev")
                .edit(StrangeObjectIT::relaxed);
    }

    private static CustomResourceDefinition relaxed(CustomResourceDefinition definition) {
        var spec = definition
                .getSpec()
                .getVersions()
                .getFirst()
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec");
        spec.setXKubernetesPreserveUnknownFields(true);
        spec.getProperties().get("credential").setEnum(null);
        spec.getProperties().replace("token", anything());
        spec.getXKubernetesValidations().removeIf(rule -> rule.getRule().contains("self.token"));
        return definition;
    }

    private static JSONSchemaProps anything() {
        var schema = new JSONSchemaProps();
        schema.setXKubernetesPreserveUnknownFields(true);
        return schema;
    }

    @AfterEach
    void close() {
        if (bed != null) bed.close();
    }

    @Test
    void one_with_unknown_fields_and_words_keeps_nobody_from_being_served() {
        store("strange-1", "{nodeName: strange-1, credential: Tpm, attestation: {quote: [1, 2]}}");
        assertServes();
        bed.restartOperator();
        assertServes();
        store("strange-2", "{nodeName: strange-2, credential: Tpm, token: {ttlSeconds: 900, newer: 1}}");
        assertServes();
    }

    private void assertServes() {
        bed.ask(bed.freshName()).approve().awaitMet(ConditionType.HANDED_OVER);
    }

    /** It can't be read at all; to go on would be to overlook it, and whatever changes after it. */
    @Test
    void one_with_a_value_of_another_type_ends_the_program_with_a_reason() throws IOException {
        bed.stopOperator();
        var kubeconfig =
                Files.writeString(folder.resolve("operator.kubeconfig"), OperatorBed.operatorKubeconfig(bed.cluster()));
        try (var program = OperatorProgram.start(
                        folder, "--kubeconfig=" + kubeconfig, "--http-address=127.0.0.1", "--http-port=0")
                .awaitStarted()) {
            store("strange-3", "{nodeName: strange-3, token: soon}");
            assertThat(program.awaitExit()).as(program.output()).isEqualTo(1);
            assertThat(program.said("watch ended for good")).isTrue();
        } finally {
            bed.admin()
                    .genericKubernetesResources("nodejoin.dev/v1alpha1", "NodeJoinRequest")
                    .inNamespace(OperatorBed.NAMESPACE)
                    .withName("strange-3")
                    .delete();
            bed.startOperatorAgain();
        }
    }

    /** The relaxed definition is in force a moment after it was written. */
    private void store(String name, String spec) {
        var object = Serialization.unmarshal("""
                apiVersion: nodejoin.dev/v1alpha1
                kind: NodeJoinRequest
                metadata: {namespace: nodejoin, name: %s}
                spec: %s
                """.formatted(name, spec), GenericKubernetesResource.class);
        await("the object to be stored as it is").atMost(PATIENCE).until(() -> stored(object));
    }

    private boolean stored(GenericKubernetesResource object) {
        try {
            bed.admin().resource(object).delete();
            var stored = bed.admin().resource(object).create();
            return object.get("spec").equals(stored.get("spec"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }
}
