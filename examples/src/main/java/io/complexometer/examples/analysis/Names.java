package io.complexometer.examples.analysis;

import java.util.List;

/** Names of layers in a sentence, of which there may be hundreds. */
final class Names {
  private static final int MOST = 4;

  private Names() {}

  /** The first few, and how many more there are. */
  static String some(List<String> names) {
    List<String> distinct = names.stream().distinct().toList();
    return distinct.size() <= MOST + 1
        ? String.join(", ", distinct)
        : String.join(", ", distinct.subList(0, MOST))
            + " and "
            + (distinct.size() - MOST)
            + " others";
  }
}
