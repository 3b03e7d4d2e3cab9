package io.complexometer.examples.study;

import java.util.List;
import java.util.Optional;

/**
 * The same network, trained on true and on shuffled labels, in several widths.
 *
 * @param data what the data are called
 * @param trainExamples how many there are to train on
 * @param probeExamples how many activations were measured on
 * @param classes of the data
 * @param settings what was trained
 * @param runs every training
 */
public record Study(
    String data,
    int trainExamples,
    int probeExamples,
    int classes,
    StudySettings settings,
    List<StudyRun> runs) {

  public Study {
    runs = List.copyOf(runs);
  }

  /**
   * What was measured in any training.
   *
   * @return names of {@link Course#name}, in the listener's order
   */
  public List<String> series() {
    return runs.stream()
        .flatMap(run -> run.courses().stream())
        .map(Course::name)
        .distinct()
        .toList();
  }

  /**
   * The trainings that differ in their seed only.
   *
   * @param width of the hidden layers
   * @param labels what there was to learn
   * @return in the order of the seeds
   */
  public List<StudyRun> runs(int width, Labels labels) {
    return runs.stream().filter(run -> run.width() == width && run.labels() == labels).toList();
  }

  /**
   * What they say of one series.
   *
   * @param series of {@link #series}
   * @param width of the hidden layers
   * @param labels what there was to learn
   * @return empty where it was not measured
   */
  public Optional<Finding> finding(String series, int width, Labels labels) {
    List<Course> courses =
        runs(width, labels).stream().flatMap(run -> run.course(series).stream()).toList();
    return courses.isEmpty() ? Optional.empty() : Optional.of(Finding.of(courses));
  }
}
