package dev.nodejoin.operator.plan;

import static dev.nodejoin.operator.plan.ModelCluster.NODE_NAME;

import dev.nodejoin.operator.csr.CertificateRequestFacts;
import dev.nodejoin.operator.csr.CertificateRequestFacts.Outcome;
import dev.nodejoin.operator.plan.ModelProcess.Cache;
import dev.nodejoin.policy.approval.ApprovalRules;
import dev.nodejoin.policy.approval.ApprovalTerms;
import dev.nodejoin.policy.approval.PolicyReference;
import dev.nodejoin.protocol.token.TokenId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What may happen between the creation of two requests for the same Node and the end of the day: two operator processes that
 * lag, stall, crash and miss answers; people who approve, deny, suspend and edit, and policies that demand now
 * this and now that; machines, honest and thieving; a signer;
 * admission policies that come and go; an address and a cluster-info that are there, or are not.
 */
final class Story {
    private static final List<ApprovalTerms> TERMS = List.of(
            ApprovalTerms.ONE_PERSON,
            new ApprovalTerms(false, 2, Optional.empty(), List.of()),
            new ApprovalTerms(false, 1, Optional.of(Duration.ofMinutes(10)), List.of()),
            new ApprovalTerms(true, 1, Optional.of(Duration.ofHours(1)), List.of(new PolicyReference("edge", "h"))),
            new ApprovalTerms(true, 1, Optional.empty(), List.of(new PolicyReference("edge", "h"))));

    private static final List<String> LACKING = List.of(Reason.MINTING, Reason.CLUSTER_INFO_UNUSABLE);

    final ModelCluster cluster = new ModelCluster();
    final List<ModelProcess> processes;
    private final List<String> uids = new ArrayList<>();

    /** Begins with two requests for one Node name. */
    Story(long seed, String firstSpec, String secondSpec) {
        uids.add(cluster.ask("first", firstSpec));
        uids.add(cluster.ask("second", secondSpec));
        processes = List.of(
                new ModelProcess(cluster, seed, Duration.ZERO),
                new ModelProcess(cluster, seed + 1, Duration.ofSeconds(seed % 3 == 0 ? 15 : 0)));
        cluster.now = cluster.now.plus(seed % 5 == 0 ? Duration.ZERO : ApprovalRules.SETTLING);
    }

    /**
     * One thing that happens.
     *
     * @param which who or what is meant, in the terms of the move
     */
    record Event(Move move, int which) {}

