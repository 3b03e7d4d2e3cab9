package io.complexometer.benchmark;

import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Measure;
import io.complexometer.monitor.Mode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The most memory that a probe of a VGG-16 takes, forward pass and measures of the activations
 * together, beside the network and the user's own array of images. Training is left out, because it
 * would take far more than what is looked for. The peak of the resident set holds the heap's
 * garbage and what BLAS and Deeplearning4j allocate for themselves.
 */
@Command(name = "ProbeMemory", description = "Peak extra memory of a probe of a VGG-16.")
final class ProbeMemory implements Callable<Integer> {
  @Option(names = "--examples", description = "Of the probe (${DEFAULT-VALUE}).")
  private int examples = 1000;

  @Override
  public Integer call() throws IOException {
    MultiLayerNetwork network = new MultiLayerNetwork(Vgg16.configuration());
    network.init();
    INDArray images = Nd4j.rand(DataType.FLOAT, examples, 3, 224, 224);
    long imageBytes = 4 * images.length();
    MemoryUse before = MemoryUse.now();
    if (!MemoryUse.resetPeak()) {
      System.err.println("there is no peak of the resident set to be read on this system");
      return 1;
    }
    ComplexityListener listener =
        ComplexityListener.builder()
            .measures(Measure.EFFECTIVE_DIMENSION, Measure.NONLINEARITY)
            .probe(images)
            .mode(Mode.INLINE)
            .build();
    listener.attach(network);
    long start = System.nanoTime();
    listener.iterationDone(network, 0, 0);
    double seconds = (System.nanoTime() - start) / 1e9;
    long peak = MemoryUse.peakResident() - before.resident();
    listener.close();
    System.out.println("| what | MB |\n|---|---|");
    print("network and images, before", before.resident());
    print("copy of the images", imageBytes);
    print("peak, beside network and images", peak);
    print("of it beside the copy", peak - imageBytes);
    System.out.printf(Locale.ROOT, "%n%d examples took %.0f s%n", examples, seconds);
    System.out.println(listener.health());
    return 0;
  }

  private static void print(String what, long bytes) {
    System.out.printf(Locale.ROOT, "| %s | %,.0f |%n", what, bytes / 1e6);
  }
}
