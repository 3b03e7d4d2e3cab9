package io.complexometer.measure.linalg;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqp3;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsbevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dcopy;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;

import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Block Lanczos on the Gram matrix G of a matrix's thin side, which is never formed.
 *
 * <p>How it works. An orthonormal block V_0 of s random vectors is multiplied by G, made orthogonal
 * to all blocks before, and orthonormalised into the next block; one pass over the matrix serves
 * all s vectors (Golub, Underwood 1977; Golub, Meurant, "Matrices, Moments and Quadrature", 2010,
 * sections 4.4 and 6.6):
 *
 * <pre>
 *   W = G V_k - V_k A_k - V_(k-1) B_(k-1)^T,   V_(k+1) B_k = W   (QR with column pivoting)
 * </pre>
 *
 * The projection T of G is block tridiagonal with A_k on and B_k beside the diagonal. Against s
 * runs of plain Lanczos this costs the same passes, but each vector profits from the space of all:
 * outer eigenvalues converge sooner, and one of multiplicity p appears min(p, s) times, so that a
 * single outlier can be told from a multiple one. Rounding would bring copies of what has
 * converged; therefore every block is orthogonalised against all, twice. The residual of a Ritz
 * pair (theta, V x) is |B_k x_k|, x_k being the last block of x.
 *
 * <p>T is decomposed as a band, by {@code dsbevd}. That is not only cheaper: OpenBLAS 0.3.19, which
 * Deeplearning4j brings, multiplies triangular matrices wrongly ({@code dtrmm}) on processors with
 * AVX-512, and with it come wrong eigenvectors from {@code dsyev}, {@code dsyevd} and {@code
 * dsyevr}, and a wrong {@code dorgqr} of more than {@value #MOST_VECTORS} columns. What is called
 * here does without.
 *
 * <p>Directions of W that are rounding are dropped: the block shrinks, and where nothing is left
 * the space is invariant and the Ritz values are eigenvalues.
 *
 * <p>Memory: min(n, s (steps + 1)) vectors of n doubles, and two blocks.
 */
public final class BlockLanczos implements AutoCloseable {
  /** Below this share of the largest coefficient, a direction is rounding. */
  private static final double NEGLIGIBLE = 1e-12;

  /** The most starting vectors. */
  public static final int MOST_VECTORS = 128;

  private final int order;
  private final int capacity;
  private final DoublePointer basis; // V_0, V_1 .. column after column
  private final DoublePointer block; // W
  private final DoublePointer coefficients; // the basis times the block, capacity x s
  private final double[] projection; // T, the lower half of its band, bandwidth x capacity
  private final int bandwidth;
  private double scale;

  private BlockLanczos(int order, int vectors, int steps) {
    this.order = order;
    this.capacity = (int) Math.min(order, (long) vectors * steps);
    this.basis = new DoublePointer((long) order * capacity);
    this.block = new DoublePointer((long) order * vectors);
    this.coefficients = new DoublePointer((long) capacity * vectors);
    this.bandwidth = 2 * vectors;
    this.projection = new double[bandwidth * capacity];
  }

  /**
   * Projects the Gram matrix of a matrix's thin side on the Krylov space of random vectors.
   *
   * @param a the matrix, all entries finite
   * @param vectors s, from 1 to {@value #MOST_VECTORS}; of a smaller matrix min(rows, columns)
   * @param steps the most passes, at least 1
   * @param seed of the starting vectors: the same seed gives the same result
   * @param workspace where the products are formed
   * @return at most vectors * steps Ritz values
   */
  public static RitzValues of(
      Matrix a, int vectors, int steps, long seed, GramWorkspace workspace) {
    int order = Math.min(a.rows(), a.columns());
    int width = Math.min(vectors, order);
    try (BlockLanczos lanczos = new BlockLanczos(order, width, steps)) {
      return lanczos.run(a, width, steps, seed, workspace);
    }
  }

  private RitzValues run(Matrix a, int vectors, int steps, long seed, GramWorkspace workspace) {
    draw(vectors, seed);
    int from = 0; // where the newest block begins
    int width = vectors;
    for (int step = 1; ; step++) {
      int size = from + width;
      workspace.multiply(a, basis.position((long) from * order), block, width);
      basis.position(0);
      storeDiagonal(orthogonalise(size, width), size, from, width);
      double[] coupling = factorise(width);
      int rank = Math.min(rank(coupling, width), capacity - size);
      if (step == steps || rank == 0) {
        return ritzValues(vectors, from, width, coupling, step);
      }
      storeCoupling(append(size, rank), coupling, from, width, rank);
      from = size;
      width = rank;
    }
  }

  /** V_0: the Q of a normal matrix is uniformly distributed, up to signs that do not matter. */
  private void draw(int vectors, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
    double[] column = new double[order];
    for (int j = 0; j < vectors; j++) {
      for (int i = 0; i < order; i++) {
        column[i] = normal.sample();
      }
      block.position((long) j * order).put(column, 0, order);
    }
    block.position(0);
    factorise(vectors);
    append(0, vectors);
  }

  /** Takes from the block what lies in the basis; returns the products with it, size x width. */
  private double[] orthogonalise(int size, int width) {
    int n = order;
    int none = CblasNoTrans;
    cblas_dgemm(
        CblasColMajor,
        CblasTrans,
        none,
        size,
        width,
        n,
        1,
        basis,
        n,
        block,
        n,
        0,
        coefficients,
        size);
    cblas_dgemm(
        CblasColMajor, none, none, n, width, size, -1, basis, n, coefficients, size, 1, block, n);
    double[] products = new double[size * width];
    coefficients.get(products, 0, products.length);
    return products;
  }

  /** The block becomes Q; returns R with its columns in the block's own order, width x width. */
  private double[] factorise(int width) {
    double[] r = new double[width * width];
    try (IntPointer pivots = new IntPointer(new int[width]);
        DoublePointer reflections = new DoublePointer((long) width)) {
      require(
          LAPACKE_dgeqp3(LAPACK_COL_MAJOR, order, width, block, order, pivots, reflections),
          "dgeqp3");
      for (int j = 0; j < width; j++) {
        for (int i = 0; i <= j; i++) {
          r[(pivots.get(j) - 1) * width + i] = block.get((long) j * order + i);
        }
      }
      require(
          LAPACKE_dorgqr(LAPACK_COL_MAJOR, order, width, width, block, order, reflections),
          "dorgqr");
    }
    return r;
  }

  /** Rows of R that are more than rounding: pivoting puts the long ones first. */
  private int rank(double[] coupling, int width) {
    int rank = 0;
    while (rank < width) {
      double squares = 0;
      for (int j = 0; j < width; j++) {
        squares += coupling[j * width + rank] * coupling[j * width + rank];
      }
      double length = Math.sqrt(squares);
      scale = Math.max(scale, length);
      if (length <= NEGLIGIBLE * scale) {
        break;
      }
      rank++;
    }
    return rank;
  }

  /**
   * The block's first columns join the basis. They are unit vectors by now, so that what was left
   * of the basis in a short one has grown, and is taken away once more.
   *
   * @return what these columns are in terms of those that joined, width x width
   */
  private double[] append(int size, int width) {
    double[] change = new double[0];
    if (size > 0) {
      orthogonalise(size, width);
      change = factorise(width);
    }
    cblas_dcopy(order * width, block, 1, basis.position((long) size * order), 1);
    basis.position(0);
    return change;
  }

  /** A_k: the last rows of the products of the basis with G V_k. */
  private void storeDiagonal(double[] products, int size, int from, int width) {
    for (int j = 0; j < width; j++) {
      for (int i = j; i < width; i++) {
        double entry = (products[j * size + from + i] + products[i * size + from + j]) / 2;
        projection[(from + j) * bandwidth + i - j] = entry;
        scale = Math.max(scale, Math.abs(entry));
      }
    }
  }

  /** B_k: the change of the kept columns times the kept rows of R. */
  private void storeCoupling(double[] change, double[] coupling, int from, int width, int rank) {
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < rank; i++) {
        double entry = 0;
        for (int l = 0; l < rank; l++) {
          entry += change[l * rank + i] * coupling[j * width + l];
        }
        projection[(from + j) * bandwidth + width + i - j] = entry;
      }
    }
  }

  private RitzValues ritzValues(int vectors, int from, int width, double[] coupling, int passes) {
    int size = from + width;
    double[] values = new double[size];
    double[] eigenvectors = new double[size * size];
    require(
        LAPACKE_dsbevd(
            LAPACK_COL_MAJOR,
            (byte) 'V',
            (byte) 'L',
            size,
            Math.min(bandwidth, size) - 1,
            projection,
            bandwidth,
            values,
            eigenvectors,
            size),
        "dsbevd");
    double[] residuals = new double[size];
    double[][] weights = new double[vectors][size];
    for (int k = 0; k < size; k++) {
      int x = k * size; // where the eigenvector begins
      double squares = 0;
      for (int i = 0; i < width; i++) {
        double component = 0;
        for (int j = 0; j < width; j++) {
          component += coupling[j * width + i] * eigenvectors[x + from + j];
        }
        squares += component * component;
      }
      values[k] = Math.max(0, values[k]);
      residuals[k] = Math.sqrt(squares);
      for (int j = 0; j < vectors; j++) {
        weights[j][k] = eigenvectors[x + j] * eigenvectors[x + j];
      }
    }
    return new RitzValues(values, residuals, weights, passes);
  }

  private static void require(int info, String routine) {
    if (info != 0) {
      throw new ArithmeticException("LAPACK " + routine + " ended with info = " + info);
    }
  }

  @Override
  public void close() {
    basis.close();
    block.close();
    coefficients.close();
  }
}
