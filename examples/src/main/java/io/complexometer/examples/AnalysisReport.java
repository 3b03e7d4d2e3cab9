package io.complexometer.examples;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.data.DataException;
import java.nio.file.Path;

/** Stands in for the report. */
@SuppressWarnings("DoNotCallSuggester")
final class AnalysisReport {
  private AnalysisReport() {}

  static void write(Analysis analysis, Path file) {
    throw new DataException(file + ": cannot be written yet, of " + analysis.name());
  }
}
