package io.complexometer.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.structure.Structure;

/** A network's structure as JSON, as the sample log and {@code analyze} write it. */
@SuppressWarnings("DoNotCallSuggester")
public final class StructureJson {
  private StructureJson() {}

  /**
   * Writes a structure.
   *
   * @param structure what was measured
   * @return its object
   */
  public static ObjectNode of(Structure structure) {
    throw new UnsupportedOperationException("soon");
  }
}
