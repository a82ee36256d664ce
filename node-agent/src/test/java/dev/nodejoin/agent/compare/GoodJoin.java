package dev.nodejoin.agent.compare;

import java.util.Map;

/**
 * A join that works, and what is looked at besides while it runs.
 *
 * @param nodeName which of the machine's two names the Node gets
 * @param again whether it is run once more when it has worked
 */
record GoodJoin(String name, Words kubeadm, Words agent, NodeNaming nodeName, Meanwhile meanwhile, boolean again) {
    /** Something done beside a running join; gives facts about files that are gone when it ends. */
    @FunctionalInterface
    interface Meanwhile {
        Map<String, String> watch(Site site);
    }

    enum NodeNaming {
        LIKE_THE_MACHINE,
        OTHERWISE
    }

    /** The same words for both. */
    static GoodJoin of(String name, Words words) {
        return new GoodJoin(name, words, words, NodeNaming.LIKE_THE_MACHINE, _ -> Map.of(), false);
    }

    GoodJoin withAgent(Words words) {
        return new GoodJoin(name, kubeadm, words, nodeName, meanwhile, again);
    }

    GoodJoin underOtherName() {
        return new GoodJoin(name, kubeadm, agent, NodeNaming.OTHERWISE, meanwhile, again);
    }

    GoodJoin watching(Meanwhile watcher) {
        return new GoodJoin(name, kubeadm, agent, nodeName, watcher, again);
    }

    GoodJoin thenAgain() {
        return new GoodJoin(name, kubeadm, agent, nodeName, meanwhile, true);
    }

    Words words(Side side) {
        return side instanceof AgentSide ? agent : kubeadm;
    }

    String nodeName(Site site) {
        return switch (nodeName) {
            case LIKE_THE_MACHINE -> site.machine().name();
            case OTHERWISE -> site.otherName();
        };
    }
}
