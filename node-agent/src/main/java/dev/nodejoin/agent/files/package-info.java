/**
 * What the agent reads and writes on a node: whole files, written to a temporary name and renamed.
 */
@NullMarked
package dev.nodejoin.agent.files;

import org.jspecify.annotations.NullMarked;
