package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.kubeadm.ClusterConfiguration;
import dev.nodejoin.protocol.kubeadm.KubeletConfiguration;
import dev.nodejoin.protocol.kubeadm.KubeletConfiguration.Healthz;
import dev.nodejoin.protocol.kubeadm.KubeletFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the cluster's configuration means for this node.
 *
 * @param files the files that are written before the kubelet starts, in that order; the certificate is not among them
 * @param patchLines what is said about the patches when the kubelet's configuration is written
 * @param kubeletFlags what the kubelet has to be told besides its files
 * @param healthz where the kubelet will tell whether it is healthy
 */
public record ClusterSettings(
        List<WantedFile> files, List<String> patchLines, List<String> kubeletFlags, Healthz healthz) {
    public ClusterSettings {
        files = List.copyOf(files);
        patchLines = List.copyOf(patchLines);
        kubeletFlags = List.copyOf(kubeletFlags);
    }

    /**
     * Reads the values of the ConfigMaps kubeadm-config and kubelet-config; throws
     * {@link dev.nodejoin.protocol.MalformedInputException} if a kubelet can't be configured from them.
     *
     * @param systemdResolves whether systemd-resolved runs: its resolver file is then the kubelet's, as with kubeadm
     */
    public static ClusterSettings of(
            JoinGoal goal, String clusterConfiguration, String kubeletConfiguration, boolean systemdResolves) {
        var cluster = ClusterConfiguration.parse(clusterConfiguration);
        var defaulted = KubeletConfiguration.parse(kubeletConfiguration).withDefaults(cluster);
        var resolved = systemdResolves ? defaulted.withResolvConf(KubeletConfiguration.SYSTEMD_RESOLV_CONF) : defaulted;
        var kubelet = resolved.withPatches(goal.patches());
        var flags = flags(goal, cluster);
        return new ClusterSettings(
                files(goal, cluster, kubelet, flags),
                goal.patches().linesWith(cluster.nodeLocalCriSocket() ? 1 : 0),
                flags.arguments(),
                kubelet.healthz());
    }

    /** Where the kubelet will tell whether it is healthy, over plain HTTP; empty if it shall not. */
    public Optional<String> healthUrl() {
        var host = healthz.address().contains(":") ? "[" + healthz.address() + "]" : healthz.address();
        return healthz.port() == 0
                ? Optional.empty()
                : Optional.of("http://%s:%d/healthz".formatted(host, healthz.port()));
    }

    /** Since 1.34 the runtime's socket is in a file of its own; a cluster may have switched that off. */
    private static KubeletFlags flags(JoinGoal goal, ClusterConfiguration cluster) {
        var flags = KubeletFlags.of(goal.registration(), goal.hostname(), cluster.kubernetesVersion());
        return cluster.nodeLocalCriSocket() ? flags : flags.withRuntimeEndpoint(goal.criSocket());
    }

    /**
     * {@code kubelet.conf} comes last: without it a kubelet does not start, so none ever runs on a part of the others (on a
     * command line without its taints, say). A kubelet that bootstraps itself writes it, from what comes first here.
     */
    private static List<WantedFile> files(
            JoinGoal goal, ClusterConfiguration cluster, KubeletConfiguration kubelet, KubeletFlags flags) {
        var files = new ArrayList<WantedFile>();
        if (goal.bootstrap() == Bootstrap.KUBELET) {
            files.add(goal.bootstrapKubeconfig(cluster.clusterName()));
        }
        files.add(new WantedFile(goal.caCertPath(), goal.caPem(), FileMode.PUBLIC));
        if (cluster.nodeLocalCriSocket()) {
            var instance = KubeletFlags.instanceConfig(goal.criSocket());
            files.add(new WantedFile(NodePaths.INSTANCE_CONFIG, instance, FileMode.PUBLIC));
            files.add(config(kubelet.withInstance(instance)));
        } else {
            files.add(config(kubelet));
        }
        files.add(new WantedFile(NodePaths.KUBELET_FLAGS, flags.environmentFile(), FileMode.PUBLIC));
        if (goal.bootstrap() == Bootstrap.AGENT) {
            files.add(goal.kubeconfig(goal.server()));
        }
        return files;
    }

    private static WantedFile config(KubeletConfiguration kubelet) {
        return new WantedFile(NodePaths.KUBELET_CONFIG, kubelet.write(), FileMode.PUBLIC);
    }
}
