package io.complexometer.examples.fitting;

import java.util.List;

/**
 * What was read of a file.
 *
 * @param name of the file
 * @param contents what it holds, in a few words
 * @param series those that were asked for, at least one
 * @param measures names of all that could be asked for; empty where there is only one series
 * @param notices sentences: what was left out
 */
public record SeriesSource(
    String name,
    String contents,
    List<NamedPoints> series,
    List<String> measures,
    List<String> notices) {

  public SeriesSource {
    series = List.copyOf(series);
    measures = List.copyOf(measures);
    notices = List.copyOf(notices);
  }
}
