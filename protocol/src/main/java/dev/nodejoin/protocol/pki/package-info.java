/**
 * Keys, certificates, certificate requests and pins. The only package that knows BouncyCastle; what leaves it are records
 * and JDK types.
 */
@NullMarked
package dev.nodejoin.protocol.pki;

import org.jspecify.annotations.NullMarked;
