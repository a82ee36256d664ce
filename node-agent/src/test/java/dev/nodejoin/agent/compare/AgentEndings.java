package dev.nodejoin.agent.compare;

import dev.nodejoin.agent.plan.ExitCode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the agent's errors mean: by their exit codes, and by their sentences where one code stands for several classes. */
final class AgentEndings {
    /** What was given, rather than what was met. */
    private static final Set<ErrorClass> INPUT = EnumSet.range(ErrorClass.FLAG, ErrorClass.PATCHES);

    private static final Map<ExitCode, Set<ErrorClass>> BY_CODE = Map.ofEntries(
            Map.entry(ExitCode.USAGE, INPUT),
            Map.entry(ExitCode.TICKET, INPUT),
            Map.entry(ExitCode.CLUSTER, EnumSet.of(ErrorClass.CLUSTER_CONFIGURATION, ErrorClass.NO_CLUSTER_INFO)),
            Map.entry(ExitCode.UNREACHABLE, EnumSet.of(ErrorClass.UNREACHABLE, ErrorClass.UNTRUSTED)),
            Map.entry(ExitCode.REFUSED, EnumSet.of(ErrorClass.UNAUTHORIZED, ErrorClass.FORBIDDEN)),
            Map.entry(ExitCode.FILES, EnumSet.of(ErrorClass.OTHER_CLUSTER)),
            Map.entry(ExitCode.NOT_APPROVED, EnumSet.of(ErrorClass.NOT_APPROVED)),
            Map.entry(ExitCode.KUBELET, EnumSet.of(ErrorClass.KUBELET)),
            Map.entry(ExitCode.NAME_TAKEN, EnumSet.of(ErrorClass.NAME_TAKEN)),
            Map.entry(ExitCode.TOKEN_UNKNOWN, EnumSet.of(ErrorClass.NO_SIGNATURE)),
            Map.entry(ExitCode.UNSIGNED, EnumSet.of(ErrorClass.NO_SIGNATURE)),
            Map.entry(ExitCode.TOKEN_WRONG, EnumSet.of(ErrorClass.TOKEN_WRONG)),
            Map.entry(ExitCode.PIN_MISMATCH, EnumSet.of(ErrorClass.PIN_MISMATCH)),
            Map.entry(ExitCode.CA_CHANGED, EnumSet.of(ErrorClass.CA_CHANGED)));

    private static final Map<ExitCode, ErrorClass> PLAIN =
            Map.of(ExitCode.CLUSTER, ErrorClass.CLUSTER_CONFIGURATION, ExitCode.UNREACHABLE, ErrorClass.UNREACHABLE);

    private static final Endings BY_SENTENCE = Endings.rules()
            .when("Unknown options?|Missing required parameter for option|Invalid value for option", ErrorClass.FLAG)
            .when("at most one API server endpoint", ErrorClass.TOO_MANY_ARGUMENTS)
            .when("can not mix '--config' with arguments", ErrorClass.MIXED_FLAGS)
            .when("name all and single checks|must hold nothing else where it holds all", ErrorClass.IGNORED_CHECKS)
            .when("invalid phase name", ErrorClass.PHASE)
            .when("this agent joins workers only", ErrorClass.CONTROL_PLANE)
            .when("the patches directory|the patch ", ErrorClass.PATCHES)
            .when("say how to find the cluster|but has neither|discovery is missing", ErrorClass.NO_DISCOVERY)
            .when("exclude each other|but has both", ErrorClass.TWO_DISCOVERIES)
            .when("a bootstrap token is 6|a token (id|secret) has", ErrorClass.TOKEN_FORMAT)
            .when("ca-cert-hash is missing", ErrorClass.PIN_MISSING)
            .when("CA pin", ErrorClass.PIN_FORMAT)
            .when("apiServerEndpoint must be host:port", ErrorClass.ENDPOINT_FORMAT)
            .when("nodeRegistration.name|--node-name|node name", ErrorClass.NODE_NAME)
            .when("criSocket|--cri-socket must", ErrorClass.CRI_SOCKET)
            .when("caCertPath", ErrorClass.CA_PATH)
            .when("kubeletExtraArgs", ErrorClass.KUBELET_ARGUMENT)
            .when("imagePullPolicy", ErrorClass.PULL_POLICY)
            .when("there is no file", ErrorClass.CONFIGURATION_MISSING)
            .when("holds (0|no) JoinConfiguration", ErrorClass.CONFIGURATION_KIND)
            .when("apiVersion must be|is not read any more from", ErrorClass.CONFIGURATION_VERSION)
            .when(
                    "not well-formed YAML|apiVersion is missing|lacks its kind|must be a mapping|must be a duration|duration",
                    ErrorClass.CONFIGURATION_SYNTAX)
            .when("kubeConfigPath|no discovery file", ErrorClass.DISCOVERY_FILE)
            .when("a taint's (key|value|effect) must", ErrorClass.TAINT)
            .when("is there already and is not of this cluster", ErrorClass.OTHER_CLUSTER)
            .when("discovery file .* can't be used: .*(no credentials|credentials)", ErrorClass.NO_CREDENTIALS)
            .when("has no ConfigMap kube-public/cluster-info", ErrorClass.NO_CLUSTER_INFO)
            .when("can't be trusted|does not trust", ErrorClass.UNTRUSTED)
            .when("\\(HTTP 401\\)|HTTP 401|does not know the bootstrap token", ErrorClass.UNAUTHORIZED)
            .when("\\(HTTP 403\\)|is valid but may not", ErrorClass.FORBIDDEN)
            .when("the discovery file .* can't be used", ErrorClass.DISCOVERY_FILE)
            .endings();

    private AgentEndings() {}

    static Ending classify(int exitCode, String output) {
        var bySentence = BY_SENTENCE.classify(exitCode, output);
        if (bySentence.succeeded()
                || (bySentence.error() == ErrorClass.PREFLIGHT && exitCode == ExitCode.PREFLIGHT.number())) {
            return bySentence;
        }
        return Stream.of(ExitCode.values())
                .filter(code -> code.number() == exitCode)
                .findFirst()
                .map(code -> Ending.failure(meaning(code, bySentence.error())))
                .orElseGet(() -> Ending.failure(ErrorClass.UNKNOWN));
    }

    /** A sentence tells more than its code, and nothing against it. */
    private static ErrorClass meaning(ExitCode code, ErrorClass bySentence) {
        var possible = BY_CODE.getOrDefault(code, Set.of());
        if (possible.contains(bySentence)) {
            return bySentence;
        }
        return possible.size() == 1 ? possible.iterator().next() : PLAIN.getOrDefault(code, ErrorClass.UNKNOWN);
    }
}
