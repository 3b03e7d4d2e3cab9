package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Room for the activations of a network on its probe, to be filled again and again: for each layer
 * a matrix of rows (examples, or positions of examples) by units. It belongs to the thread that
 * fills it until handed over.
 */
public final class Features {
  private final List<Optional<Matrix>> layers;

  private Features(List<Optional<Matrix>> layers) {
    this.layers = layers;
  }

  static Features reserve(List<Optional<LayerSampler>> samplers, DataType type) {
    return new Features(
        samplers.stream()
            .map(sampler -> sampler.map(chosen -> reserve(chosen.layer(), type)))
            .toList());
  }

  private static Matrix reserve(SampledLayer layer, DataType type) {
    int entries = Math.multiplyExact(layer.rows(), layer.units());
    return type == DataType.DOUBLE
        ? new Matrix.Doubles(layer.rows(), layer.units(), new double[entries])
        : new Matrix.Floats(layer.rows(), layer.units(), new float[entries]);
  }

  /**
   * The activations of each layer.
   *
   * @return in forward order; empty for a layer too wide for its rows to be kept
   */
  public List<Optional<Matrix>> layers() {
    return layers;
  }

  /** Copies the selected rows of a chunk of examples. */
  void fill(int layer, INDArray activations, LayerSampler sampler, int firstExample) {
    Matrix target = layers.get(layer).orElseThrow();
    int from = sampler.selection().firstRow(firstExample);
    int to = sampler.selection().firstRow(firstExample + sampler.examplesIn(activations));
    Matrix rows = sampler.read(sampler.reader(activations, firstExample), from, to - from);
    int at = from * target.columns();
    int length = rows.rows() * rows.columns();
    if (target instanceof Matrix.Floats floats) {
      System.arraycopy(((Matrix.Floats) rows).data(), 0, floats.data(), at, length);
    } else {
      double[] data = ((Matrix.Doubles) target).data();
      System.arraycopy(((Matrix.Doubles) rows).data(), 0, data, at, length);
    }
  }
}