    /** Kinds of things that happen. */
    enum Move {
        RUN {
            @Override
            void take(Story story, int which) {
                story.uids().forEach(story.process(which)::run);
            }
        },
        STEP {
            @Override
            void take(Story story, int which) {
                story.process(which).synced().step(story.uid(which / 2));
            }
        },
        STEP_WITH_LAGGING_CACHES {
            @Override
            void take(Story story, int which) {
                var caches = Cache.values();
                var fresh = EnumSet.noneOf(Cache.class);
                for (var i = 0; i < caches.length; i++) if ((which >> (i + 2) & 1) == 1) fresh.add(caches[i]);
                story.process(which).refresh(fresh);
                story.process(which).step(story.uid(which / 2));
            }
        },
        STALL_AFTER_PLANNING {
            @Override
            void take(Story story, int which) {
                story.process(which).synced().prepare(story.uid(which / 2));
            }
        },
        WAKE_UP {
            @Override
            void take(Story story, int which) {
                story.process(which).carryOutPrepared();
            }
        },
        CRASH {
            @Override
            void take(Story story, int which) {
                story.process(which).crash();
            }
        },
        DIE_AFTER_WRITING {
            @Override
            void take(Story story, int which) {
                story.process(which).synced().dieAfterWriting(story.uid(which / 2));
            }
        },
        LOSE_THE_ANSWER {
            @Override
            void take(Story story, int which) {
                story.process(which).synced().loseTheAnswer(story.uid(which / 2));
            }
        },
        /** Thereafter it may turn out that nothing could be handed over anyway. */
        LOSE_THE_ANSWER_TO_MINTING {
            @Override
            void take(Story story, int which) {
                story.process(which).loseTheAnswerToMinting(story.uid(which / 2));
                if (which / 4 % 2 == 0) story.cluster.lacking = Optional.of(LACKING.get(which / 8 % LACKING.size()));
            }
        },
        NOTHING_CAN_BE_HANDED_OVER {
            @Override
            void take(Story story, int which) {
                story.cluster.lacking = Optional.of(LACKING.get(which % LACKING.size()));
            }
        },
        ADDRESS_AND_CLUSTER_INFO_ARE_MENDED {
            @Override
            void take(Story story, int which) {
                story.cluster.lacking = Optional.empty();
            }
        },
        SWEEP {
            @Override
            void take(Story story, int which) {
                story.process(which).sweep();
            }
        },
        /** What a join needs next from outside. */
        GO_ON {
            @Override
            void take(Story story, int which) {
                story.goOn(story.uid(which));
            }
        },
        APPROVE {
            @Override
            void take(Story story, int which) {
                story.cluster.approve(story.uid(which), "alice");
            }
        },
        APPROVE_TOO {
            @Override
            void take(Story story, int which) {
                story.cluster.approve(
                        story.uid(which), List.of("carol", "olivia", "dora").get(which % 3));
            }
        },
        WRITE_APPROVAL {
            @Override
            void take(Story story, int which) {
                var expiry = which % 4 == 0 ? story.cluster.now.plusSeconds(which * 10L) : null;
                story.cluster.writeApproval(
                        story.uid(which), List.of("alice", "carol", "olivia").get(which % 3), expiry);
            }
        },
        SPEND_WITH_LAGGING_CACHES {
            @Override
            void take(Story story, int which) {
                story.process(which).spend();
            }
        },
        DEMAND {
            @Override
            void take(Story story, int which) {
                story.cluster.terms = TERMS.get(which % TERMS.size());
            }
        },
        DENY {
            @Override
            void take(Story story, int which) {
                story.cluster.deny(story.uid(which), "bob");
            }
        },
        SUSPEND {
            @Override
            void take(Story story, int which) {
                story.cluster.edit(story.uid(which), "{'suspend': true}");
            }
        },
        RESUME {
            @Override
            void take(Story story, int which) {
                story.cluster.edit(story.uid(which), "{'suspend': null}");
            }
        },
        EDIT {
            @Override
            void take(Story story, int which) {
                story.cluster.edit(story.uid(which), "{'node': {'labels': {'rack': '%d'}}}".formatted(which % 5));
            }
        },
        RAISE_DEADLINE {
            @Override
            void take(Story story, int which) {
                story.cluster.edit(
                        story.uid(which), "{'deadlineSeconds': %d}".formatted(90_000 + which % 128 * 10_000));
            }
        },
        DELETE_REQUEST {
            @Override
            void take(Story story, int which) {
                story.cluster.delete(story.uid(which));
            }
        },
        BREAK_PROTECTION {
            @Override
            void take(Story story, int which) {
                story.cluster.breakProtection();
            }
        },
        PROTECT_ANEW {
            @Override
            void take(Story story, int which) {
                story.cluster.protectAnew();
            }
        },
        WAIT {
            @Override
            void take(Story story, int which) {
                var seconds = List.of(1, 1, 3, 3, 9, 9, 11, 11, 70, 70, 600, 600, 3_550, 3_600, 40_000);
                story.cluster.now = story.cluster.now.plusSeconds(seconds.get(which % seconds.size()));
            }
        },
        FOREIGN_TOKEN_SECRET {
            @Override
            void take(Story story, int which) {
                story.cluster.lease.ifPresent(hold ->
                        story.cluster.tokens.putIfAbsent(hold.tokenId(), new ModelCluster.TokenSecret.Foreign()));
            }
        },
        COLLECT_EXPIRED_TOKENS {
            @Override
            void take(Story story, int which) {
                story.cluster.collectExpired();
            }
        },
        MACHINE_ASKS {
            @Override
            void take(Story story, int which) {
                story.ask("machine", NODE_NAME, which);
            }
        },
        THIEF_ASKS {
            @Override
            void take(Story story, int which) {
                story.ask("thief", which % 2 == 0 ? NODE_NAME : "worker-2", which / 2);
            }
        },
        SIGN {
            @Override
            void take(Story story, int which) {
                story.sign(which);
            }
        },
        SIGNER_FAILS {
            @Override
            void take(Story story, int which) {
                story.signing(which)
                        .ifPresent(request -> story.cluster.decide(
                                request, new Outcome.Failed("SignerFailed", "no"), Optional.empty()));
            }
        },
        ADMINISTRATOR_DENIES_SIGNING_REQUEST {
            @Override
            void take(Story story, int which) {
                story.pick(which, CertificateRequestFacts::isUndecided)
                        .ifPresent(request ->
                                story.cluster.decide(request, new Outcome.Denied("ByHand", "no"), Optional.empty()));
            }
        },
        SIGNING_REQUEST_VANISHES {
            @Override
            void take(Story story, int which) {
                story.pick(which, request -> !(request.outcome() instanceof Outcome.Approved))
                        .ifPresent(request -> story.cluster.certificateRequests.remove(request.name()));
            }
        },
        MACHINE_REGISTERS {
            @Override
            void take(Story story, int which) {
                story.register();
            }
        },
        NODE_IS_DELETED {
            @Override
            void take(Story story, int which) {
                story.cluster.node = Optional.empty();
            }
        },
        KUBELET_FALLS_SILENT {
            @Override
            void take(Story story, int which) {
                story.cluster.fallSilent();
            }
        },
        /** Its Node is there and the machine is not wiped: it was only away. */
        KUBELET_COMES_BACK {
            @Override
            void take(Story story, int which) {
                story.cluster.node.ifPresent(is -> story.cluster.report(
                        story.cluster.registeredBy.getOrDefault(is.value().uid(), "nobody")));
            }
        },
        LEASE_IS_RENEWED_BUT_NOT_THE_STATUS {
            @Override
            void take(Story story, int which) {
                story.cluster.renew();
            }
        },
        /** Deleted and registered again by the same machine. */
        NODE_IS_CREATED_AGAIN {
            @Override
            void take(Story story, int which) {
                story.cluster.node.ifPresent(is -> story.cluster.register(
                        story.cluster.registeredBy.getOrDefault(is.value().uid(), "nobody")));
            }
        },
        /** As Git does after somebody deleted the namespace. */
        RE_CREATE_REQUEST {
            @Override
            void take(Story story, int which) {
                story.reCreate(story.uid(which));
            }
        },
        FOREIGN_NODE {
            @Override
            void take(Story story, int which) {
                if (story.cluster.node.isEmpty()) story.cluster.register("nobody");
            }
        };

