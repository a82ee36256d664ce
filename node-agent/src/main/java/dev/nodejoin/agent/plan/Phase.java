package dev.nodejoin.agent.plan;

import dev.nodejoin.agent.plan.Action.Abort;
import dev.nodejoin.agent.plan.Action.AwaitBootstrap;
import dev.nodejoin.agent.plan.Action.AwaitCertificate;
import dev.nodejoin.agent.plan.Action.AwaitHealthyKubelet;
import dev.nodejoin.agent.plan.Action.AwaitRegistration;
import dev.nodejoin.agent.plan.Action.CheckName;
import dev.nodejoin.agent.plan.Action.Discover;
import dev.nodejoin.agent.plan.Action.Finish;
import dev.nodejoin.agent.plan.Action.InstallCertificate;
import dev.nodejoin.agent.plan.Action.MakeKey;
import dev.nodejoin.agent.plan.Action.ProbeKubelet;
import dev.nodejoin.agent.plan.Action.ReadConfiguration;
import dev.nodejoin.agent.plan.Action.RemoveFile;
import dev.nodejoin.agent.plan.Action.StartKubelet;
import dev.nodejoin.agent.plan.Action.StopKubelet;
import dev.nodejoin.agent.plan.Action.SubmitRequest;
import dev.nodejoin.agent.plan.Action.WriteFile;

/** The parts of a join by which its time is told; the names prefix the lines it prints, kubeadm's where it has them. */
public enum Phase {
    IDENTITY("identity"),
    DISCOVERY("discovery"),
    PREFLIGHT("preflight"),
    CERTIFICATE("certificate"),
    KUBELET_START("kubelet-start"),
    KUBELET_CHECK("kubelet-check"),
    REGISTRATION("registration"),
    DRY_RUN("dryrun");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Phase of(Action action) {
        return switch (action) {
            case MakeKey a -> IDENTITY;
            case Discover a -> DISCOVERY;
            case ReadConfiguration a -> PREFLIGHT;
            case CheckName a -> PREFLIGHT;
            case SubmitRequest a -> CERTIFICATE;
            case AwaitCertificate a -> CERTIFICATE;
            case InstallCertificate a -> CERTIFICATE;
            case StopKubelet a -> KUBELET_START;
            case WriteFile a -> KUBELET_START;
            case RemoveFile a -> KUBELET_START;
            case StartKubelet a -> KUBELET_START;
            case ProbeKubelet a -> KUBELET_CHECK;
            case AwaitHealthyKubelet a -> KUBELET_CHECK;
            case AwaitBootstrap a -> CERTIFICATE;
            case AwaitRegistration a -> REGISTRATION;
            case Finish a -> REGISTRATION;
            case Abort a -> PREFLIGHT;
        };
    }
}
