package dev.nodejoin.agent.cri;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message in its wire format (protobuf.dev/programming-guides/encoding), as far as the messages here need it:
 * fields are looked up by number, and those that nobody asks for are read over.
 */
final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private record Field(int number, long value, ByteBuffer content) {}

    private final List<Field> fields = new ArrayList<>();

    private ProtobufMessage() {}

    /** Throws {@link CriException} for bytes that are no message. */
    static ProtobufMessage parse(byte[] bytes) {
        return parse(ByteBuffer.wrap(bytes));
    }

    private static ProtobufMessage parse(ByteBuffer rest) {
        var message = new ProtobufMessage();
        while (rest.hasRemaining()) {
            message.fields.add(field(rest));
        }
        return message;
    }

    /** A message whose only field is this string. */
    static byte[] ofString(int number, String text) {
        var content = text.getBytes(UTF_8);
        var bytes = new ByteArrayOutputStream();
        writeVarint(bytes, ((long) number << 3) | LENGTH_DELIMITED);
        writeVarint(bytes, content.length);
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    /** As protobuf has it: a string that is not there is empty, and of several the last counts. */
    String string(int number) {
        return contents(number).stream()
                .reduce((first, second) -> second)
                .map(content -> UTF_8.decode(content).toString())
                .orElse("");
    }

    boolean flag(int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .reduce((first, second) -> second)
                .filter(field -> field.value != 0)
                .isPresent();
    }

    List<ProtobufMessage> messages(int number) {
        return contents(number).stream().map(ProtobufMessage::parse).toList();
    }

    private List<ByteBuffer> contents(int number) {
        return fields.stream()
                .filter(field -> field.number == number)
                .map(field -> field.content().duplicate())
                .toList();
    }

    private static Field field(ByteBuffer rest) {
        var tag = varint(rest);
        var number = (int) (tag >>> 3);
        return switch ((int) (tag & 7)) {
            case VARINT -> new Field(number, varint(rest), ByteBuffer.allocate(0));
            case FIXED64 -> new Field(number, 0, take(rest, Long.BYTES));
            case LENGTH_DELIMITED -> new Field(number, 0, take(rest, varint(rest)));
            case FIXED32 -> new Field(number, 0, take(rest, Integer.BYTES));
            default -> throw malformed();
        };
    }

    private static ByteBuffer take(ByteBuffer rest, long length) {
        if (length < 0 || length > rest.remaining()) {
            throw malformed();
        }
        var content = rest.slice(rest.position(), (int) length);
        rest.position(rest.position() + (int) length);
        return content;
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && rest.hasRemaining(); shift += 7) {
            var next = rest.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private static void writeVarint(ByteArrayOutputStream bytes, long value) {
        var rest = value;
        while (rest > 0x7f) {
            bytes.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static CriException malformed() {
        return new CriException("the container runtime's answer is no protobuf message", null);
    }
}
