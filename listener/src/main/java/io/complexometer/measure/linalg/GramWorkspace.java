package io.complexometer.measure.linalg;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Eigenvalues of Gram matrices: the squared singular values of any matrix, in double precision.
 *
 * <p>A matrix A of n x m, n &lt;= m, and its transpose have the same non-zero singular values, so
 * the product is always formed on the thin side: n x n, never m x m. It is accumulated panel by
 * panel ({@value #PANEL} entries, but where n is large {@value #DEPTH} n), so that single-precision
 * weights are turned into doubles a few megabytes at a time and never as a whole. The eigenvalues
 * alone come from LAPACK's {@code dsyevr}, which in the OpenBLAS of Deeplearning4j is 1.5 to 2.4
 * times as fast as {@code dsyevd}.
 *
 * <p>A squared singular value carries an absolute error of about 2^-52 times the largest one: the
 * price of the Gram product, and the reason why it is double.
 *
 * <p>The native memory (the largest Gram matrix and one panel) grows as needed and is kept until
 * {@link #close()}. Not thread-safe.
 */
public final class GramWorkspace implements AutoCloseable {
  /** Entries of a panel: 4 MB, which caches still hold in part when it is multiplied. */
  private static final int PANEL = 1 << 19;

  /**
   * Summands of an entry in a panel, at least: OpenBLAS goes through all of the product once for
   * every 384 of them (its GEMM_Q on AVX-512). Panels of 128 make a product of order 4096 take 1.2
   * times as long.
   */
  private static final int DEPTH = 2 * 384;

  /**
   * Doubles on their way from Java to native memory: few enough to stay in a core's first cache.
   */
  private static final int CHUNK = 1 << 12;

  private final double[] chunk = new double[CHUNK];
  private DoublePointer nativePanel = new DoublePointer(0L);
  private DoublePointer gram = new DoublePointer(0L);
  private DoublePointer eigenvalues = new DoublePointer(0L);
  private final DoublePointer noVectors = new DoublePointer(1L);
  private final IntPointer found = new IntPointer(1L);
  private IntPointer support = new IntPointer(0L);

  /** An empty workspace. */
  public GramWorkspace() {}

  /**
   * Squared singular values.
   *
   * @param a the matrix
   * @return min(rows, columns) numbers, largest first, none negative
   * @throws NonFiniteException if an entry is NaN or infinite
   */
  public double[] squaredSingularValues(Matrix a) {
    return squaredSingularValues(a, null);
  }

  /**
   * Squared singular values of a matrix whose columns are shifted first.
   *
   * @param a the matrix
   * @param shift what is subtracted from each column
   * @return min(rows, columns) numbers, largest first, none negative
   * @throws NonFiniteException if an entry is NaN or infinite
   */
  public double[] squaredSingularValues(Matrix a, double[] shift) {
    boolean wide = a.rows() <= a.columns();
    int order = wide ? a.rows() : a.columns();
    reserve(order);
    Pointer.memset(gram, 0, 8L * order * order);
    if (wide) {
      accumulateColumns(a, shift);
    } else {
      accumulateRows(a, shift);
    }
    requireFinite(a, shift, order);
    return solve(order);
  }

  /**
   * The columns' inner products after a shift: entry (i, j) = sum over rows of (a_ri - shift_i)
   * (a_rj - shift_j).
   *
   * @param a the matrix
   * @param shift what is subtracted from each column
   * @return columns x columns, the lower triangle in column order; the upper triangle is undefined
   * @throws NonFiniteException if an entry is NaN or infinite
   */
  public double[] columnProducts(Matrix a, double[] shift) {
    int order = a.columns();
    reserve(order);
    Pointer.memset(gram, 0, 8L * order * order);
    accumulateRows(a, shift);
    requireFinite(a, shift, order);
    double[] products = new double[order * order];
    gram.get(products, 0, products.length);
    return products;
  }

  /**
   * Eigenvalues of a symmetric positive semi-definite matrix.
   *
   * @param products order x order, of which the lower triangle in column order is read
   * @param order number of rows
   * @return the eigenvalues, largest first, none negative
   */
  public double[] eigenvalues(double[] products, int order) {
    reserve(order);
    gram.put(products, 0, order * order);
    return solve(order);
  }

  /** A A^T, a panel of columns at a time. */
  private void accumulateColumns(Matrix a, double[] shift) {
    int rows = a.rows();
    int width = Math.min(a.columns(), Math.max(DEPTH, PANEL / rows));
    reservePanel(rows * width);
    for (int from = 0; from < a.columns(); from += width) {
      int columns = Math.min(width, a.columns() - from);
      if (columns == a.columns()) {
        fill(a, 0, rows * columns, 0, shift); // one run, without a call for each short row
      } else {
        for (int row = 0; row < rows; row++) {
          fill(a, row * a.columns() + from, columns, row * columns, shift);
        }
      }
      // the panel's rows are the columns of a column-major matrix: its transpose times itself
      cblas_dsyrk(
          CblasColMajor,
          CblasLower,
          CblasTrans,
          rows,
          columns,
          1,
          nativePanel,
          columns,
          1,
          gram,
          rows);
    }
  }

  /** A^T A, a panel of rows at a time. */
  private void accumulateRows(Matrix a, double[] shift) {
    int columns = a.columns();
    int height = Math.min(a.rows(), Math.max(DEPTH, PANEL / columns));
    reservePanel(height * columns);
    for (int from = 0; from < a.rows(); from += height) {
      int rows = Math.min(height, a.rows() - from);
      fill(a, from * columns, rows * columns, 0, shift);
      cblas_dsyrk(
          CblasColMajor,
          CblasLower,
          CblasNoTrans,
          columns,
          rows,
          1,
          nativePanel,
          columns,
          1,
          gram,
          columns);
    }
  }

  /** Turns a run of the matrix's array into shifted doubles and puts them into the panel. */
  private void fill(Matrix a, int from, int length, int at, double[] shift) {
    for (int done = 0; done < length; done += CHUNK) {
      int part = Math.min(CHUNK, length - done);
      a.copy(from + done, chunk, 0, part);
      if (shift != null) {
        for (int i = 0, column = (from + done) % a.columns(); i < part; i++) {
          chunk[i] -= shift[column];
          column = column + 1 == a.columns() ? 0 : column + 1;
        }
      }
      nativePanel.position((long) at + done).put(chunk, 0, part);
    }
    nativePanel.position(0);
  }

  /**
   * A diagonal entry is a sum of squares: it is finite if all its terms are, and what is not finite
   * in the matrix shows there. LAPACK must not see it.
   */
  private void requireFinite(Matrix a, double[] shift, int order) {
    double nothing = 0; // 0 * x is NaN exactly where x is not finite
    for (int i = 0; i < order; i++) {
      nothing += 0 * gram.get((long) i * order + i);
    }
    if (nothing != 0) {
      for (int row = 0; row < a.rows(); row++) {
        for (int column = 0; column < a.columns(); column++) {
          a.copy(row * a.columns() + column, chunk, 0, 1);
          double entry = shift == null ? chunk[0] : chunk[0] - shift[column];
          if (!Double.isFinite(entry)) {
            throw new NonFiniteException(entry, row, column);
          }
        }
      }
      throw new ArithmeticException("the squares of the matrix exceed the range of doubles");
    }
  }

  private double[] solve(int order) {
    int info =
        LAPACKE_dsyevr(
            LAPACK_COL_MAJOR,
            (byte) 'N',
            (byte) 'A',
            (byte) 'L',
            order,
            gram,
            order,
            0,
            0,
            0,
            0,
            0,
            found,
            eigenvalues,
            noVectors,
            1,
            support);
    if (info != 0) {
      throw new ArithmeticException("LAPACK dsyevr ended with info = " + info);
    }
    double[] values = new double[order];
    eigenvalues.get(values, 0, order);
    for (int low = 0, high = order - 1; low <= high; low++, high--) {
      double smaller = Math.max(0, values[low]);
      values[low] = Math.max(0, values[high]);
      values[high] = smaller;
    }
    return values;
  }

  private void reserve(int order) {
    long entries = (long) order * order;
    if (gram.capacity() < entries) {
      gram.close();
      gram = new DoublePointer(entries);
    }
    if (eigenvalues.capacity() < order) {
      eigenvalues.close();
      support.close();
      eigenvalues = new DoublePointer((long) order);
      support = new IntPointer(2L * order);
    }
  }

  private void reservePanel(int entries) {
    if (nativePanel.capacity() < entries) {
      nativePanel.close();
      nativePanel = new DoublePointer((long) entries);
    }
  }

  /** Gives the native memory back; the workspace must not be used again. */
  @Override
  public void close() {
    nativePanel.close();
    gram.close();
    eigenvalues.close();
    noVectors.close();
    found.close();
    support.close();
  }
}
