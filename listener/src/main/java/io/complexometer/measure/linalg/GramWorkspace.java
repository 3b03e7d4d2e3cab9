package io.complexometer.measure.linalg;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Eigenvalues of Gram matrices: the squared singular values of any matrix, in double precision.
 *
 * <p>A matrix A of n x m, n &lt;= m, and its transpose have the same non-zero singular values, so
 * the product is always formed on the thin side: n x n, never m x m. It is accumulated panel by
 * panel, so that single-precision weights are turned into doubles a few megabytes at a time and
 * never as a whole. The eigenvalues alone come from LAPACK's {@code dsyevr}, which in the OpenBLAS
 * of Deeplearning4j is 1.5 to 2.4 times as fast as {@code dsyevd}.
 *
 * <p>A squared singular value carries an absolute error of about 2^-52 times the largest one: the
 * price of the Gram product, and the reason why it is double.
 *
 * <p>The native memory (the largest Gram matrix and one panel) grows as needed and is kept until
 * {@link #close()}. Not thread-safe.
 */
public final class GramWorkspace implements AutoCloseable {
  private final Panel panel = new Panel();
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
    return squaredSingularValues(a, null, null);
  }

  /**
   * Squared singular values of a matrix whose columns are shifted, and whose rows are scaled,
   * first.
   *
   * @param a the matrix
   * @param shift what is subtracted from each column; null for nothing
   * @param scale what each row is multiplied by afterwards; null for 1
   * @return min(rows, columns) numbers, largest first, none negative
   * @throws NonFiniteException if an entry is NaN or infinite
   */
  public double[] squaredSingularValues(Matrix a, double[] shift, double[] scale) {
    boolean wide = a.rows() <= a.columns();
    int order = wide ? a.rows() : a.columns();
    reserve(order);
    Pointer.memset(gram, 0, 8L * order * order);
    if (wide) {
      accumulateColumns(a, shift, scale);
    } else {
      accumulateRows(a, shift, scale);
    }
    requireFinite(a, shift, order);
    return solve(order);
  }

  /**
   * Adds the columns' inner products: entry (i, j) grows by the sum over rows of scale_r^2 (a_ri -
   * shift_i) (a_rj - shift_j).
   *
   * @param a the matrix
   * @param shift what is subtracted from each column; null for nothing
   * @param scale what each row is multiplied by afterwards; null for 1
   * @param products columns x columns, of which the lower triangle in column order grows
   * @throws NonFiniteException if an entry is NaN or infinite; then nothing has been added
   */
  public void addColumnProducts(Matrix a, double[] shift, double[] scale, double[] products) {
    int order = a.columns();
    reserve(order);
    gram.put(products, 0, order * order);
    accumulateRows(a, shift, scale);
    requireFinite(a, shift, order);
    gram.get(products, 0, order * order);
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

  /**
   * The squared Frobenius norm: the sum of the squares of all entries, and of the squared singular
   * values.
   *
   * @param a the matrix
   * @return not negative
   * @throws NonFiniteException if an entry is NaN or infinite
   */
  public double squaredNorm(Matrix a) {
    double norm = panel.squaredNorm(a);
    if (!Double.isFinite(norm)) {
      throw panel.notFinite(a, null);
    }
    return norm;
  }

  /**
   * Multiplies vectors by the Gram matrix of the thin side without forming it, in one pass over the
   * matrix: for each panel P of rows P^T (P X), or P (P^T X) for each panel of columns.
   *
   * @param a the matrix, all entries finite
   * @param x min(rows, columns) x vectors, column after column
   * @param product where the product goes, of the same shape
   * @param vectors how many
   */
  void multiply(Matrix a, DoublePointer x, DoublePointer product, int vectors) {
    int order = Math.min(a.rows(), a.columns());
    boolean byColumns = a.rows() < a.columns(); // rows lie together: square matrices go by them
    int available = byColumns ? a.columns() : a.rows();
    int width = Panel.fewVectors(available, order);
    Pointer.memset(product, 0, 8L * order * vectors);
    try (DoublePointer inner = new DoublePointer((long) width * vectors)) {
      for (int from = 0; from < available; from += width) {
        int part = Math.min(width, available - from);
        // row after row, seen by BLAS as the columns of the transposed panel
        if (byColumns) {
          DoublePointer p = panel.columns(a, from, part);
          gemm(CblasNoTrans, part, vectors, order, p, part, x, order, 0, inner);
          gemm(CblasTrans, order, vectors, part, p, part, inner, part, 1, product);
        } else {
          DoublePointer p = panel.rows(a, from, part);
          gemm(CblasTrans, part, vectors, order, p, order, x, order, 0, inner);
          gemm(CblasNoTrans, order, vectors, part, p, order, inner, part, 1, product);
        }
      }
    }
  }

  /** c = op(a) b + beta c, c of rows x columns without gaps, b of inner x columns. */
  private static void gemm(
      int transposition,
      int rows,
      int columns,
      int inner,
      DoublePointer a,
      int strideOfA,
      DoublePointer b,
      int strideOfB,
      double beta,
      DoublePointer c) {
    cblas_dgemm(
        CblasColMajor,
        transposition,
        CblasNoTrans,
        rows,
        columns,
        inner,
        1,
        a,
        strideOfA,
        b,
        strideOfB,
        beta,
        c,
        rows);
  }

  /** A A^T, a panel of columns at a time. */
  private void accumulateColumns(Matrix a, double[] shift, double[] scale) {
    int width = Panel.vectors(a.columns(), a.rows());
    for (int from = 0; from < a.columns(); from += width) {
      int columns = Math.min(width, a.columns() - from);
      DoublePointer part = panel.columns(a, from, columns, shift, scale);
      // the panel's rows are the columns of a column-major matrix: its transpose times itself
      addProduct(CblasTrans, a.rows(), columns, part, columns);
    }
  }

  /** A^T A, a panel of rows at a time. */
  private void accumulateRows(Matrix a, double[] shift, double[] scale) {
    int height = Panel.vectors(a.rows(), a.columns());
    for (int from = 0; from < a.rows(); from += height) {
      int rows = Math.min(height, a.rows() - from);
      DoublePointer part = panel.rows(a, from, rows, shift, scale);
      addProduct(CblasNoTrans, a.columns(), rows, part, a.columns());
    }
  }

  private void addProduct(int transposition, int order, int inner, DoublePointer part, int stride) {
    cblas_dsyrk(
        CblasColMajor, CblasLower, transposition, order, inner, 1, part, stride, 1, gram, order);
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
      throw panel.notFinite(a, shift);
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

  /** Gives the native memory back; the workspace must not be used again. */
  @Override
  public void close() {
    panel.close();
    gram.close();
    eigenvalues.close();
    noVectors.close();
    found.close();
    support.close();
  }
}
