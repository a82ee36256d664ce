package dev.nodejoin.agent.compare;

/** What real kubeadm's errors mean, for releases 1.35 to 1.37. */
final class KubeadmEndings {
    private static final Endings ENDINGS = Endings.rules()
            .when("unknown (shorthand )?flag|flag needs an argument|invalid argument .* for .* flag", ErrorClass.FLAG)
            .when("accepts at most 1 arg", ErrorClass.TOO_MANY_ARGUMENTS)
            .when("can not mix '--config' with arguments", ErrorClass.MIXED_FLAGS)
            .when("bootstrapToken or file must be set", ErrorClass.NO_DISCOVERY)
            .when("bootstrapToken and file cannot both be set", ErrorClass.TWO_DISCOVERIES)
            .when("[tT]oken: Invalid value: .*the bootstrap token is invalid", ErrorClass.TOKEN_FORMAT)
            .when("caCertHashes: Invalid value", ErrorClass.PIN_MISSING)
            .when("invalid discovery token CA certificate hash", ErrorClass.PIN_FORMAT)
            .when("apiServerEndpoint: Invalid value", ErrorClass.ENDPOINT_FORMAT)
            .when("nodeRegistration.name: Invalid value", ErrorClass.NODE_NAME)
            .when("criSocket: Invalid value", ErrorClass.CRI_SOCKET)
            .when("caCertPath: Invalid value", ErrorClass.CA_PATH)
            .when("kubeletExtraArgs: Invalid value", ErrorClass.KUBELET_ARGUMENT)
            .when("imagePullPolicy: Invalid value", ErrorClass.PULL_POLICY)
            .when("certificateKey: Invalid value", ErrorClass.CERTIFICATE_KEY)
            .when("ignore-preflight-errors: Invalid value", ErrorClass.IGNORED_CHECKS)
            .when("kubeConfigPath: Invalid value", ErrorClass.DISCOVERY_FILE)
            .when("invalid phase name|unknown command .* for \"kubeadm join phase\"", ErrorClass.PHASE)
            .when("unable to read config from", ErrorClass.CONFIGURATION_MISSING)
            .when("no JoinConfiguration found", ErrorClass.CONFIGURATION_KIND)
            .when("old API spec|no kind .* is registered for version", ErrorClass.CONFIGURATION_VERSION)
            .when(
                    "couldn't parse the kubeconfig file in the cluster-info|failed to parse cluster CA|serializer for .* doesn't exist",
                    ErrorClass.CLUSTER_CONFIGURATION)
            .when(
                    "identity of the API Server: (couldn't get version/kind|the provided kubeconfig|invalid configuration)",
                    ErrorClass.DISCOVERY_FILE)
            .when(
                    "could not interpret GroupVersionKind|kind and apiVersion is mandatory|cannot unmarshal|invalid duration"
                            + "|missing unit in duration|error converting YAML|unknown unit",
                    ErrorClass.CONFIGURATION_SYNTAX)
            .when("One or more conditions for hosting a new control plane", ErrorClass.CONTROL_PLANE)
            .when("could not find a JWS signature", ErrorClass.NO_SIGNATURE)
            .when("failed to verify JWS signature", ErrorClass.TOKEN_WRONG)
            .when("no kubeconfig key in the cluster-info", ErrorClass.CLUSTER_CONFIGURATION)
            .when("cluster CA found in cluster-info .* is invalid", ErrorClass.PIN_MISMATCH)
            .when("second kubeconfig .* was different|was different from the first", ErrorClass.CA_CHANGED)
            .when("a Node with name .* and status \"Ready\" already exists", ErrorClass.NAME_TAKEN)
            .when("could not apply patches|could not list patch files|could not parse patch", ErrorClass.PATCHES)
            .when("(couldn't|could not) find authentication credentials", ErrorClass.NO_CREDENTIALS)
            .when("kubelet is not healthy|failed while waiting for the kubelet to start", ErrorClass.KUBELET)
            .when(
                    "TLS Bootstrap|timed out waiting for the condition|context deadline exceeded.*kubelet.conf",
                    ErrorClass.NOT_APPROVED)
            .when("Unauthorized", ErrorClass.UNAUTHORIZED)
            .when("is forbidden|Forbidden", ErrorClass.FORBIDDEN)
            .when("x509: |tls: ", ErrorClass.UNTRUSTED)
            .when(
                    "Client.Timeout exceeded|TLS handshake timeout|connection refused|no such host|no route to host"
                            + "|i/o timeout|invalid port|dial tcp|error on the server",
                    ErrorClass.UNREACHABLE)
            .when("cluster-info\" not found", ErrorClass.NO_CLUSTER_INFO)
            .endings();

    private KubeadmEndings() {}

    static Ending classify(int exitCode, String output) {
        return ENDINGS.classify(exitCode, output);
    }
}
