package dev.nodejoin.agent.compare;

/** What is looked at, on both sides, after the same thing was done. */
enum Aspect {
    ENDING("exit code and class of error"),
    FILE_TREE("file tree: names, types, modes, links"),
    FILE_CONTENT("contents of files"),
    SERVICE_CALLS("calls of the service manager"),
    SIGNING_REQUEST("certificate signing request"),
    NODE("labels, taints and annotations of the Node"),
    API_TRACE("requests to the API server, in order");

    private final String heading;

    Aspect(String heading) {
        this.heading = heading;
    }

    String heading() {
        return heading;
    }
}
