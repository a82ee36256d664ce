/**
 * The run of the agent from which {@code make build} learns which classes a join loads.
 */
package dev.nodejoin.agent.training;
