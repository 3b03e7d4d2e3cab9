package io.complexometer.benchmark;

import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Mode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import picocli.CommandLine.Command;

/**
 * The most memory that the analysis of a VGG-16 (138 million weights) takes beside the network and
 * the two snapshots of it, against what it may take: the largest Gram matrix and a copy of one
 * layer. The weights of one layer are turned into doubles a panel at a time, and never those of the
 * whole network.
 *
 * <p>The network is a real one, and so is the listener; only the training is left out, because it
 * would allocate far more than what is looked for. The listener is told of three iterations at
 * once: the first snapshot is analysed, the second waits, the third takes the second's place. From
 * then on until the end the heap is collected again and again and what is left of it is read, with
 * the native memory that JavaCPP has handed out. What LAPACK and OpenBLAS allocate for themselves
 * shows only in the process's resident set, whose peak holds the garbage of the heap too: both
 * figures are printed.
 */
@Command(name = "AnalysisMemory", description = "Peak extra memory of analysing a VGG-16.")
final class AnalysisMemory implements Callable<Integer> {
  private static final int SNAPSHOTS = 2; // one in work, one that waits
  private static final double STEP = 1.001;
  private static final long FLOAT = 4;
  private static final long DOUBLE = 8;
  private static final long BETWEEN_LOOKS_MILLIS = 200;

  @Override
  public Integer call() throws IOException, InterruptedException {
    MultiLayerNetwork network = new MultiLayerNetwork(Vgg16.configuration());
    network.init();
    MemoryUse before = MemoryUse.now();
    boolean peakIsOurs = MemoryUse.resetPeak();
    CountDownLatch analysed = new CountDownLatch(2);
    ComplexityListener listener =
        ComplexityListener.builder()
            .everyIterations(1)
            .mode(Mode.BACKGROUND)
            .sink(sample -> analysed.countDown())
            .build();
    listener.attach(network);
    listener.iterationDone(network, 0, 0);
    awaitWork(before);
    for (int iteration = 1; iteration <= 2; iteration++) {
      network.params().muli(STEP); // what has not changed would not be analysed again
      listener.iterationDone(network, iteration, 0);
    }
    long heap = 0;
    long nativeBytes = 0;
    long both = 0;
    while (!analysed.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
      MemoryUse now = MemoryUse.now();
      heap = Math.max(heap, now.heap() - before.heap());
      nativeBytes = Math.max(nativeBytes, now.nativeBytes() - before.nativeBytes());
      both = Math.max(both, now.heap() - before.heap() + now.nativeBytes() - before.nativeBytes());
    }
    long peakResident = peakIsOurs ? MemoryUse.peakResident() - before.resident() : -1;
    double seconds = listener.health().analysisSeconds() / listener.health().analyses();
    listener.close();

    List<Shape> shapes = LayerGroup.shapes(LayerGroup.VGG_16);
    long weights = FLOAT * shapes.stream().mapToLong(Shape::entries).sum();
    long layer = FLOAT * shapes.stream().mapToLong(Shape::entries).max().orElseThrow();
    long order = shapes.stream().mapToLong(Shape::order).max().orElseThrow();
    long gram = DOUBLE * order * order;
    long bound = gram + layer;
    System.out.println("| what | bytes | of the bound |\n|---|---|---|");
    print("weights of the network", weights, bound);
    print("snapshots: two copies of them", SNAPSHOTS * weights, bound);
    print("largest Gram matrix", gram, bound);
    print("copy of the largest layer", layer, bound);
    print("bound: these two", bound, bound);
    print("heap after collections, peak, beside the snapshots", heap - SNAPSHOTS * weights, bound);
    print("native memory of JavaCPP, peak", nativeBytes, bound);
    print("both at one moment, peak, beside the snapshots", both - SNAPSHOTS * weights, bound);
    if (peakIsOurs) {
      print(
          "resident set, peak, beside the snapshots, with garbage and LAPACK's own",
          peakResident - SNAPSHOTS * weights,
          bound);
    }
    System.out.printf(Locale.ROOT, "%none analysis took %.1f s%n", seconds);
    System.out.println(listener.health());
    return 0;
  }

  /** The first snapshot must have been taken up, or the second would take its place. */
  private static void awaitWork(MemoryUse before) {
    while (Pointer.totalBytes() == before.nativeBytes()) {
      Thread.onSpinWait(); // the analysis begins by reserving a panel
    }
  }

  private static void print(String what, long bytes, long bound) {
    System.out.printf(Locale.ROOT, "| %s | %,d | %.3f |%n", what, bytes, bytes / (double) bound);
  }
}
