package io.complexometer.examples.analysis;

import io.complexometer.examples.model.ProbeFile;
import io.complexometer.examples.model.ProbeShape;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Shape;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.ProbeData;
import io.complexometer.network.StructureReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads inputs for a network, and brings them into the shape that it takes. The shape comes from
 * its structure, or from its first convolution where that leaves height and width open; at which
 * end the channels are, from the layers behind the input. Sequences may be of any length. Indices,
 * and whatever the network does not tell the shape of, stay as they are in the file.
 */
public final class ProbeReading {
  private final Model network;
  private final int inputs;
  private final Optional<List<Shape>> shapes;

  private ProbeReading(Model network, int inputs, Optional<List<Shape>> shapes) {
    this.network = network;
    this.inputs = inputs;
    this.shapes = shapes;
  }

  /**
   * Reads the first {@value ProbeFile#USUAL_EXAMPLES} examples of each file.
   *
   * @param files one for each input of a network
   * @return one array [examples, ..] for each file, as it lies there
   * @throws io.complexometer.examples.data.DataException if a file cannot be read
   */
  public static List<INDArray> read(List<Path> files) {
    return files.stream().map(file -> ProbeFile.read(file, ProbeFile.USUAL_EXAMPLES)).toList();
  }

  /**
   * Brings examples into the shape that a network takes.
   *
   * @param network takes them
   * @param types of its inputs; empty to infer them
   * @param examples one array [examples, ..] for each input
   * @return the same number of arrays
   * @throws IllegalArgumentException if they do not fit, as far as can be told
   */
  static List<INDArray> fit(Model network, List<InputType> types, List<INDArray> examples) {
    Optional<List<Shape>> shapes =
        shapes(network, types).filter(known -> known.size() == examples.size());
    ProbeReading reading = new ProbeReading(network, examples.size(), shapes);
    return IntStream.range(0, examples.size())
        .mapToObj(input -> reading.fit(input, examples.get(input)))
        .toList();
  }

  private INDArray fit(int input, INDArray examples) {
    try {
      return wanted(input).map(shape -> shape.fit(examples)).orElse(examples);
    } catch (IllegalArgumentException e) {
      String which = inputs == 1 ? "" : "of input %d, ".formatted(input + 1);
      throw new IllegalArgumentException(which + e.getMessage(), e);
    }
  }

  private static Optional<List<Shape>> shapes(Model network, List<InputType> types) {
    try {
      return Optional.of(
          Structure.of(StructureReader.read(network, types), Level.NOMINAL).layers().stream()
              .filter(layer -> layer.type().equals("input"))
              .map(layer -> layer.shape())
              .toList());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return Optional.empty(); // the structure says so, too, and what to add
    }
  }

  private Optional<ProbeShape> wanted(int input) {
    FirstLayer first = FirstLayer.of(network, input);
    if (first.takesIndices()) {
      return Optional.empty(); // its structure has one-hot vectors in their place
    }
    return shapes
        .map(known -> wanted(input, known.get(input)))
        .or(() -> first.images().map(images -> wanted(input, images)));
  }

  private ProbeShape wanted(int input, Shape shape) {
    int axes = shape.extent().size();
    List<Long> extent =
        axes == 1
            ? List.of(ProbeShape.ANY) // the structure has one step where the length is not known
            : shape.extent().stream().map(Integer::longValue).toList();
    return ProbeShape.of(shape.channels(), extent, isChannelsLast(input, axes));
  }

  private ProbeShape wanted(int input, ConvolutionLayer images) {
    int axes = FirstLayer.axes(images);
    List<Long> extent = Collections.nCopies(axes, ProbeShape.ANY);
    return ProbeShape.of(images.getNIn(), extent, isChannelsLast(input, axes));
  }

  private boolean isChannelsLast(int input, int axes) {
    long[] one = LongStream.generate(() -> 1).limit(axes + 2).toArray();
    INDArray[] any = Collections.nCopies(inputs, Nd4j.zeros(one)).toArray(INDArray[]::new);
    List<InputType> types = NetworkReader.of(network).inputTypes(ProbeData.of(any));
    return ProbeShape.isChannelsLast(types.get(input));
  }
}
