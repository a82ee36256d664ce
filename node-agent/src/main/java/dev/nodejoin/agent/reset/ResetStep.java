package dev.nodejoin.agent.reset;

import java.util.List;

/** One thing to do in a reset. */
public sealed interface ResetStep {
    /** Asks the person at the terminal; the reset ends unless the answer is yes. */
    record Confirm() implements ResetStep {}

    /** A line on standard output. */
    record Tell(String line) implements ResetStep {}

    /** A line on standard error. */
    record Warn(String line) implements ResetStep {}

    /** Ends the reset. */
    record Refuse(String sentence) implements ResetStep {}

    /** Stops the kubelet; a warning if that fails. */
    record StopKubelet() implements ResetStep {}

    /** Takes away every mount below the directory; ends the reset if that fails, since what is mounted must not be deleted. */
    record Unmount(String directory) implements ResetStep {}

    /** Stops and removes all pods of the container runtime; a warning if that fails. */
    record RemoveContainers(String socket) implements ResetStep {}

    /** Deletes what is in the directory but for one name, and keeps the directory; a warning for what stays. */
    record EmptyExcept(String directory, String kept) implements ResetStep {}

    /** Deletes what is in each directory, and keeps the directories; a warning for what stays. */
    record Empty(List<String> directories) implements ResetStep {}

    /** Deletes files, and directories with all that is in them; a warning for what stays. */
    record Delete(List<String> paths) implements ResetStep {}
}
