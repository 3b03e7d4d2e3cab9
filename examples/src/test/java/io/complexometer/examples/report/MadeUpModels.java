package io.complexometer.examples.report;

import io.complexometer.examples.analysis.Absent;
import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.AnalysisSettings;
import io.complexometer.examples.analysis.LayerActivity;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Shape;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Networks of random weights, to have something to report on. */
public final class MadeUpModels {
  public static final AnalysisSettings SETTINGS =
      new AnalysisSettings(List.of(), Level.NOMINAL, List.of(), 1);

  public static final Meters NOBODY =
      (what, steps) ->
          new Meters.Meter() {
            @Override
            public void step() {}

            @Override
            public void close() {}
          };

  private MadeUpModels() {}

  /**
   * A file of Gaussian matrices, He's initial weights, as of a network that has learnt nothing; or
   * of such with a direction that stands out, as training makes it.
   *
   * @param spike size of that direction beside the others; 0 for none
   * @param shapes rows and columns of each
   */
  public static StoredModel weights(String name, long seed, double spike, int[]... shapes) {
    ZigguratSampler.NormalizedGaussian normal =
        ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
    List<StoredWeights> weights = new ArrayList<>();
    for (int[] shape : shapes) {
      int rows = shape[0];
      int columns = shape[1];
      double scale = Math.sqrt(2.0 / columns);
      double[] left = normal.samples(rows).toArray();
      double[] right = normal.samples(columns).toArray();
      double[] data = new double[rows * columns];
      for (int i = 0; i < data.length; i++) {
        double direction = left[i / columns] * right[i % columns] / Math.sqrt(rows);
        data[i] = scale * (normal.sample() + spike * direction);
      }
      Matrix matrix = new Matrix.Doubles(rows, columns, data);
      Layer layer = new Layer(weights.size(), "layer" + weights.size(), "DenseLayer");
      weights.add(new StoredWeights(new WeightMatrix(layer, "W", rows, columns), () -> matrix));
    }
    return model(name, weights);
  }

  /** A file of matrices. */
  public static StoredModel model(String name, List<StoredWeights> weights) {
    return new StoredModel(
        name,
        ".npz file",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        weights,
        List.of(),
        List.of());
  }

  /** What is measured of a file. */
  public static Analysis analysis(StoredModel model) {
    return Analysis.of(model, SETTINGS, NOBODY);
  }

  /** An analysis with everything there is: numbers of the activations are made up. */
  public static Analysis complete(String name, long seed, double spike) {
    Analysis weights =
        analysis(
            weights(
                name,
                seed,
                spike,
                new int[] {120, 80},
                new int[] {90, 120},
                new int[] {60, 90},
                new int[] {10, 60}));
    List<LayerActivity> activations =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new LayerActivity(
                        weights.matrices().get(i).matrix().layer(),
                        1000,
                        (int) weights.matrices().get(i).matrix().rows(),
                        i < 3 ? (int) weights.matrices().get(i).matrix().rows() : 0,
                        i < 3 ? "chain" : "",
                        Value.of(31.5 / (i + 1)),
                        i < 3 ? Value.of(40.25 - 7.5 * i) : Value.absent("output")))
            .toList();
    return new Analysis(
        name,
        "Deeplearning4j model",
        Optional.of(Structure.of(multilayer(80, 120, 90, 60, 10), Level.NOMINAL)),
        weights.matrices(),
        activations,
        weights.cpse(),
        weights.nulls(),
        List.of(
            new Absent(
                Optional.of(weights.matrices().get(3).matrix().layer()),
                Optional.of("W"),
                "alpha",
                "too few eigenvalues")),
        List.of("layer9: one dimension, skipped"),
        List.of());
  }

  private static NetworkGraph multilayer(int... widths) {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int last = graph.input("input", Shape.of(widths[0]));
    for (int i = 1; i < widths.length; i++) {
      graph.begin("layer" + (i - 1), "DenseLayer", false);
      last = graph.leaf(last, Leaves.dense(graph.shape(last), widths[i], true));
    }
    return graph.build(last);
  }
}
