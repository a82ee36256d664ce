package dev.nodejoin.agent.cli;

import dev.nodejoin.protocol.MalformedInputException;
import dev.nodejoin.protocol.kubeadm.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as Kubernetes' programs take it, such as {@code 90s} or {@code 5m0s}. */
final class DurationOption implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            var duration = GoDuration.parse(text);
            if (duration.isNegative()) {
                throw new TypeConversionException("a duration must not be negative");
            }
            return duration;
        } catch (MalformedInputException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
