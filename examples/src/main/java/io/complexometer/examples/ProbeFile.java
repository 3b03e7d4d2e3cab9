package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Stands in for the reader of probes. */
@SuppressWarnings("DoNotCallSuggester")
final class ProbeFile {
  private ProbeFile() {}

  static INDArray read(Path file) {
    throw new DataException(file + ": cannot be read yet");
  }
}
