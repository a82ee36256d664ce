package dev.nodejoin.testcluster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.nodejoin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knows_no_other_module_of_this_project = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.nodejoin.api..",
                    "dev.nodejoin.protocol..",
                    "dev.nodejoin.policy..",
                    "dev.nodejoin.operator..",
                    "dev.nodejoin.agent..",
                    "dev.nodejoin.examples..");

    @ArchTest
    static final ArchRule leaves_cryptography_to_kubeadm =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("dev.nodejoin.testcluster.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_lower_packages_know_nothing_of_kubernetes_clients = noClasses()
            .that()
            .resideInAnyPackage("..testcluster.bed..", "..testcluster.binaries..", "..testcluster.process..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8..", "dev.nodejoin.testcluster");

    @ArchTest
    static final ArchRule only_the_commands_know_the_command_line = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Command")
            .and()
            .doNotBelongToAnyOf(Launcher.class, ClusterChoice.class, ClusterName.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule names_say_what_things_are =
            noClasses().should().haveNameMatching(".*(Util|Helper|Manager)[^.]*");
}
