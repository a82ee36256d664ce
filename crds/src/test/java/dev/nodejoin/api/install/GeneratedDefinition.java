package dev.nodejoin.api.install;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDGenerator.AbstractCRDOutput;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The definition as the records describe it. The generator itself sorts printer columns by their paths and drops the
 * description of the kind; both come back here.
 */
final class GeneratedDefinition {
    private static final Class<NodeJoinRequest> KIND = NodeJoinRequest.class;

    private GeneratedDefinition() {}

    static String text() {
        var output = new Output();
        new CRDGenerator()
                .customResourceClasses(KIND)
                .withPostProcessor(new Finish())
                .withOutput(output)
                .generate();
        return output.text.toString(StandardCharsets.UTF_8);
    }

    private static void finish(CustomResourceDefinitionVersion version) {
        version.getSchema()
                .getOpenAPIV3Schema()
                .setDescription(KIND.getAnnotation(JsonClassDescription.class).value());
        var declared = Arrays.stream(KIND.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        version.setAdditionalPrinterColumns(version.getAdditionalPrinterColumns().stream()
                .sorted(Comparator.comparingInt(
                        (CustomResourceColumnDefinition column) -> declared.indexOf(column.getName())))
                .toList());
    }

    private static final class Finish implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata definition, String definitionVersion) {
            ((CustomResourceDefinition) definition).getSpec().getVersions().forEach(GeneratedDefinition::finish);
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
