package io.complexometer.examples.study;

import java.util.List;
import java.util.Optional;

/**
 * One training of a study.
 *
 * @param width units of each hidden layer
 * @param labels what there was to learn
 * @param seed of weights, order and shuffled labels
 * @param iterations how many
 * @param seconds it took, measuring included
 * @param trainAccuracy at the end, 0 to 1, on what was trained: with shuffled labels that is what
 *     is known by heart
 * @param testAccuracy at the end, 0 to 1, on test examples with their true labels
 * @param courses of all series that were fitted and measured
 */
public record StudyRun(
    int width,
    Labels labels,
    long seed,
    long iterations,
    double seconds,
    double trainAccuracy,
    double testAccuracy,
    List<Course> courses) {

  public StudyRun {
    courses = List.copyOf(courses);
  }

  /**
   * How one series went.
   *
   * @param name of {@link Course#name}
   * @return empty where it was not measured
   */
  public Optional<Course> course(String name) {
    return courses.stream().filter(course -> course.name().equals(name)).findFirst();
  }
}
