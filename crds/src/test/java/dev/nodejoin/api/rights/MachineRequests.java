package dev.nodejoin.api.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Base64;

/** Certificate signing requests as a machine with a bootstrap token makes them. */
record MachineRequests(RightsBed bed) {
    static final String COLLECTION = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";

    /** PKCS#10 for CN=system:node:w1, O=system:nodes; its key was thrown away. */
    private static final String PEM = """
            -----BEGIN CERTIFICATE REQUEST-----
            MIHrMIGSAgEAMDAxFTATBgNVBAoMDHN5c3RlbTpub2RlczEXMBUGA1UEAwwOc3lz
            dGVtOm5vZGU6dzEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASecaJhGurwwL7n
            WJO8/FvcE+y8+5QwQIPymGU6+gnwoPWHh5qWaFjPJXzWHfN3YxQR54WeFLiGCaN5
            Fnldjt+SoAAwCgYIKoZIzj0EAwIDSAAwRQIgLbzU7QA6Kju+4CfOHtkfqXQ7g+aJ
            nXInw5jqJKLutlMCIQD7j2o7xRwBKlYIfsr89LpqMOufKZstYEzl/z1iMvY4XQ==
            -----END CERTIFICATE REQUEST-----
            """;

    /** Creates a real token, with the rights of the operator, and is the machine that has it. */
    Api machine(String tokenId) {
        var cluster = bed.cluster();
        bed.operator()
                .post(TokenSecrets.COLLECTION, TokenSecrets.token(tokenId))
                .accepted();
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(cluster.server().toString())
                .withCaCertData(Base64.getEncoder()
                        .encodeToString(cluster.caCertificate().getBytes(UTF_8)))
                .withOauthToken(tokenId + "." + TokenSecrets.SECRET)
                .build();
        var machine = new Api(new KubernetesClientBuilder().withConfig(config).build());
        bed.await(
                "the token is known", () -> machine.get("/api/v1/nodes/nobody").code() == 404);
        return machine;
    }

    static ObjectNode request(String name) {
        return request(name, PEM);
    }

    /** As long as that, with empty lines at the end. */
    static ObjectNode requestOfSize(String name, int bytes) {
        return request(name, PEM + "\n".repeat(bytes - PEM.length()));
    }

    private static ObjectNode request(String name, String pem) {
        return Json.object(
                """
                {apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', metadata: {name: '%s'},
                 spec: {request: '%s', signerName: '%s', usages: ['digital signature', 'client auth']}}
                """.formatted(name, Base64.getEncoder().encodeToString(pem.getBytes(UTF_8)), KUBELET_CLIENT));
    }

    /** Puts a decision beside the request, as kubectl certificate does. */
    Answer decide(Api who, String name, String type) {
        var request = (ObjectNode) bed.admin().get(COLLECTION + "/" + name).accepted();
        request.withObjectProperty("status")
                .withArrayProperty("conditions")
                .add(Json.parse("{type: '%s', status: 'True', reason: 'Test', message: 'test'}".formatted(type)));
        return who.put(COLLECTION + "/" + name + "/approval", request);
    }
}
