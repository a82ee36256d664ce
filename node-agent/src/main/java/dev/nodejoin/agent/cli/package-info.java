/**
 * The command line.
 */
@NullMarked
package dev.nodejoin.agent.cli;

import org.jspecify.annotations.NullMarked;
