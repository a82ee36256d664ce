/** YAML as Kubernetes reads and writes it: small documents, plain data, errors that name the field. */
@NullMarked
package dev.nodejoin.protocol.yaml;

import org.jspecify.annotations.NullMarked;
