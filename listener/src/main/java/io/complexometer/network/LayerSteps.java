package io.complexometer.network;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layers of a model one by one, in inference mode: what Deeplearning4j's own {@code
 * feedForward} does, but it can begin behind layers whose outputs are known, and leaves every
 * output as its layer made it. {@code feedForward} does not: activation layers, PReLU and masked
 * dropout layers work in place, on the output of the layer before them, or on the network's input.
 *
 * <p>Layers are counted as {@link NetworkReader#layers()} does.
 */
sealed interface LayerSteps permits MultiLayerSteps, GraphSteps {
  /** Number of layers. */
  int size();

  /**
   * What a layer takes.
   *
   * @return indices of layers, or for the i-th input of the network {@link #networkInput}(i)
   */
  int[] sources(int layer);

  /** The source that stands for an input of the network; the same call turns it back. */
  static int networkInput(int index) {
    return -1 - index;
  }

  /** The layer's parameters as they are now, with running statistics. */
  List<INDArray> parameters(int layer);

  /** Whether the user lets layers work in workspaces in inference mode. */
  boolean usesWorkspaces();

  /**
   * Notes the inputs and masks of the batch that the model is training on.
   *
   * @return puts them back
   */
  Runnable remember();

  /**
   * Tells the model which examples are coming.
   *
   * @param features one array for each input
   * @param masks one for each input, or null where there is none
   */
  void begin(INDArray[] features, INDArray[] masks);

  /**
   * Runs a layer on the examples that were begun with.
   *
   * @param layer its index
   * @param inputs one for each of its {@linkplain #sources sources}
   * @param inPlace whether the layer overwrites what it gets: it then gets a copy
   * @param workspaces where arrays are made
   */
  LayerOutput run(int layer, INDArray[] inputs, boolean inPlace, LayerWorkspaceMgr workspaces);

  /**
   * The masks behind the layers, for the examples that were begun with.
   *
   * @param masks one for each input, or null where there is none
   * @param examples number of examples
   * @return one for each layer as Deeplearning4j shapes it, or null where there is none
   */
  INDArray[] outputMasks(INDArray[] masks, int examples);

  /**
   * The mask behind a layer. Output layers of sequences and images say that there is none, because
   * nothing follows; but what they got still holds.
   *
   * @param layer the layer, or null for a vertex without one
   * @param before the mask that it got, behind its preprocessor
   * @param behind what it says
   */
  static Pair<INDArray, MaskState> maskBehind(
      Layer layer, Pair<INDArray, MaskState> before, Pair<INDArray, MaskState> behind) {
    return behind == null && layer instanceof IOutputLayer ? before : behind;
  }
}
