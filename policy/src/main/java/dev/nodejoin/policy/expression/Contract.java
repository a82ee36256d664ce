package dev.nodejoin.policy.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.nodejoin.api.v1alpha1.NodeJoinRequestSpec;
import dev.nodejoin.api.v1alpha1.NodeTaint;
import dev.nodejoin.api.v1alpha1.RuleStage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variables of rules and the types of their fields, version 1 (docs/policies.md). Within a version fields are added, never
 * removed, renamed or given another type.
 */
final class Contract {
    static final String PREFIX = "nodejoin.v1.";
    static final String REQUEST = "request";
    static final String REQUESTER = "requester";
    static final String NODE = "node";
    static final String CSR = "csr";
    static final String TOKEN = "token";
    static final String NOW = "now";

    private static final CelType TEXTS = ListType.create(SimpleType.STRING);
    private static final CelType TEXT_MAP = MapType.create(SimpleType.STRING, SimpleType.STRING);
    private static final RecordTypes TYPES = new RecordTypes();
    private static final CelType REQUEST_TYPE = request();
    private static final CelType REQUESTER_TYPE =
            TYPES.struct("Requester", Map.of("name", SimpleType.STRING, "groups", TEXTS));
    private static final CelType NODE_TYPE = node();
    private static final CelType CSR_TYPE = csr();
    private static final CelType TOKEN_TYPE = TYPES.struct(
            "Token", Map.of("id", SimpleType.STRING, "attempt", SimpleType.INT, "expiresAt", SimpleType.TIMESTAMP));

    static {
        TYPES.add(AddressFunctions.IP);
        TYPES.add(AddressFunctions.CIDR);
    }

    private Contract() {}

    static CelTypeProvider types() {
        return TYPES.provider();
    }

    static Map<String, CelType> variables(RuleStage stage) {
        var variables = new LinkedHashMap<String, CelType>();
        variables.put(REQUEST, REQUEST_TYPE);
        variables.put(REQUESTER, REQUESTER_TYPE);
        variables.put(NODE, NODE_TYPE);
        variables.put(NOW, SimpleType.TIMESTAMP);
        if (stage != RuleStage.REQUEST) variables.put(CSR, CSR_TYPE);
        if (stage == RuleStage.CERTIFICATE) variables.put(TOKEN, TOKEN_TYPE);
        return variables;
    }

    private static CelType request() {
        return TYPES.struct(
                "Request",
                Map.of(
                        "namespace", SimpleType.STRING,
                        "name", SimpleType.STRING,
                        "uid", SimpleType.STRING,
                        "createdAt", SimpleType.TIMESTAMP,
                        "labels", TEXT_MAP,
                        "spec", TYPES.struct(NodeJoinRequestSpec.class)));
    }

    private static CelType node() {
        return TYPES.struct(
                "Node",
                Map.of(
                        "name", SimpleType.STRING,
                        "exists", SimpleType.BOOL,
                        "uid", SimpleType.STRING,
                        "createdAt", SimpleType.TIMESTAMP,
                        "ready", SimpleType.BOOL,
                        "labels", TEXT_MAP,
                        "annotations", TEXT_MAP,
                        "taints", ListType.create(TYPES.struct(NodeTaint.class))));
    }

    private static CelType csr() {
        var fields = new LinkedHashMap<String, CelType>();
        for (var text : new String[] {
            "name", "signerName", "subject", "commonName", "publicKeySHA256", "publicKeyAlgorithm", "signatureAlgorithm"
        }) fields.put(text, SimpleType.STRING);
        for (var list : new String[] {"usages", "organizations", "dnsNames", "ipAddresses"}) fields.put(list, TEXTS);
        fields.put("createdAt", SimpleType.TIMESTAMP);
        fields.put("expirationSeconds", SimpleType.INT);
        return TYPES.struct("CertificateSigningRequest", fields);
    }
}
