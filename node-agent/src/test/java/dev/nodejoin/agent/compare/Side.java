package dev.nodejoin.agent.compare;

import dev.nodejoin.testcluster.CommandResult;
import java.util.List;

/** One of the two programs: how it is called, and what its errors mean. */
interface Side {
    /** A word for names of machines. */
    String name();

    /** The whole command of a join with these words. */
    List<String> join(List<String> words);

    /** The whole command of a reset that asks no question. */
    List<String> reset();

    /** What its end means. */
    Ending ending(CommandResult result);
}
