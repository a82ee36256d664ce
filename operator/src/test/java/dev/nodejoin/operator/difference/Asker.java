package dev.nodejoin.operator.difference;

import java.util.List;

/** Who asks for a certificate. */
record Asker(String user, List<String> groups) {
    static final String TOKEN_ID = "abc123";

    private static final String BOOTSTRAPPERS = "system:bootstrappers";
    private static final String OURS = "system:bootstrappers:nodejoin";
    private static final String KUBEADMS = "system:bootstrappers:kubeadm:default-node-token";

    /** A bearer of the promised token, to whom kubeadm's bindings give what they give to bearers of its own. */
    static final Asker PROMISED = new Asker("system:bootstrap:" + TOKEN_ID, List.of(BOOTSTRAPPERS, OURS, KUBEADMS));

    static final Asker WITH_ANOTHER_TOKEN =
            new Asker("system:bootstrap:zzz999", List.of(BOOTSTRAPPERS, OURS, KUBEADMS));
    static final Asker WITH_A_TOKEN_OF_KUBEADM =
            new Asker("system:bootstrap:" + TOKEN_ID, List.of(BOOTSTRAPPERS, KUBEADMS));
    static final Asker ADMINISTRATOR = new Asker("administrator", List.of("system:masters"));
    static final Asker NODE = new Asker("system:node:member", List.of("system:nodes"));

    static final List<Asker> ALL = List.of(PROMISED, WITH_ANOTHER_TOKEN, WITH_A_TOKEN_OF_KUBEADM, ADMINISTRATOR, NODE);
}
