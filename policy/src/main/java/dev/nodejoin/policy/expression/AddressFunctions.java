package dev.nodejoin.policy.expression;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.CelOverloadDecl.newMemberOverload;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.nodejoin.protocol.IpAddress;
import dev.nodejoin.protocol.IpRange;
import dev.nodejoin.protocol.MalformedInputException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** IP addresses and CIDRs, with the names that they have in Kubernetes. */
final class AddressFunctions {
    static final CelType IP = OpaqueType.create("net.IP");
    static final CelType CIDR = OpaqueType.create("net.CIDR");

    private static final IpRange MAPPED = IpRange.parse("::ffff:0:0/96");
    private static final List<IpRange> LOOPBACK = List.of(IpRange.parse("127.0.0.0/8"), IpRange.parse("::1/128"));
    private static final List<IpRange> UNSPECIFIED = List.of(IpRange.parse("0.0.0.0/32"), IpRange.parse("::/128"));
    private static final List<IpRange> LINK_LOCAL =
            List.of(IpRange.parse("169.254.0.0/16"), IpRange.parse("fe80::/10"));
    private static final List<IpRange> LINK_LOCAL_MULTICAST =
            List.of(IpRange.parse("224.0.0.0/24"), IpRange.parse("ff02::/16"));
    private static final List<IpRange> NOT_GLOBAL =
            List.of(IpRange.parse("224.0.0.0/4"), IpRange.parse("ff00::/8"), IpRange.parse("255.255.255.255/32"));

    private AddressFunctions() {}

    static List<DeclaredFunction> all() {
        return List.of(
                DeclaredFunction.of(
                        "ip",
                        newGlobalOverload("ip_string", IP, SimpleType.STRING),
                        CelFunctionBinding.from("ip_string", String.class, AddressFunctions::ip)),
                DeclaredFunction.of(
                        "ip",
                        newMemberOverload("cidr_ip", IP, CIDR),
                        CelFunctionBinding.from("cidr_ip", IpRange.class, IpRange::address)),
                DeclaredFunction.of(
                        "isIP",
                        newGlobalOverload("is_ip_string", SimpleType.BOOL, SimpleType.STRING),
                        CelFunctionBinding.from(
                                "is_ip_string", String.class, text -> reads(text, AddressFunctions::ip))),
                DeclaredFunction.of(
                        "ip.isCanonical",
                        newGlobalOverload("ip_is_canonical_string", SimpleType.BOOL, SimpleType.STRING),
                        CelFunctionBinding.from(
                                "ip_is_canonical_string",
                                String.class,
                                text -> ip(text).toString().equals(text))),
                DeclaredFunction.of(
                        "string",
                        newGlobalOverload("ip_to_string", SimpleType.STRING, IP),
                        CelFunctionBinding.from("ip_to_string", IpAddress.class, IpAddress::toString)),
                DeclaredFunction.of(
                        "family",
                        newMemberOverload("ip_family", SimpleType.INT, IP),
                        CelFunctionBinding.from("ip_family", IpAddress.class, ip -> ip.bytes().length == 4 ? 4L : 6L)),
                is("isUnspecified", ip -> isIn(UNSPECIFIED, ip)),
                is("isLoopback", ip -> isIn(LOOPBACK, ip)),
                is("isLinkLocalUnicast", ip -> isIn(LINK_LOCAL, ip)),
                is("isLinkLocalMulticast", ip -> isIn(LINK_LOCAL_MULTICAST, ip)),
                is("isGlobalUnicast", AddressFunctions::isGlobalUnicast),
                DeclaredFunction.of(
                        "cidr",
                        newGlobalOverload("cidr_string", CIDR, SimpleType.STRING),
                        CelFunctionBinding.from("cidr_string", String.class, AddressFunctions::cidr)),
                DeclaredFunction.of(
                        "isCIDR",
                        newGlobalOverload("is_cidr_string", SimpleType.BOOL, SimpleType.STRING),
                        CelFunctionBinding.from(
                                "is_cidr_string", String.class, text -> reads(text, AddressFunctions::cidr))),
                DeclaredFunction.of(
                        "string",
                        newGlobalOverload("cidr_to_string", SimpleType.STRING, CIDR),
                        CelFunctionBinding.from("cidr_to_string", IpRange.class, IpRange::toString)),
                DeclaredFunction.of(
                        "containsIP",
                        newMemberOverload("cidr_contains_ip_string", SimpleType.BOOL, CIDR, SimpleType.STRING),
                        CelFunctionBinding.from(
                                "cidr_contains_ip_string",
                                IpRange.class,
                                String.class,
                                (block, text) -> block.contains(ip(text)))),
                DeclaredFunction.of(
                        "containsIP",
                        newMemberOverload("cidr_contains_ip_ip", SimpleType.BOOL, CIDR, IP),
                        CelFunctionBinding.from(
                                "cidr_contains_ip_ip",
                                IpRange.class,
                                IpAddress.class,
                                (block, address) -> block.contains(address))),
                DeclaredFunction.of(
                        "containsCIDR",
                        newMemberOverload("cidr_contains_cidr_string", SimpleType.BOOL, CIDR, SimpleType.STRING),
                        CelFunctionBinding.from(
                                "cidr_contains_cidr_string",
                                IpRange.class,
                                String.class,
                                (block, text) -> block.contains(cidr(text)))),
                DeclaredFunction.of(
                        "containsCIDR",
                        newMemberOverload("cidr_contains_cidr", SimpleType.BOOL, CIDR, CIDR),
                        CelFunctionBinding.from(
                                "cidr_contains_cidr",
                                IpRange.class,
                                IpRange.class,
                                (block, other) -> block.contains(other))),
                DeclaredFunction.of(
                        "masked",
                        newMemberOverload("cidr_masked", CIDR, CIDR),
                        CelFunctionBinding.from("cidr_masked", IpRange.class, IpRange::masked)),
                DeclaredFunction.of(
                        "prefixLength",
                        newMemberOverload("cidr_prefix_length", SimpleType.INT, CIDR),
                        CelFunctionBinding.from(
                                "cidr_prefix_length", IpRange.class, block -> (long) block.prefixBits())));
    }

    private static DeclaredFunction is(String name, CelFunctionOverload.Unary<IpAddress> test) {
        return DeclaredFunction.of(
                name,
                newMemberOverload("ip_" + name, SimpleType.BOOL, IP),
                CelFunctionBinding.from("ip_" + name, IpAddress.class, test));
    }

    private static boolean isGlobalUnicast(IpAddress ip) {
        return !isIn(UNSPECIFIED, ip) && !isIn(LOOPBACK, ip) && !isIn(LINK_LOCAL, ip) && !isIn(NOT_GLOBAL, ip);
    }

    private static boolean isIn(List<IpRange> blocks, IpAddress ip) {
        return blocks.stream().anyMatch(block -> block.contains(ip));
    }

    /** As Kubernetes does it: an IPv4 address in the clothes of IPv6 is none. */
    private static IpAddress ip(String text) {
        var ip = IpAddress.parse(text);
        if (MAPPED.contains(ip)) throw new MalformedInputException("IPv4 addresses mapped into IPv6 are not allowed");
        return ip;
    }

    private static IpRange cidr(String text) {
        var block = IpRange.parse(text);
        if (MAPPED.contains(block.address()))
            throw new MalformedInputException("IPv4 addresses mapped into IPv6 are not allowed");
        return block;
    }

    private static boolean reads(String text, Function<String, ?> reader) {
        try {
            return Objects.nonNull(reader.apply(text));
        } catch (MalformedInputException e) {
            return false;
        }
    }
}
