package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files with passwords and keys: on the command line itself everybody on the machine could read
 * them. What is in them is in no message.
 */
final class SecretFile {

  /** Reads a file. */
  @FunctionalInterface
  interface Use {
    void read(Path file) throws IOException;
  }

  private SecretFile() {}

  /**
   * Has a file read, and says of which option it was if it cannot be.
   *
   * @throws DataException if it cannot be read, or does not hold what it should
   */
  static void use(String option, Path file, Use use) {
    try {
      use.read(file);
    } catch (NoSuchFileException e) {
      throw new DataException("%s: there is no file %s.".formatted(option, e.getFile()), e);
    } catch (IOException e) {
      throw new DataException("%s: %s cannot be read: %s".formatted(option, file, e), e);
    } catch (IllegalArgumentException e) { // its message names the file
      throw new DataException(option + ": " + e.getMessage(), e);
    }
  }

  /**
   * The first line of a file.
   *
   * @throws DataException if it cannot be read, or the line is empty
   */
  static char[] firstLine(String option, Path file) {
    StringBuilder line = new StringBuilder();
    use(
        option,
        file,
        path -> {
          try (Stream<String> lines = Files.lines(path, StandardCharsets.UTF_8)) {
            Optional<String> first = lines.findFirst();
            line.append(first.orElse(""));
          } catch (UncheckedIOException e) { // as of what is no text
            throw e.getCause();
          }
        });
    if (line.isEmpty()) {
      throw new DataException(
          "%s: the first line of %s is empty: write the password there.".formatted(option, file));
    }
    return line.toString().toCharArray();
  }
}
