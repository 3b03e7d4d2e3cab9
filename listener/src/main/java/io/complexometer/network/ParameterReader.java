package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Copies one parameter of a live model as a matrix of its output units. */
final class ParameterReader {
  private final WeightMatrix description;
  private final WeightTable.Rule rule;
  private final Supplier<INDArray> parameter;
  private final int[] rowsFirst;

  /**
   * A reader.
   *
   * @param layer the layer that owns the parameter
   * @param key the parameter's key in the layer
   * @param rule how it becomes a matrix
   * @param parameter gives the live array
   */
  ParameterReader(Layer layer, String key, WeightTable.Rule rule, Supplier<INDArray> parameter) {
    this.rule = rule;
    this.parameter = parameter;
    INDArray array = trimmed();
    long rows = 1;
    for (int axis : rule.rowAxes()) {
      rows *= array.size(axis);
    }
    this.description = new WeightMatrix(layer, key, rows, rows == 0 ? 0 : array.length() / rows);
    this.rowsFirst =
        IntStream.concat(
                rule.rowAxes().stream().mapToInt(axis -> axis),
                IntStream.range(0, array.rank()).filter(axis -> !rule.rowAxes().contains(axis)))
            .toArray();
  }

  WeightMatrix description() {
    return description;
  }

  /** The parameter without the entries that are no part of the matrix: a view. */
  private INDArray trimmed() {
    INDArray array = parameter.get();
    if (rule.misread()) {
      return array.reshape('c', array.size(2), array.size(1), array.size(0));
    }
    if (rule.dropped() == 0) {
      return array;
    }
    INDArrayIndex[] all = new INDArrayIndex[array.rank()];
    Arrays.fill(all, NDArrayIndex.all());
    int last = array.rank() - 1;
    all[last] = NDArrayIndex.interval(0, array.size(last) - rule.dropped());
    return array.get(all);
  }

  /**
   * Copies the parameter as it is now.
   *
   * @param target a matrix of the description's shape, made by {@link Weights}
   * @return whether it held other numbers
   */
  boolean copyTo(Matrix target) {
    INDArray array = HostMemory.readable(trimmed());
    if (!isRowAfterRow(array)) {
      array = array.permute(rowsFirst).dup('c');
    }
    Object data =
        target instanceof Matrix.Floats floats ? floats.data() : ((Matrix.Doubles) target).data();
    return HostMemory.copy(array, data, target.rows() * target.columns());
  }

  /** Whether each output unit's weights already lie together, and the units one after the other. */
  private boolean isRowAfterRow(INDArray array) {
    if (!HostMemory.isDense(array)) {
      return false;
    }
    boolean rowsLead = rule.rowAxes().get(rule.rowAxes().size() - 1) == rule.rowAxes().size() - 1;
    return array.ordering() == 'c'
        ? rowsLead
        : array.rank() == 2 && rule.rowAxes().get(0) == 1; // dense weights of Deeplearning4j
  }
}
