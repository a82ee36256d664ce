package dev.nodejoin.operator.gate;

/** The parts that the gate's reconciler works with, made once its event sources are known. */
public record GateController(GateCaches caches, GateObserver observer, GateActuator actuator) {}
