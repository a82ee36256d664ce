package dev.nodejoin.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The API is a description: it holds what the API server holds, however strange, and does nothing. */
@AnalyzeClasses(packages = "dev.nodejoin.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String API = "dev.nodejoin.api.v1alpha1..";
    private static final Set<String> OF_EVERY_RECORD = Set.of("equals", "hashCode", "toString");

    @ArchTest
    static final ArchRule the_api_depends_on_little = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    API,
                    "dev.nodejoin.api.schema..",
                    "java.lang..",
                    "java.util",
                    "com.fasterxml.jackson.annotation..",
                    "io.fabric8.crd.generator.annotation..",
                    "io.fabric8.crdv2.generator.v1..",
                    "io.fabric8.generator.annotation..",
                    "io.fabric8.kubernetes.api.model..",
                    "io.fabric8.kubernetes.client",
                    "io.fabric8.kubernetes.model.annotation..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule the_api_asks_nobody = noClasses()
            .that()
            .resideInAPackage(API)
            .should()
            .dependOnClassesThat()
            .haveSimpleNameContaining("KubernetesClient");

    @ArchTest
    static final ArchRule records_have_nothing_but_their_components =
            classes().that().resideInAPackage(API).and().areRecords().should(haveOnlyAccessors());

    @ArchTest
    static final ArchRule the_api_and_its_schema_know_nothing_of_installations = noClasses()
            .that()
            .resideInAnyPackage(API, "dev.nodejoin.api.schema..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.nodejoin.api.install..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.nodejoin.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_is_called_util_helper_or_manager =
            noClasses().should().haveNameMatching(".*\\.[^.]*(Util|Helper|Manager)[^.]*");

    private static ArchCondition<JavaClass> haveOnlyAccessors() {
        return new ArchCondition<>("have no methods but those of their components") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var allowed = allowedMethods(type.reflect());
                type.getMethods().stream()
                        .filter(method -> !allowed.contains(method.getName()))
                        .forEach(method -> events.add(
                                SimpleConditionEvent.violated(method, method.getFullName() + " is more than data")));
            }
        };
    }

    private static Set<String> allowedMethods(Class<?> type) {
        var allowed = new HashSet<>(OF_EVERY_RECORD);
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).forEach(allowed::add);
        return allowed;
    }
}
