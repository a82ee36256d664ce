package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.pki.KubeletCertificatePair;

/** The next thing to do in a join. */
public sealed interface Action {
    /** Makes the node's own key. */
    record MakeKey() implements Action {}

    /** Finds out that the server is the one that is meant, and knows the credential. */
    record Discover(Credential credential) implements Action {}

    /** Reads how the cluster wants its kubelets. */
    record ReadConfiguration(Credential credential) implements Action {}

    /** Looks whether another machine runs under the name. */
    record CheckName(Credential credential) implements Action {}

    /** Creates the certificate signing request, or finds it where an earlier run created it. */
    record SubmitRequest(String name) implements Action {}

    /** Waits for the request to be decided and the certificate to be issued. */
    record AwaitCertificate(SigningRequest request) implements Action {}

    /** Puts certificate and key where the kubelet keeps them. */
    record InstallCertificate(KubeletCertificatePair pair) implements Action {}

    /** Keeps the kubelet from starting on half of its files. */
    record StopKubelet() implements Action {}

    record WriteFile(WantedFile file) implements Action {}

    /** Removes a credential that an earlier join of another kind left behind. */
    record RemoveFile(String path) implements Action {}

    /** Looks whether a kubelet that an earlier run started is healthy already. */
    record ProbeKubelet() implements Action {}

    record StartKubelet() implements Action {}

    record AwaitHealthyKubelet() implements Action {}

    /** Waits for the kubelet's own kubeconfig and certificate, which it asks for by itself. */
    record AwaitBootstrap() implements Action {}

    record AwaitRegistration() implements Action {}

    record Finish() implements Action {}

    record Abort(Failure failure) implements Action {}
}
