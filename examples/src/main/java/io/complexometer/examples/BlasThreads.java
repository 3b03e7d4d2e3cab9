package io.complexometer.examples;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Sets the number of threads of ND4J and its BLAS from within a running program, which equals
 * setting OMP_NUM_THREADS before its start.
 *
 * <p>On few cores one thread is the steadiest choice: OpenBLAS's threads spin while they wait, and
 * fight the rest of the process for the cores. It also lets the listener analyse in the background.
 */
final class BlasThreads {
  private static final int FEW_CORES = 4;

  private BlasThreads() {}

  /**
   * Sets the number of threads, unless the user's environment already does.
   *
   * <p>To be called on the thread that will train: half of the setting belongs to the thread.
   *
   * @param wanted what the user asked for; empty for one thread on up to four cores, and for what
   *     ND4J chooses on more
   */
  static void set(Optional<Integer> wanted) {
    boolean few = Runtime.getRuntime().availableProcessors() <= FEW_CORES;
    Optional<Integer> threads = wanted.isPresent() || !few ? wanted : Optional.of(1);
    if (threads.isEmpty() || System.getenv("OMP_NUM_THREADS") != null) {
      return;
    }
    Nd4j.create(1); // initialises ND4J, which would set its own numbers later on
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads.get());
    Nd4j.factory().blas().setMaxThreads(threads.get());
  }
}
