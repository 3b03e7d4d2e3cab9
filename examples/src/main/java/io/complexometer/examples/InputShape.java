package io.complexometer.examples;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the shape of one example: {@code 784} features, {@code 20x50} features by time steps,
 * {@code 3x224x224} channels by height by width, {@code 1x16x112x112} channels by depth by height
 * by width.
 */
final class InputShape implements ITypeConverter<InputType> {
  private static final int MOST_AXES = 4;

  @Override
  public InputType convert(String text) {
    String[] parts = text.split("[xX]", -1);
    if (parts.length > MOST_AXES) {
      throw new TypeConversionException(
          "'%s' has %d numbers: give 784, FEATURESxSTEPS, CHANNELSxHEIGHTxWIDTH or CHANNELSxDEPTHxHEIGHTxWIDTH"
              .formatted(text, parts.length));
    }
    long[] n = new long[parts.length];
    for (int i = 0; i < n.length; i++) {
      n[i] = positive(text, parts[i], i + 1);
    }
    return switch (n.length) {
      case 1 -> InputType.feedForward(n[0]);
      case 2 -> InputType.recurrent(n[0], n[1]);
      case 3 -> InputType.convolutional(n[1], n[2], n[0]);
      default -> InputType.convolutional3D(DataFormat.NCDHW, n[1], n[2], n[3], n[0]);
    };
  }

  private static long positive(String text, String part, int place) {
    boolean digits = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && part.length() <= 10) {
      long number = Long.parseLong(part);
      if (number >= 1 && number <= Integer.MAX_VALUE) {
        return number;
      }
    }
    throw new TypeConversionException(
        "number %d of '%s', '%s', is not a whole number from 1 to %,d"
            .formatted(place, text, part, Integer.MAX_VALUE));
  }
}
