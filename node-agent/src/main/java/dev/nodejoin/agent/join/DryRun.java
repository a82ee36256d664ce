package dev.nodejoin.agent.join;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.plan.FileMode;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.NodePaths;
import dev.nodejoin.agent.plan.Phase;
import dev.nodejoin.agent.plan.Preview;
import dev.nodejoin.agent.plan.Preview.AwaitBootstrap;
import dev.nodejoin.agent.plan.Preview.AwaitHealthyKubelet;
import dev.nodejoin.agent.plan.Preview.AwaitRegistration;
import dev.nodejoin.agent.plan.Preview.KeepOrStartKubelet;
import dev.nodejoin.agent.plan.Preview.MakeKey;
import dev.nodejoin.agent.plan.Preview.RemoveFile;
import dev.nodejoin.agent.plan.Preview.RequestCertificate;
import dev.nodejoin.agent.plan.Preview.StartKubelet;
import dev.nodejoin.agent.plan.Preview.StopKubelet;
import dev.nodejoin.agent.plan.Preview.WriteFile;
import dev.nodejoin.agent.plan.WantedFile;
import java.util.List;
import java.util.Optional;

/** Shows what a join would do, in the manner of {@code kubeadm join --dry-run}; the files go where the port puts them. */
final class DryRun {
    private static final String UNKNOWN_BEFORE = " whether it would be approved can't be known before";

    private final JoinGoal goal;
    private final Limits limits;
    private final NodeFiles files;
    private final Transcript transcript;

    DryRun(JoinGoal goal, Limits limits, NodeFiles files, Transcript transcript) {
        this.goal = goal;
        this.limits = limits;
        this.files = files;
        this.transcript = transcript;
    }

    void show(List<Preview.Step> steps) {
        steps.forEach(this::show);
        steps.stream()
                .filter(WriteFile.class::isInstance)
                .map(step -> ((WriteFile) step).file())
                .forEach(this::print);
        transcript.say(Phase.DRY_RUN, "Nothing was changed, and the API server was only asked");
    }

    private void show(Preview.Step step) {
        switch (step) {
            case MakeKey s -> would(Phase.IDENTITY, "make the node key " + NodePaths.NODE_KEY);
            case RequestCertificate s -> would(Phase.CERTIFICATE, request(s.name()));
            case StopKubelet s -> would(Phase.KUBELET_START, "stop the kubelet");
            case WriteFile s -> write(s.file());
            case RemoveFile s -> would(Phase.KUBELET_START, "remove \"%s\"".formatted(s.path()));
            case StartKubelet s -> would(Phase.KUBELET_START, "start the kubelet");
            case KeepOrStartKubelet s ->
                would(Phase.KUBELET_START, "start the kubelet unless it is healthy; its files are in place");
            case AwaitHealthyKubelet s -> would(Phase.KUBELET_CHECK, awaitKubelet(s.url()));
            case AwaitBootstrap s -> would(Phase.CERTIFICATE, awaitBootstrap());
            case AwaitRegistration s -> would(Phase.REGISTRATION, awaitRegistration());
        }
    }

    private String request(Optional<String> name) {
        return "create the certificate signing request %s for \"system:node:%s\" and wait up to %s for its certificate;"
                        .formatted(
                                name.map("\"%s\""::formatted).orElse("of that key"),
                                goal.nodeName(),
                                Transcript.shown(limits.approval()))
                + UNKNOWN_BEFORE;
    }

    private String awaitKubelet(Optional<String> url) {
        return url.map(where -> "wait up to %s for a healthy kubelet at %s"
                        .formatted(Transcript.shown(limits.kubelet()), where))
                .orElse("not wait for a healthy kubelet: its healthz port is 0");
    }

    private String awaitBootstrap() {
        return "wait up to %s for the kubelet to get its certificate for \"system:node:%s\";"
                        .formatted(Transcript.shown(limits.approval()), goal.nodeName())
                + UNKNOWN_BEFORE;
    }

    private String awaitRegistration() {
        return "wait up to %s for the Node \"%s\" to be registered"
                .formatted(Transcript.shown(limits.registration()), goal.nodeName());
    }

    private void write(WantedFile file) {
        would(
                Phase.KUBELET_START,
                "write the file \"%s\" (%s)".formatted(file.path(), file.mode().permissions()));
        files.write(file.path(), file.content(), file.mode());
    }

    /** What may hold a credential, or tells nobody anything, is not shown; it is in the directory. */
    private void print(WantedFile file) {
        if (file.mode() == FileMode.PUBLIC && !file.path().equals(goal.caCertPath())) {
            transcript.show("[dryrun] Would write file \"%s\" with content:".formatted(file.path()), file.content());
        }
    }

    private void would(Phase phase, String what) {
        transcript.say(phase, "Would " + what);
    }
}
