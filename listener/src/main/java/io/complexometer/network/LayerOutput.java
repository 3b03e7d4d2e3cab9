package io.complexometer.network;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a layer makes of a chunk of a probe's examples. Both arrays are to be read, not changed, and
 * only while the chunk is at hand: their memory is used again for the next.
 *
 * @param activations after the activation function, [examples, ..]. Where a layer works on time
 *     steps as if they were examples, or on stacked inputs, the first axis is a multiple of the
 *     number of examples in the chunk, and row i belongs to example i mod that number
 * @param input what the layer got, behind its preprocessor; empty for a vertex without a layer
 */
record LayerOutput(INDArray activations, Optional<INDArray> input) {

  /** Whether the activations lie in the memory of an array. */
  boolean liesIn(INDArray array) {
    return activations.data().pointer().address() == array.data().pointer().address();
  }
}
