package io.complexometer.measure.cpse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.GaussianDraws;
import io.complexometer.measure.spectrum.GaussianDraws.Shape;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DepthMatchedNullTest {
  private static final List<Shape> SHAPES =
      List.of(new Shape(40, 30), new Shape(50, 40), new Shape(64, 50), new Shape(10, 64));

  @Test
  void scaled_hasTheNormsOfTheNetwork() {
    double[] squaredNorms = {4, 0.25, 1e6, 0};
    Cascade network = DepthMatchedNull.scaled(drawn(SHAPES, 1, 1), 0, squaredNorms);
    for (int layer = 0; layer < 4; layer++) {
      WeightSpectrum spectrum = network.spectra().get(layer);
      assertEquals(
          squaredNorms[layer], spectrum.squaredFrobeniusNorm(), 1e-12 * squaredNorms[layer]);
    }
  }

  /** Mean and deviation over n - 1 of the draws' values, computed here in another way. */
  @Test
  void of_meanAndDeviation() {
    List<Cascade> networks = networks(SHAPES, 12, 3, 1, 1, 1, 1);
    DepthMatchedNull distribution = DepthMatchedNull.of(networks, CpseProfile.PAPER);
    double sum = 0;
    double squares = 0;
    for (Cascade network : networks) {
      double value = network.cpse(CpseProfile.PAPER).value().orNaN();
      sum += value;
      squares += value * value;
    }
    assertEquals(sum / 12, distribution.mean().orNaN(), 1e-12);
    double deviation = Math.sqrt((squares - sum * sum / 12) / 11);
    assertEquals(deviation, distribution.standardDeviation().orNaN(), 1e-9);
    double two = distribution.mean().orNaN() + 2 * deviation;
    assertEquals(2, distribution.zScore(Value.of(two)).orNaN(), 1e-9);
  }

  /** The scale of a layer is no part of this profile. */
  @Test
  void of_scaleFreeDependsOnShapesOnly() {
    DepthMatchedNull one =
        DepthMatchedNull.of(networks(SHAPES, 10, 1, 1, 1, 1, 1), CpseProfile.SCALE_FREE);
    DepthMatchedNull other =
        DepthMatchedNull.of(networks(SHAPES, 10, 1, 16, 0.25, 64, 4), CpseProfile.SCALE_FREE);
    assertEquals(one, other); // powers of four: not a bit is rounded
  }

  /** What the null is for: cPSE of random networks falls with depth, their z-score does not. */
  @Test
  void zScore_ofRandomNetworksOfAnyDepth() {
    double[] means = new double[3];
    int[] depths = {3, 10, 30};
    for (int i = 0; i < 3; i++) {
      List<Shape> shapes = Collections.nCopies(depths[i], new Shape(48, 48));
      double[] norms = new double[depths[i]];
      Arrays.fill(norms, 1);
      List<Cascade> networks = networks(shapes, 61, 11, norms);
      DepthMatchedNull distribution =
          DepthMatchedNull.of(networks.subList(0, 20), CpseProfile.SCALE_FREE);
      means[i] = distribution.mean().orNaN();
      double[] scores =
          networks.subList(20, 61).stream()
              .map(network -> network.cpse(CpseProfile.SCALE_FREE).value())
              .mapToDouble(value -> distribution.zScore(value).orNaN())
              .sorted()
              .toArray();
      assertEquals(0, scores[20], 1); // the median; single values of shallow networks go astray
    }
    // the specification's measurement: about 2 per factor of ten
    assertEquals(2, means[0] - means[2], 1);
  }

  @Test
  void of_absentWithReason() {
    List<Cascade> nine = networks(SHAPES, 9, 1, 1, 1, 1, 1);
    Value tooFew = Value.absent(DepthMatchedNull.TOO_FEW_DRAWS);
    assertEquals(tooFew, DepthMatchedNull.of(nine, CpseProfile.PAPER).mean());
    // one layer towers over the others, which are squeezed into one common bin
    List<Cascade> squeezed = networks(SHAPES, 10, 1, 1, 1, 1e9, 1);
    Value undefined = Value.absent(DepthMatchedNull.UNDEFINED);
    DepthMatchedNull paper = DepthMatchedNull.of(squeezed, CpseProfile.PAPER);
    assertEquals(undefined, paper.mean());
    assertEquals(undefined, paper.zScore(Value.of(1)));
    assertTrue(DepthMatchedNull.of(squeezed, CpseProfile.SCALE_FREE).mean().isPresent());
    List<Cascade> same = Collections.nCopies(10, nine.get(0));
    DepthMatchedNull point = DepthMatchedNull.of(same, CpseProfile.PAPER);
    assertEquals(Value.absent(DepthMatchedNull.NO_SPREAD), point.zScore(point.mean()));
    assertEquals(Value.absent("gone"), point.zScore(Value.absent("gone")));
  }

  private static List<Cascade> networks(List<Shape> shapes, int draws, long seed, double... norms) {
    GaussianDraws drawn = drawn(shapes, draws, seed);
    List<Cascade> networks = new ArrayList<>();
    IntStream.range(0, draws).forEach(i -> networks.add(DepthMatchedNull.scaled(drawn, i, norms)));
    return networks;
  }

  private static GaussianDraws drawn(List<Shape> shapes, int draws, long seed) {
    GaussianDraws drawn = new GaussianDraws(shapes, draws, seed);
    while (!drawn.isComplete()) {
      drawn.drawNext();
    }
    return drawn;
  }
}
