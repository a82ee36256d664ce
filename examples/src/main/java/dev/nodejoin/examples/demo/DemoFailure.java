package dev.nodejoin.examples.demo;

/** Something that the demo promises did not happen. */
final class DemoFailure extends RuntimeException {
    DemoFailure(String message) {
        super(message);
    }
}
