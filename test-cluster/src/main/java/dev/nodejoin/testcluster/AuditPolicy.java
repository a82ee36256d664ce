package dev.nodejoin.testcluster;

/** The two audit policies a cluster can have. */
final class AuditPolicy {
    private AuditPolicy() {}

    static String render(boolean everything) {
        return everything ? EVERYTHING : JOINS;
    }

    private static final String EVERYTHING = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: Metadata
            """;

    private static final String JOINS = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: RequestResponse
              users: ["system:anonymous"]
            - level: RequestResponse
              userGroups: ["system:bootstrappers"]
            - level: Metadata
              userGroups: ["system:nodes"]
            - level: None
            """;
}
