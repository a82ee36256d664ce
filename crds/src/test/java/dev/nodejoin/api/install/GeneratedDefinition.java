package dev.nodejoin.api.install;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.nodejoin.api.v1alpha1.NodeJoinApproval;
import dev.nodejoin.api.v1alpha1.NodeJoinBan;
import dev.nodejoin.api.v1alpha1.NodeJoinGate;
import dev.nodejoin.api.v1alpha1.NodeJoinPolicy;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDGenerator.AbstractCRDOutput;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The definition of a kind as the records describe it. The generator itself sorts printer columns by their paths and drops the
 * description of the kind; both come back here.
 */
record GeneratedDefinition(Class<? extends CustomResource<?, ?>> kind) {
    /** Each kind of the API. */
    static final List<GeneratedDefinition> ALL = List.of(
            new GeneratedDefinition(NodeJoinRequest.class),
            new GeneratedDefinition(NodeJoinApproval.class),
            new GeneratedDefinition(NodeJoinPolicy.class),
            new GeneratedDefinition(NodeJoinGate.class),
            new GeneratedDefinition(NodeJoinBan.class));

    String fileName() {
        return HasMetadata.getFullResourceName(kind) + ".yaml";
    }

    String text() {
        var output = new Output();
        new CRDGenerator()
                .customResourceClasses(kind)
                .withPostProcessor(new Finish())
                .withOutput(output)
                .generate();
        return output.text.toString(StandardCharsets.UTF_8);
    }

    private void finish(CustomResourceDefinitionVersion version) {
        version.getSchema()
                .getOpenAPIV3Schema()
                .setDescription(kind.getAnnotation(JsonClassDescription.class).value());
        var declared = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        version.setAdditionalPrinterColumns(version.getAdditionalPrinterColumns().stream()
                .sorted(Comparator.comparingInt(
                        (CustomResourceColumnDefinition column) -> declared.indexOf(column.getName())))
                .toList());
    }

    private final class Finish implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata definition, String definitionVersion) {
            ((CustomResourceDefinition) definition).getSpec().getVersions().forEach(GeneratedDefinition.this::finish);
            return definition;
        }
    }

    private static final class Output extends AbstractCRDOutput<ByteArrayOutputStream> {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();

        @Override
        protected ByteArrayOutputStream createStreamFor(String name) {
            return text;
        }
    }
}
