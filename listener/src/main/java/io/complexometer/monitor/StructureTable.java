package io.complexometer.monitor;

import io.complexometer.measure.structure.Structure;

/** A network's structure as a table for people, like a model summary. */
@SuppressWarnings("DoNotCallSuggester")
public final class StructureTable {
  private StructureTable() {}

  /**
   * A table in columns, for a terminal or a log.
   *
   * @param structure what was measured
   * @return lines
   */
  public static String text(Structure structure) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * The same table as Markdown.
   *
   * @param structure what was measured
   * @return lines
   */
  public static String markdown(Structure structure) {
    throw new UnsupportedOperationException("soon");
  }
}
