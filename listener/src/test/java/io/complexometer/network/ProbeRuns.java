package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs of probes, with everything kept. */
final class ProbeRuns {
  static final ProbedRows ROWS = new ProbedRows(ProbedRows.LIMIT, false, 1);

  private ProbeRuns() {}

  /** Outputs of each layer on each chunk, empty where unchanged. */
  static List<Optional<List<LayerOutput>>> run(Probe probe) {
    List<Optional<List<LayerOutput>>> all = new ArrayList<>();
    int[] next = {0};
    probe.run(
        (from, outputs) -> {
          assertEquals(next[0], from);
          for (int layer = 0; layer < outputs.size(); layer++) {
            if (from == 0) {
              all.add(outputs.get(layer).map(output -> new ArrayList<>()));
            }
            assertEquals(all.get(layer).isPresent(), outputs.get(layer).isPresent());
            if (outputs.get(layer).isPresent()) {
              all.get(layer).get().add(copy(outputs.get(layer).get()));
            }
          }
          next[0] = from + probe.chunk();
        });
    return all;
  }

  private static LayerOutput copy(LayerOutput output) {
    return new LayerOutput(copy(output.activations()), output.input().map(ProbeRuns::copy));
  }

  @SuppressWarnings("try")
  private static INDArray copy(INDArray array) {
    try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return array.dup(array.ordering());
    }
  }

  /** The activations of a layer on the whole probe, whose first axis are examples. */
  static INDArray activations(List<Optional<List<LayerOutput>>> run, int layer) {
    return Nd4j.concat(
        0,
        run.get(layer).orElseThrow().stream()
            .map(LayerOutput::activations)
            .toArray(INDArray[]::new));
  }

  /** Indices of the layers that the run gave anew. */
  static List<Integer> changed(List<Optional<List<LayerOutput>>> run) {
    List<Integer> changed = new ArrayList<>();
    for (int layer = 0; layer < run.size(); layer++) {
      if (run.get(layer).isPresent()) {
        changed.add(layer);
      }
    }
    return changed;
  }

  /** Compares by bits. */
  static void assertSame(INDArray expected, INDArray actual) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.dup('c').data().asFloat(), actual.dup('c').data().asFloat());
  }
}