        abstract void take(Story story, int which);
    }

    void happen(Event event) {
        cluster.tell(event::toString);
        event.move().take(this, event.which());
    }

    ModelProcess process(int which) {
        return processes.get(which % processes.size());
    }

    private void goOn(String uid) {
        if (!cluster.requests.containsKey(uid)) return;
        cluster.approve(uid, "alice");
        if (signing(0).isPresent()) sign(0);
        else if (isAwaited(uid)) register();
        else ask("machine", NODE_NAME, 0);
    }

    private boolean isAwaited(String uid) {
        var certificate = cluster.request(uid).status().certificate();
        return certificate != null && certificate.serial() != null;
    }

    /** Of a request that may be gone, but only a request that is there is edited. */
    private String uid(int which) {
        var alive = uids.stream().filter(cluster.requests::containsKey).toList();
        return alive.isEmpty() ? "gone" : alive.get(which % alive.size());
    }

    String first() {
        return uids.getFirst();
    }

    List<String> uids() {
        return uids.stream().filter(cluster.requests::containsKey).toList();
    }

    /** A machine that was brought a token makes its signing request, under the name that an agent would choose. */
    void ask(String machine, String nodeName, int which) {
        var usable = cluster.tokens.keySet().stream().filter(cluster::letsAsk).toList();
        if (usable.isEmpty()) return;
        ask(machine, nodeName, usable.get(which % usable.size()));
    }

    private void ask(String machine, String nodeName, TokenId token) {
        var first = "node-csr-%s-%s".formatted(machine, nodeName);
        var known = Optional.ofNullable(cluster.certificateRequests.get(first)).map(ModelCluster.Versioned::value);
        if (known.filter(request -> request.outcome() instanceof Outcome.Approved
                        && request.certificate().isEmpty())
                .isPresent()) return;
        var name = known.isEmpty() ? first : first + "-" + token;
        if (cluster.certificateRequests.containsKey(name)) return;
        cluster.submit(Csr.csr(name).madeWith(token).by(machine).forNode(nodeName), machine);
    }

    void sign(int which) {
        signing(which).ifPresent(request -> {
            var machine = cluster.madeBy.getOrDefault(request.uid(), "");
            cluster.decide(request, request.outcome(), Optional.of(Csr.certificate(machine, NODE_NAME)));
        });
    }

    private Optional<CertificateRequestFacts> signing(int which) {
        return pick(
                which,
                request -> request.outcome() instanceof Outcome.Approved
                        && request.certificate().isEmpty());
    }

    private Optional<CertificateRequestFacts> pick(int which, Predicate<CertificateRequestFacts> wanted) {
        var found = cluster.certificateRequests.values().stream()
                .map(ModelCluster.Versioned::value)
                .filter(wanted)
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(which % found.size()));
    }

    /** Whoever has the newest certificate registers the Node, or reports for it if it is there and silent. */
    void register() {
        pick(request -> request.certificate().isPresent())
                .ifPresent(request -> registerAs(cluster.madeBy.getOrDefault(request.uid(), "")));
    }

    private void registerAs(String machine) {
        if (cluster.node.isEmpty()) cluster.register(machine);
        else if (cluster.node.get().value().silentSince().isPresent()) cluster.report(machine);
    }

    private Optional<CertificateRequestFacts> pick(Predicate<CertificateRequestFacts> wanted) {
        return cluster.certificateRequests.values().stream()
                .map(ModelCluster.Versioned::value)
                .filter(wanted)
                .reduce((older, newer) -> newer);
    }

    private void reCreate(String uid) {
        if (!cluster.requests.containsKey(uid)) return;
        var is = cluster.request(uid);
        cluster.delete(uid);
        uids.add(cluster.ask(is.name(), is.spec()));
    }

    /** One process is left, and the time that it waits for passes: it runs until nothing changes any more. */
    void settle() {
        for (var seconds : List.of(11, 11, 320, 0)) {
            run();
            processes.getFirst().sweep();
            cluster.now = cluster.now.plusSeconds(seconds);
        }
    }

    void run() {
        uids().forEach(processes.getFirst()::run);
    }

    /** All that is left to do is done, and whatever time will bring is waited for. */
    void checkRest() {
        uids().forEach(processes.getFirst()::checkRest);
    }

    void oneProcessIsLeft() {
        processes.forEach(ModelProcess::crash);
    }
}
