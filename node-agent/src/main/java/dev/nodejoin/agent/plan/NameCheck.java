package dev.nodejoin.agent.plan;

/** What is known about Nodes of the wanted name. */
public sealed interface NameCheck {
    record NotAsked() implements NameCheck {}

    record Free() implements NameCheck {}

    /** A Node is there; if it is not Ready, it may be taken over, as with kubeadm. */
    record Present(NodeView node) implements NameCheck {}
}
