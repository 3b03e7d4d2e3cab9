package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Turns what readers of files throw into one line for the user. */
final class Complaint {
  private static final int LONGEST = 200;

  private Complaint() {}

  /** A file that cannot be read. */
  static DataException unreadable(Object place, IOException fault) {
    return new DataException(
        "%s cannot be read (%s): check that it is a file you may read."
            .formatted(place, reason(fault)),
        fault);
  }

  /**
   * Calls a reader of somebody else's, which may throw anything at damaged files: also an
   * overflowing stack (of objects that nest too deep), a class that cannot be linked, and memory
   * that does not suffice for what a damaged file claims.
   *
   * @param place the file, and where in it
   * @param complaint what is wrong if it throws
   * @param remedy what to do then
   * @throws DataException for all of these
   */
  static <T> T guard(Object place, String complaint, String remedy, Callable<T> reader) {
    try {
      return reader.call();
    } catch (DataException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "%s does not fit in memory: start java with a larger -Xmx and".formatted(place)
              + " -Dorg.bytedeco.javacpp.maxbytes.",
          e);
    } catch (Exception | StackOverflowError | LinkageError e) {
      throw new DataException("%s %s (%s): %s.".formatted(place, complaint, reason(e), remedy), e);
    }
  }

  /** The innermost reason, on one line. */
  static String reason(Throwable fault) {
    Throwable inner = fault;
    for (int depth = 0; depth < 20 && inner.getCause() != null; depth++) {
      inner = inner.getCause();
    }
    String message = inner.getMessage();
    if (message == null || message.isBlank()) {
      return inner.getClass().getSimpleName();
    }
    String line = printable(message.strip().lines().findFirst().orElse(""));
    line = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "..";
    boolean sentence = message.indexOf(' ') > 0;
    return sentence ? line : inner.getClass().getSimpleName() + ": " + line;
  }

  /** Without what would end a line or upset a terminal. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
  }
}
