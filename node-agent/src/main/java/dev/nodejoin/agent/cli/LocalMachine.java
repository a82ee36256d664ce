package dev.nodejoin.agent.cli;

import dev.nodejoin.agent.files.NodeFiles;
import dev.nodejoin.agent.plan.CriSockets;
import dev.nodejoin.agent.ticket.TicketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The machine that joins, as far as it decides which node it becomes. */
record LocalMachine(NodeFiles files) {
    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    /** What it calls itself. */
    String hostname() {
        try {
            return Files.readString(HOSTNAME);
        } catch (IOException e) {
            throw new TicketException("the host name can't be read; give the node's name with --node-name", e);
        }
    }

    /** Where container runtimes listen. */
    List<String> socketsFound() {
        return CriSockets.KNOWN.stream().filter(files::isListening).toList();
    }
}
