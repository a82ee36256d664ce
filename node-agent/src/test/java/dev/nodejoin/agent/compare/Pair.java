package dev.nodejoin.agent.compare;

import java.util.function.BiFunction;

/** Two fresh machines, one for each side. */
final class Pair implements AutoCloseable {
    private static final Both<Side> SIDES = new Both<>(new KubeadmSide(), new AgentSide());

    private final Both<Place> places;

    private record Place(Side side, Site site) {}

    private Pair(Ground ground, String name) {
        places = SIDES.map(side ->
                new Place(side, new Site(ground.cluster().startMachine(name + "-" + side.name()), ground)));
    }

    static Pair start(Ground ground, String name) {
        return new Pair(ground, name);
    }

    /** Runs the same on both at the same time. */
    Both<Trial> run(BiFunction<Side, Site, Trial> trial) {
        return places.map(place -> trial.apply(place.side(), place.site()));
    }

    @Override
    public void close() {
        places.map(place -> {
            place.site().machine().close();
            return place;
        });
    }
}
