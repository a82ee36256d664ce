package dev.nodejoin.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.nodejoin.agent.join.SystemClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

@AnalyzeClasses(packages = "dev.nodejoin.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule there_is_no_heavy_client_and_no_operator_code = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fabric8..",
                    "io.javaoperatorsdk..",
                    "dev.nodejoin.api..",
                    "dev.nodejoin.policy..",
                    "dev.nodejoin.operator..",
                    "dev.nodejoin.testcluster..");

    @ArchTest
    static final ArchRule bouncy_castle_is_known_to_the_protocol_alone =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule the_plan_depends_on_nothing_but_values = classes()
            .that()
            .resideInAPackage("dev.nodejoin.agent.plan")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.nodejoin.agent.plan",
                    "dev.nodejoin.protocol..",
                    "java.lang..",
                    "java.util..",
                    "java.time",
                    "java.nio.charset",
                    "java.security",
                    "java.security.cert",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule the_plan_of_a_reset_depends_on_nothing_but_values = classes()
            .that()
            .haveNameMatching(".*\\.reset\\.(ResetPlan|ResetStep|ResetOrder|ResetPhase|MachineState)(\\$.*)?")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                            "dev.nodejoin.agent.plan", "java.lang..", "java.util..", "org.jspecify.annotations")
                    .or(HasName.Predicates.nameMatching(
                            ".*\\.reset\\.(ResetPlan|ResetStep|ResetOrder|ResetPhase|MachineState)(\\$.*|;)?")));

    @ArchTest
    static final ArchRule the_judgement_of_discovery_depends_on_nothing_but_values = classes()
            .that()
            .resideInAPackage("dev.nodejoin.agent.discovery")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.nodejoin.agent.discovery",
                    "dev.nodejoin.agent.plan",
                    "dev.nodejoin.protocol..",
                    "java.lang..",
                    "java.util..",
                    "java.security.cert",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule the_plan_takes_time_and_chance_as_arguments = noClasses()
            .that()
            .resideInAPackage("dev.nodejoin.agent.plan")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Random.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(UUID.class);

    @ArchTest
    static final ArchRule only_the_clock_asks_for_the_calendar = noClasses()
            .that()
            .areNotAssignableTo(SystemClock.class)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(InstantSource.class, "system");

    @ArchTest
    static final ArchRule only_the_command_line_makes_randomness = noClasses()
            .that()
            .resideOutsideOfPackage("dev.nodejoin.agent.cli")
            .should()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule only_two_packages_start_programs_or_connections = noClasses()
            .that()
            .resideOutsideOfPackages("dev.nodejoin.agent.kubelet", "dev.nodejoin.agent.cluster")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule only_the_client_of_the_container_runtime_knows_its_library = noClasses()
            .that()
            .resideOutsideOfPackage("dev.nodejoin.agent.cri")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc..");

    @ArchTest
    static final ArchRule the_judgement_of_a_machine_depends_on_nothing_but_values = classes()
            .that()
            .resideInAPackage("dev.nodejoin.agent.preflight")
            .and()
            .haveNameNotMatching(".*(Observer|Probe|SystemFiles)(\\$.*)?")
            .should()
            .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                            "dev.nodejoin.agent.preflight",
                            "dev.nodejoin.agent.plan",
                            "dev.nodejoin.protocol..",
                            "java.lang..",
                            "java.util..",
                            "org.jspecify.annotations")
                    .or(HasName.Predicates.nameMatching(
                            ".*\\.(kubelet\\.KubeletUnit\\$State|cri\\.RuntimeCondition)(\\$.*|;)?")));

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.nodejoin.agent.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule names_say_what_a_class_is =
            noClasses().should().haveNameMatching(".*(Util|Helper|Manager).*");
}
