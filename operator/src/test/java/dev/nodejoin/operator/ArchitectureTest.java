package dev.nodejoin.operator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestReader;
import dev.nodejoin.operator.name.NameHold;
import java.util.Set;

/** What comes next is decided by functions of their arguments; whatever asks or changes the world lies around them. */
@AnalyzeClasses(packages = "dev.nodejoin.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PLAN = "dev.nodejoin.operator.plan";
    private static final String GATE_PLAN = "dev.nodejoin.operator.gate.plan";
    private static final String RUNTIME = "dev.nodejoin.operator.runtime";
    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant.now",
            "java.time.InstantSource.system",
            "java.time.Clock.systemUTC",
            "java.time.LocalDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.util.Date.<init>");
    private static final Set<String> CHANCE = Set.of(
            "java.lang.Math.random",
            "java.util.Random.<init>",
            "java.util.UUID.randomUUID",
            "java.security.SecureRandom.<init>",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.random.RandomGenerator.getDefault");

    @ArchTest
    static final ArchRule decisions_depend_on_nothing_but_values = classes()
            .that()
            .resideInAnyPackage(PLAN, GATE_PLAN, "dev.nodejoin.operator.condition")
            .should()
            .onlyDependOnClassesThat(describe("are values or pure functions", ArchitectureTest::isPure));

    private static boolean isPure(JavaClass type) {
        return JavaClass.Predicates.resideInAnyPackage(
                                PLAN,
                                GATE_PLAN,
                                "dev.nodejoin.operator.condition",
                                "dev.nodejoin.api.v1alpha1",
                                "dev.nodejoin.policy..",
                                "dev.nodejoin.protocol..",
                                "io.fabric8.kubernetes.api.model",
                                "java.lang..",
                                "java.math",
                                "java.security.cert",
                                "java.time",
                                "java.time.format",
                                "java.time.temporal",
                                "java.util",
                                "java.util.function",
                                "java.util.regex",
                                "java.util.stream",
                                "org.jspecify.annotations")
                        .test(type)
                || type.isPrimitive()
                || type.getPackageName().isEmpty()
                || isNestedIn(type, CertificateRequestFacts.class)
                || isNestedIn(type, NameHold.class);
    }

    private static boolean isNestedIn(JavaClass type, Class<?> outer) {
        return type.getName().equals(outer.getName()) || type.getName().startsWith(outer.getName() + "$");
    }

    @ArchTest
    static final ArchRule decisions_take_time_and_chance_as_arguments = noClasses()
            .that()
            .resideInAnyPackage(PLAN, GATE_PLAN)
            .should()
            .accessTargetWhere(oneOf("a clock or chance is asked", CLOCKS))
            .orShould()
            .accessTargetWhere(oneOf("a clock or chance is asked", CHANCE))
            .orShould()
            .accessTargetWhere(oneOf(
                    "the environment is asked",
                    Set.of("java.lang.System.getenv", "java.lang.System.getProperty", "java.lang.System.out")))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    /** Names, their Leases and signing requests are rendered and read without asking anybody. */
    @ArchTest
    static final ArchRule renderings_use_no_client = noClasses()
            .that()
            .resideInAPackage("dev.nodejoin.operator.name")
            .or()
            .belongToAnyOf(CertificateRequestFacts.class, CertificateRequestReader.class)
            .or()
            .haveSimpleName("NodeReader")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "java.net..", "java.nio.file..");

    @ArchTest
    static final ArchRule the_clock_is_an_argument = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .accessTargetWhere(oneOf("a clock is made", CLOCKS));

    @ArchTest
    static final ArchRule chance_is_an_argument = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .accessTargetWhere(oneOf("chance is made", CHANCE));

    private static DescribedPredicate<JavaAccess<?>> oneOf(String description, Set<String> targets) {
        return describe(
                description,
                access -> targets.contains(access.getTarget().getOwner().getName() + "."
                        + access.getTarget().getName()));
    }

    @ArchTest
    static final ArchRule only_controllers_know_the_framework = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.nodejoin.operator.join",
                    "dev.nodejoin.operator.serving",
                    "dev.nodejoin.operator.gate",
                    "dev.nodejoin.operator.ban",
                    RUNTIME)
            .and()
            .doNotHaveSimpleName("ApprovalReconciler")
            .and()
            .doNotHaveSimpleName("PolicyReconciler")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.javaoperatorsdk..");

    @ArchTest
    static final ArchRule bouncy_castle_is_known_to_the_protocol_alone =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule nothing_starts_programs =
            noClasses().should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class);

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.nodejoin.operator.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_is_called_util_helper_or_manager =
            noClasses().should().haveNameMatching(".*\\.[^.]*(Util|Helper|Manager)[^.]*");
}
