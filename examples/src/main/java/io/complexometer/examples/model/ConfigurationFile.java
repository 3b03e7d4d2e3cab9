package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A configuration of Deeplearning4j alone, as JSON: a network without weights. */
final class ConfigurationFile {
  /** That of a DenseNet-201 has 1 MB. */
  static final int MOST_BYTES = 1 << 26;

  private ConfigurationFile() {}

  /** Opens it. */
  static StoredModel open(Path path) {
    Configurations read = Configurations.read(path.toString(), text(path));
    return new StoredModel(
        StoredModel.name(path),
        "Deeplearning4j configuration",
        Optional.empty(),
        read.chain(),
        read.graph(),
        List.of(),
        List.of(),
        List.of());
  }

  private static String text(Path path) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new DataException(
            "%s has %,d bytes, but a configuration at most %,d: name another file."
                .formatted(path, Files.size(path), MOST_BYTES));
      }
      return withoutMark(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Complaint.unreadable(path, e);
    }
  }

  /** Some editors write a byte order mark. */
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
