package io.complexometer.examples.analysis;

import io.complexometer.examples.model.ProbeFile;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Shape;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.ProbeData;
import io.complexometer.network.StructureReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.Convolution3D.DataFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads inputs for a network in the shape that it takes. The shape comes from its structure; at
 * which end its channels are, from the layers behind the input.
 */
public final class ProbeReading {
  private ProbeReading() {}

  /**
   * Reads the first {@value ProbeFile#USUAL_EXAMPLES} examples of each file.
   *
   * @param files one for each input of the network
   * @param model the network
   * @param inputs the type of each of its inputs; empty to infer them
   * @return one array [examples, ..] for each file; as it lies in the file where the network does
   *     not tell what it takes
   * @throws io.complexometer.examples.data.DataException if a file cannot be read, or does not fit
   */
  public static List<INDArray> read(List<Path> files, StoredModel model, List<InputType> inputs) {
    Optional<List<InputType>> types = model.model().flatMap(network -> types(network, inputs));
    boolean known = types.isPresent() && types.get().size() == files.size();
    return IntStream.range(0, files.size())
        .mapToObj(
            i ->
                known
                    ? ProbeFile.read(files.get(i), types.get().get(i), ProbeFile.USUAL_EXAMPLES)
                    : ProbeFile.read(files.get(i), ProbeFile.USUAL_EXAMPLES))
        .toList();
  }

  private static Optional<List<InputType>> types(Model network, List<InputType> inputs) {
    try {
      List<Shape> shapes =
          Structure.of(StructureReader.read(network, inputs), Level.NOMINAL).layers().stream()
              .filter(layer -> layer.type().equals("input"))
              .map(layer -> layer.shape())
              .toList();
      INDArray[] examples =
          shapes.stream().map(ProbeReading::channelsFirst).toArray(INDArray[]::new);
      List<InputType> formats = NetworkReader.of(network).inputTypes(ProbeData.of(examples));
      return Optional.of(
          IntStream.range(0, shapes.size())
              .mapToObj(i -> type(shapes.get(i), formats.get(i)))
              .toList());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the structure says so, too, and what to add
    }
  }

  private static INDArray channelsFirst(Shape shape) {
    return Nd4j.zeros(
        LongStream.concat(
                LongStream.of(1, shape.channels()),
                shape.extent().stream().mapToLong(Integer::longValue))
            .toArray());
  }

  /** The type of a shape, with the channels where another type has them. */
  private static InputType type(Shape shape, InputType format) {
    List<Integer> axes = shape.extent();
    int channels = shape.channels();
    if (format instanceof InputTypeRecurrent sequence) {
      RNNFormat end = sequence.getFormat();
      return InputType.recurrent(channels, axes.get(0), end);
    } else if (format instanceof InputTypeConvolutional image) {
      CNN2DFormat end = image.getFormat();
      return InputType.convolutional(axes.get(0), axes.get(1), channels, end);
    } else if (format instanceof InputTypeConvolutional3D volume) {
      DataFormat end = volume.getDataFormat();
      return InputType.convolutional3D(end, axes.get(0), axes.get(1), axes.get(2), channels);
    }
    return InputType.feedForward(channels);
  }
}
