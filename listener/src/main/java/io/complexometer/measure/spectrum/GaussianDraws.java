package io.complexometer.measure.spectrum;

import io.complexometer.measure.linalg.Bidiagonal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Spectra of networks whose weights are independent standard normals: what a measure gives where
 * nothing was learnt. Drawn one layer at a time, so that the work can be spread over idle moments.
 *
 * <p>How it works. No Gaussian matrix is made. Householder reflections turn one of n x m, n &lt;=
 * m, into a bidiagonal matrix without changing its singular values, and the lengths they leave
 * behind are independent: chi_m, chi_(m-1), .., chi_(m-n+1) on the diagonal and chi_(n-1), ..,
 * chi_1 beside it (Dumitriu, Edelman, "Matrix models for beta ensembles", J. Math. Phys. 43, 2002;
 * Silverstein 1985). So 2n - 1 random numbers and n^2 operations give the same spectrum in law as n
 * m numbers and n^2 m operations.
 */
public final class GaussianDraws {
  private final List<Shape> shapes;
  private final int draws;
  private final JumpableUniformRandomProvider streams; // one for each matrix
  private final List<WeightSpectrum> drawn = new ArrayList<>(); // draw after draw

  /**
   * Shape of a weight matrix.
   *
   * @param rows N, at least 1
   * @param columns M, at least 1
   */
  public record Shape(int rows, int columns) {
    public Shape {
      if (rows < 1 || columns < 1) {
        throw new IllegalArgumentException("no matrix is " + rows + " x " + columns);
      }
    }
  }

  /**
   * Nothing is drawn yet.
   *
   * @param shapes of the weight matrices, in forward order
   * @param draws number of networks, at least 1
   * @param seed the same seed gives the same draws
   */
  public GaussianDraws(List<Shape> shapes, int draws, long seed) {
    this.shapes = List.copyOf(shapes);
    this.draws = draws;
    this.streams = (JumpableUniformRandomProvider) RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  /**
   * Number of networks when all are drawn.
   *
   * @return at least 1
   */
  public int draws() {
    return draws;
  }

  /**
   * Whether all networks are drawn.
   *
   * @return false while there is something to draw
   */
  public boolean isComplete() {
    return drawn.size() == draws * shapes.size();
  }

  /**
   * The smaller side n of the next matrix: the work is proportional to its square.
   *
   * @return at least 1
   */
  public int nextSide() {
    Shape shape = shapes.get(drawn.size() % shapes.size());
    return Math.min(shape.rows(), shape.columns());
  }

  /** Draws one layer of one network. */
  public void drawNext() {
    drawn.add(draw(shapes.get(drawn.size() % shapes.size()), streams.jump()));
  }

  /**
   * A network of which all layers are drawn.
   *
   * @param index from 0
   * @return the spectra of its layers, each of entries of variance 1
   */
  public List<WeightSpectrum> draw(int index) {
    int layers = shapes.size();
    return Collections.unmodifiableList(drawn.subList(index * layers, (index + 1) * layers));
  }

  private static WeightSpectrum draw(Shape shape, UniformRandomProvider random) {
    int smaller = Math.min(shape.rows(), shape.columns());
    int larger = Math.max(shape.rows(), shape.columns());
    double[] diagonal = new double[smaller];
    double[] besides = new double[smaller - 1];
    for (int i = 0; i < smaller; i++) {
      diagonal[i] = chi(larger - i, random);
      if (i + 1 < smaller) {
        besides[i] = chi(smaller - 1 - i, random);
      }
    }
    return WeightSpectrum.ofEigenvalues(
        shape.rows(), Bidiagonal.squaredSingularValues(diagonal, besides));
  }

  /** The length of a vector of standard normals: its square over 2 has a gamma distribution. */
  private static double chi(int degrees, UniformRandomProvider random) {
    return Math.sqrt(
        2 * AhrensDieterMarsagliaTsangGammaSampler.of(random, degrees / 2.0, 1).sample());
  }
}
