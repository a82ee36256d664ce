package dev.nodejoin.agent.plan;

import dev.nodejoin.protocol.pki.KubeletCertificatePair;
import dev.nodejoin.protocol.pki.NodeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides what comes next: what lies on the disk, and what this run has seen of the cluster and the
 * kubelet. A run that is started anew begins with the disk alone, and that is enough to go on from where it was killed.
 *
 * @param key the node's own key
 * @param pair the kubelet's current certificate and key; empty also if they can't be read
 * @param files the files of {@link NodePaths#CONFIGURATION} and the CA that are there, by path
 * @param discovered the server was reached, trusted, and knew the credential
 */
public record JoinState(
        Optional<NodeKey> key,
        Optional<KubeletCertificatePair> pair,
        Map<String, FileOnDisk> files,
        boolean discovered,
        Optional<ClusterSettings> settings,
        NameCheck nameCheck,
        Optional<SigningRequest> request,
        KubeletState kubelet,
        boolean registered) {
    public JoinState {
        files = Map.copyOf(files);
    }

    /** Before anything was asked: the disk is all that is known. */
    public static JoinState onDisk(
            Optional<NodeKey> key, Optional<KubeletCertificatePair> pair, Map<String, FileOnDisk> files) {
        return new JoinState(
                key,
                pair,
                files,
                false,
                Optional.empty(),
                new NameCheck.NotAsked(),
                Optional.empty(),
                KubeletState.UNKNOWN,
                false);
    }

    public JoinState withKey(NodeKey made) {
        return new JoinState(
                Optional.of(made), pair, files, discovered, settings, nameCheck, request, kubelet, registered);
    }

    public JoinState withPair(KubeletCertificatePair installed) {
        return new JoinState(
                key, Optional.of(installed), files, discovered, settings, nameCheck, request, kubelet, registered);
    }

    public JoinState withFile(WantedFile written) {
        var more = new HashMap<>(files);
        more.put(
                written.path(), new FileOnDisk(written.content(), written.mode().permissions()));
        return withFiles(more);
    }

    public JoinState withFound(Map<String, FileOnDisk> found) {
        var more = new HashMap<>(files);
        more.putAll(found);
        return withFiles(more);
    }

    public JoinState withoutFile(String path) {
        var fewer = new HashMap<>(files);
        fewer.remove(path);
        return withFiles(fewer);
    }

    public JoinState withDiscovery() {
        return new JoinState(key, pair, files, true, settings, nameCheck, request, kubelet, registered);
    }

    public JoinState withSettings(ClusterSettings read) {
        return new JoinState(key, pair, files, discovered, Optional.of(read), nameCheck, request, kubelet, registered);
    }

    public JoinState withNameCheck(NameCheck checked) {
        return new JoinState(key, pair, files, discovered, settings, checked, request, kubelet, registered);
    }

    public JoinState withRequest(Optional<SigningRequest> seen) {
        return new JoinState(key, pair, files, discovered, settings, nameCheck, seen, kubelet, registered);
    }

    public JoinState withKubelet(KubeletState seen) {
        return new JoinState(key, pair, files, discovered, settings, nameCheck, request, seen, registered);
    }

    public JoinState withRegistration() {
        return new JoinState(key, pair, files, discovered, settings, nameCheck, request, kubelet, true);
    }

    private JoinState withFiles(Map<String, FileOnDisk> now) {
        return new JoinState(key, pair, now, discovered, settings, nameCheck, request, kubelet, registered);
    }
}
