package dev.nodejoin.policy;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A judgement is a function of its arguments: it reads nothing, asks no clock and throws no dice. */
@AnalyzeClasses(packages = "dev.nodejoin.policy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> CLOCKS_AND_DICE = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.util.Date.<init>");

    @ArchTest
    static final ArchRule there_is_no_input_or_output = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..",
                            "java.nio.channels..",
                            "java.nio.file..",
                            "javax.net..",
                            "java.sql..",
                            "java.rmi..")
                    .or(describe(
                            "are of java.io, except its exception",
                            type -> type.getPackageName().equals("java.io")
                                    && !type.getSimpleName().equals("IOException")
                                    && !type.getSimpleName().equals("Serializable"))));

    @ArchTest
    static final ArchRule there_is_no_clock_and_no_chance = noClasses()
            .should()
            .accessTargetWhere(describe(
                    "a clock, the environment or chance is asked",
                    (JavaAccess<?> access) -> CLOCKS_AND_DICE.contains(
                            access.getTarget().getOwner().getName() + "."
                                    + access.getTarget().getName())))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(RandomGenerator.class);

    @ArchTest
    static final ArchRule there_is_no_thread = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule there_is_no_kubernetes_client_and_no_framework = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "org.slf4j..");

    @ArchTest
    static final ArchRule certificates_are_parsed_elsewhere =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.bouncycastle..", "java.security.cert..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.nodejoin.policy.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_is_called_util_helper_or_manager =
            noClasses().should().haveNameMatching(".*\\.[^.]*(Util|Helper|Manager)[^.]*");
}
