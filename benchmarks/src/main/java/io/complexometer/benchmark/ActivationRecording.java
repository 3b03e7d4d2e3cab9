package io.complexometer.benchmark;

import io.complexometer.examples.data.IdxFolder;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Makes the samples of {@link Representation}, in a JVM of its own, and leaves them in a folder.
 *
 * <p>Perceptrons of two hidden layers of d rectified linear units each are trained on images, and
 * which units of the second one are on for images held out is kept at three moments. Real
 * activations matter: how many steps a regression takes, and what the last weights are worth for
 * the next, depends on what the units know of each other.
 */
final class ActivationRecording {
  /** Rows of the binary samples n. */
  static final int ROWS = 2_000;

  /** Iterations from one moment to the next. */
  static final int INTERVAL = 500;

  /** Number of moments: the last is after INTERVAL times as many iterations. */
  static final int MOMENTS = 3;

  /** Units of the samples for wide layers. */
  static final int WIDE_UNITS = 4_096;

  /** Rows of the features. */
  static final int FEATURE_ROWS = 4_096;

  /** Units of the features, which come from the perceptron of that width. */
  static final int FEATURE_UNITS = 512;

  private static final int BATCH = 64;
  private static final long SEED = 1;

  private final LabelledData data;
  private final Path folder;

  private ActivationRecording(LabelledData data, Path folder) {
    this.data = data;
    this.folder = folder;
  }

  /**
   * Makes all samples.
   *
   * @param arguments the folder to write to, the widths d with commas between them, and the folder
   *     of IDX files; without it strokes are drawn
   */
  public static void main(String[] arguments) {
    LabelledData data =
        arguments.length > 2
            ? IdxFolder.read(Path.of(arguments[2]))
            : StrokeImages.draw(2 * FEATURE_ROWS, ROWS, SEED);
    if (data.testFeatures().size(0) < ROWS || data.trainFeatures().size(0) < FEATURE_ROWS) {
      throw new IllegalArgumentException(
          "%s has %d test and %d training images: take data with at least %d and %d"
              .formatted(
                  data.name(),
                  data.testFeatures().size(0),
                  data.trainFeatures().size(0),
                  ROWS,
                  FEATURE_ROWS));
    }
    ActivationRecording recording = new ActivationRecording(data, Path.of(arguments[0]));
    for (String width : arguments[1].split(",", -1)) {
      recording.train(Integer.parseInt(width));
    }
    if (!arguments[1].matches("(.*,)?" + FEATURE_UNITS + "(,.*)?")) {
      recording.train(FEATURE_UNITS);
    }
    recording.drawWideBits();
    System.exit(0); // the natives leave threads behind
  }

  /** The bits of a width at a moment, 1 to {@value #MOMENTS}. */
  static Path bits(Path folder, int width, int moment) {
    return folder.resolve("bits-%d-%d.npy".formatted(width, moment));
  }

  /** Bits of a wide layer that was never trained: the images in random directions. */
  static Path randomFeatures(Path folder) {
    return folder.resolve("random-features.npy");
  }

  /** Bits of a random tree: each unit is some earlier one, with errors. */
  static Path randomTree(Path folder) {
    return folder.resolve("random-tree.npy");
  }

  /** The output of the second hidden layer for training images, in single precision. */
  static Path features(Path folder) {
    return folder.resolve("features.npy");
  }

  private void train(int width) {
    MultiLayerNetwork model = perceptron(width);
    DataSetIterator batches = data.trainIterator(BATCH, SEED);
    for (int moment = 1; moment <= MOMENTS; moment++) {
      for (int i = 0; i < INTERVAL; i++) {
        if (!batches.hasNext()) {
          batches.reset();
        }
        model.fit(batches.next());
      }
      INDArray output = hidden(model, data.testFeatures(), ROWS);
      NpyFile.write(output.gt(0).castTo(DataType.UINT8), bits(folder, width, moment));
    }
    if (width == FEATURE_UNITS) {
      NpyFile.write(hidden(model, data.trainFeatures(), FEATURE_ROWS), features(folder));
    }
  }

  private static INDArray hidden(MultiLayerNetwork model, INDArray images, int rows) {
    return model.feedForward(first(images, rows), false).get(2);
  }

  private static INDArray first(INDArray images, int rows) {
    return images.get(
        NDArrayIndex.interval(0, rows), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all());
  }

  private MultiLayerNetwork perceptron(int width) {
    DenseLayer.Builder hidden =
        new DenseLayer.Builder()
            .nOut(width)
            .weightInit(WeightInit.RELU)
            .activation(Activation.RELU);
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(new Adam(1e-3))
                .list()
                .layer(hidden.build())
                .layer(hidden.build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(data.classes())
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(data.inputType())
                .build());
    model.init();
    return model;
  }

  private void drawWideBits() {
    INDArray images = first(data.testFeatures(), ROWS);
    INDArray flat = images.reshape('c', ROWS, images.length() / ROWS);
    Nd4j.getRandom().setSeed(SEED);
    INDArray directions = Nd4j.randn(flat.size(1), (long) WIDE_UNITS);
    NpyFile.write(flat.mmul(directions).gt(0).castTo(DataType.UINT8), randomFeatures(folder));
    NpyFile.write(Nd4j.createFromArray(tree()).castTo(DataType.UINT8), randomTree(folder));
  }

  /** Each unit is one of those before it, and wrong with a probability of 0.05 to 0.45. */
  private static float[][] tree() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[][] rows = new float[ROWS][WIDE_UNITS];
    for (int unit = 0; unit < WIDE_UNITS; unit++) {
      int parent = unit == 0 ? 0 : random.nextInt(unit);
      double wrong = unit == 0 ? 0.5 : 0.05 + 0.4 * random.nextDouble();
      for (float[] row : rows) {
        row[unit] = random.nextDouble() < wrong ? 1 - row[parent] : row[parent];
      }
    }
    return rows;
  }
}
