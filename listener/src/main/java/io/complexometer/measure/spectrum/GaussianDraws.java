package io.complexometer.measure.spectrum;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Spectra of networks whose weights are independent standard normals: what a measure gives where
 * nothing was learnt. Drawn one layer at a time, so that the work can be spread over idle moments.
 *
 * <p>No Gaussian matrix is made: see {@link GaussianBidiagonal}.
 */
public final class GaussianDraws {
  private final List<MatrixShape> shapes;
  private final int draws;
  private final JumpableUniformRandomProvider streams; // one for each matrix
  private final List<WeightSpectrum> drawn = new ArrayList<>(); // draw after draw

  /**
   * Nothing is drawn yet.
   *
   * @param shapes of the weight matrices, in forward order
   * @param draws number of networks, at least 1
   * @param seed the same seed gives the same draws
   */
  public GaussianDraws(List<MatrixShape> shapes, int draws, long seed) {
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
    MatrixShape shape = shapes.get(nextLayer());
    return Math.min(shape.rows(), shape.columns());
  }

  /**
   * The place of the next matrix in its network.
   *
   * @return from 0
   */
  public int nextLayer() {
    return drawn.size() % shapes.size();
  }

  /**
   * Draws one layer of one network.
   *
   * @return its spectrum
   */
  public WeightSpectrum drawNext() {
    drawn.add(GaussianBidiagonal.draw(shapes.get(nextLayer()), streams.jump()).spectrum());
    return drawn.get(drawn.size() - 1);
  }

  /**
   * What is drawn so far.
   *
   * @return the spectra of layer after layer of draw after draw
   */
  public List<WeightSpectrum> drawn() {
    return Collections.unmodifiableList(drawn);
  }

  /**
   * Takes over what others of the same shapes and seed have drawn, to draw what comes next.
   *
   * @param others their spectra
   * @throws IllegalArgumentException if they are of other shapes, or too many
   * @throws IllegalStateException if something is drawn already
   */
  public void resume(List<WeightSpectrum> others) {
    if (!drawn.isEmpty()) {
      throw new IllegalStateException(drawn.size() + " spectra are drawn already");
    }
    if (others.size() > draws * shapes.size()) {
      throw new IllegalArgumentException(others.size() + " spectra are too many");
    }
    for (int i = 0; i < others.size(); i++) {
      MatrixShape shape = shapes.get(i % shapes.size());
      if (others.get(i).order() != shape.rows()
          || others.get(i).stored() != Math.min(shape.rows(), shape.columns())) {
        throw new IllegalArgumentException("spectrum " + i + " is not of its matrix");
      }
      streams.jump(); // past its random numbers
    }
    drawn.addAll(others);
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
}
