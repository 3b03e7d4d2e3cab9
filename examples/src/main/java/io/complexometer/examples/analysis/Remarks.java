package io.complexometer.examples.analysis;

import io.complexometer.measure.Value;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is to be said beside the numbers, gathered while they are measured. */
final class Remarks {
  private final List<Absent> absent = new ArrayList<>();
  private final List<String> notices;
  private final List<String> faults;

  /** Begins with what is known of the file. */
  Remarks(List<String> notices, List<String> faults) {
    this.notices = new ArrayList<>(notices);
    this.faults = new ArrayList<>(faults);
  }

  /** A number of the whole network that is not there. */
  void absent(String measure, String reason) {
    absent.add(new Absent(Optional.empty(), Optional.empty(), measure, reason));
  }

  /** A number of a layer that is not there. */
  void absent(Layer layer, String measure, String reason) {
    absent.add(new Absent(Optional.of(layer), Optional.empty(), measure, reason));
  }

  /** A number of a weight matrix that is not there. */
  void absent(WeightMatrix matrix, String measure, String reason) {
    absent.add(
        new Absent(Optional.of(matrix.layer()), Optional.of(matrix.parameter()), measure, reason));
  }

  /** Notes a number of the whole network, if it is not there. */
  void check(String measure, Value value) {
    if (value instanceof Value.Absent none) {
      absent(measure, none.reason());
    }
  }

  /** Notes a number of a layer, if it is not there. */
  void check(Layer layer, String measure, Value value) {
    if (value instanceof Value.Absent none) {
      absent(layer, measure, none.reason());
    }
  }

  /** Notes a number of a weight matrix, if it is not there. */
  void check(WeightMatrix matrix, String measure, Value value) {
    if (value instanceof Value.Absent none) {
      absent(matrix, measure, none.reason());
    }
  }

  /** Says what is left out, or to be doubted: nothing to mend. */
  void notice(String sentence) {
    notices.add(sentence);
  }

  /** Says what is wrong, where, and what to do. */
  void fault(String line) {
    faults.add(line);
  }

  List<Absent> absent() {
    return absent;
  }

  List<String> notices() {
    return notices;
  }

  List<String> faults() {
    return faults;
  }
}
