package dev.nodejoin.agent.join;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.plan.FileOnDisk;
import dev.nodejoin.agent.plan.JoinGoal;
import dev.nodejoin.agent.plan.PredefinedKubeconfig;
import java.util.HashMap;
import java.util.Map;

/** The files that a kubelet.conf names: where one may be kept, it is judged together with them. */
record NamedFiles(JoinGoal goal, NodeFiles files) {
    /** Those that are there, by path; none are looked at where no kubelet.conf may be kept. */
    Map<String, FileOnDisk> of(FileOnDisk kubeconfig) {
        var found = new HashMap<String, FileOnDisk>();
        if (goal.extent().keepsKubeconfig()) {
            PredefinedKubeconfig.filesNamedIn(kubeconfig)
                    .forEach(path -> files.read(path).ifPresent(file -> found.put(path, file)));
        }
        return found;
    }
}
