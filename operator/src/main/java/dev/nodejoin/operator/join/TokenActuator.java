package dev.nodejoin.operator.join;

import dev.nodejoin.api.v1alpha1.NodeJoinRequest;
import dev.nodejoin.operator.handoff.ClusterAccess;
import dev.nodejoin.operator.handoff.ClusterAccessReader.ClusterAccessException;
import dev.nodejoin.operator.handoff.ClusterInfoRules;
import dev.nodejoin.operator.handoff.ClusterInfoVerdict;
import dev.nodejoin.operator.handoff.HandOffSecrets;
import dev.nodejoin.operator.handoff.PublishedClusterInfo;
import dev.nodejoin.operator.name.NameHold;
import dev.nodejoin.operator.plan.Effect;
import dev.nodejoin.operator.plan.MachineSettingsReader;
import dev.nodejoin.operator.plan.NodeSetUp;
import dev.nodejoin.operator.plan.Reason;
import dev.nodejoin.operator.token.Attempts;
import dev.nodejoin.operator.token.TokenMint;
import dev.nodejoin.protocol.handoff.CertificateLifetime;
import dev.nodejoin.protocol.handoff.HandOff;
import dev.nodejoin.protocol.kubeadm.Taint;
import dev.nodejoin.protocol.token.BootstrapToken;
import dev.nodejoin.protocol.token.TokenUsage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Carries out what concerns the newest token attempt of a request: mint, prove, hand over, bury. */
final class TokenActuator {
    private static final Duration SOON = Duration.ofMillis(200);

    private final Attempts attempts;
    private final TokenMint secrets;
    private final HandOffSecrets handOffs;
    private final Supplier<ClusterAccess> clusterAccess;
    private final Supplier<PublishedClusterInfo> clusterInfo;
    private final RandomGenerator random;

    TokenActuator(
            KubernetesClient client,
            Attempts attempts,
            Supplier<ClusterAccess> clusterAccess,
            Supplier<PublishedClusterInfo> clusterInfo,
            RandomGenerator random) {
        this.attempts = attempts;
        this.secrets = new TokenMint(client);
        this.handOffs = new HandOffSecrets(client);
        this.clusterAccess = clusterAccess;
        this.clusterInfo = clusterInfo;
        this.random = random;
    }

    JoinActuator.Outcome mint(NodeJoinRequest request, Effect.Mint mint) {
        var token = new BootstrapToken(mint.id(), BootstrapToken.random(random).secret());
        try {
            var access = clusterAccess.get(); // without it there is nothing to hand over
            if (mint.usages().contains(TokenUsage.SIGNING)
                    && ClusterInfoRules.judge(clusterInfo.get(), access)
                            instanceof ClusterInfoVerdict.Refused(String reason, String why))
                attempts.unfit(uid(request), mint.id(), reason, why);
            else create(request, token, mint);
        } catch (ClusterAccessException e) {
            attempts.unfit(uid(request), mint.id(), Reason.MINTING, String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) throw e;
            mintingFailed(request, mint, "The token's Secret was refused: " + e.getMessage());
        }
        return new JoinActuator.Outcome.Moved();
    }

    private void create(NodeJoinRequest request, BootstrapToken token, Effect.Mint mint) {
        attempts.minting(uid(request), token.id());
        switch (secrets.create(token, mint.expiresAt(), mint.usages(), holder(request))) {
            case CREATED -> attempts.minted(uid(request), token);
            case TAKEN -> mintingFailed(request, mint, "A Secret named like the token's was there already");
        }
    }

    private void mintingFailed(NodeJoinRequest request, Effect.Mint mint, String why) {
        attempts.failed(uid(request), mint.id(), Reason.MINTING, why);
    }

    JoinActuator.Outcome prove(NodeJoinRequest request) {
        var token = mintedToken(request);
        if (!secrets.isRecognised(token)) return new JoinActuator.Outcome.Later(SOON);
        attempts.proven(uid(request), token.id());
        return new JoinActuator.Outcome.Moved();
    }

    JoinActuator.Outcome seekSignature(NodeJoinRequest request) {
        var token = mintedToken(request);
        switch (ClusterInfoRules.judge(clusterInfo.get(), clusterAccess.get(), token)) {
            case ClusterInfoVerdict.Good() -> attempts.signed(uid(request), token.id());
            case ClusterInfoVerdict.Refused(String reason, String why) ->
                attempts.failed(uid(request), token.id(), reason, why);
            case ClusterInfoVerdict.Unsigned(String why) -> {
                return new JoinActuator.Outcome.Later(attempts.unsigned(uid(request), token.id(), why));
            }
        }
        return new JoinActuator.Outcome.Moved();
    }

    JoinActuator.Outcome handOver(NodeJoinRequest request, Effect.HandOver handOver) {
        var name = HandOffSecrets.name(uid(request), handOver.attempt());
        switch (handOffs.create(name, handOff(request, handOver), holder(request))) {
            case HandOffSecrets.Creation.Created() -> attempts.handedOver(uid(request), handOver.id(), name);
            case HandOffSecrets.Creation.Taken() ->
                attempts.failed(
                        uid(request),
                        handOver.id(),
                        Reason.HAND_OFF_CONFLICT,
                        "A Secret named %s was there already; it is left alone".formatted(name));
            case HandOffSecrets.Creation.Refused(var why) ->
                attempts.failed(uid(request), handOver.id(), Reason.HAND_OFF_REFUSED, why);
        }
        return new JoinActuator.Outcome.Moved();
    }

    private HandOff handOff(NodeJoinRequest request, Effect.HandOver handOver) {
        var access = clusterAccess.get();
        var taints = NodeSetUp.taintsToRegisterWith(request.getSpec().node()).stream()
                .map(taint -> new Taint(
                        Objects.requireNonNullElse(taint.key(), ""),
                        Objects.requireNonNullElse(taint.value(), ""),
                        Objects.requireNonNullElse(taint.effect(), "")))
                .toList();
        return HandOff.of(
                        Objects.requireNonNull(request.getSpec().nodeName()),
                        access.server(),
                        access.caBundle(),
                        mintedToken(request),
                        taints)
                .withTrust(handOver.trust())
                .withSettings(MachineSettingsReader.read(request.getSpec().kubelet()))
                .withCertificateLifetime(
                        handOver.longestLifetime().map(longest -> new CertificateLifetime(longest.toSeconds())));
    }

    private BootstrapToken mintedToken(NodeJoinRequest request) {
        var token = Objects.requireNonNull(request.getStatus().token());
        return attempts.find(uid(request), token.id()).token().orElseThrow();
    }

    JoinActuator.Outcome bury(NodeJoinRequest request, Effect.Bury bury) {
        secrets.bury(bury.id(), bury.expiresAt(), uid(request), bury.secretIsLikely());
        bury.handOffName()
                .ifPresent(name -> handOffs.delete(request.getMetadata().getNamespace(), name));
        attempts.buried(uid(request), bury.id());
        return new JoinActuator.Outcome.Moved();
    }

    private static NameHold.Holder holder(NodeJoinRequest request) {
        return new NameHold.Holder(
                request.getMetadata().getNamespace(), request.getMetadata().getName(), uid(request));
    }

    private static String uid(NodeJoinRequest request) {
        return request.getMetadata().getUid();
    }
}
