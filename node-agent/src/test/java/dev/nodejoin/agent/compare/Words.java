package dev.nodejoin.agent.compare;

import java.util.List;

/** Prepares a machine for a join and gives the words that follow {@code join}. */
@FunctionalInterface
interface Words {
    List<String> of(Site site);
}
