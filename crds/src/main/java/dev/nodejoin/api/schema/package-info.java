/** What the generated schema needs and annotations on records can't say. */
@NullMarked
package dev.nodejoin.api.schema;

import org.jspecify.annotations.NullMarked;
