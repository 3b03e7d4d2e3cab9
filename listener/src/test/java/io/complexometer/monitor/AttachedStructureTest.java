package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.NetworkGraph;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Readers that fail, as that of a network with a layer of the user's own may. */
final class AttachedStructureTest {

  private static AttachedStructure of(Function<List<InputType>, NetworkGraph> reader) {
    List<List<InputType>> inputs = List.of(List.of(InputType.feedForward(1)), List.of());
    return AttachedStructure.of(() -> inputs, reader, Level.NOMINAL, List.of());
  }

  static Stream<Throwable> faults() {
    return Stream.of(
        new IllegalStateException("no shape"),
        new NoClassDefFoundError("a/Layer"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void of_faultOfTheReader_isAbsentAndTold(Throwable fault) {
    AttachedStructure structure =
        of(
            inputs -> {
              if (fault instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) fault;
            });
    assertEquals(Optional.empty(), structure.structure());
    assertEquals(Value.absent("structure not readable"), structure.constants().get(0).value());
    assertEquals(
        Optional.of("no measures of the structure, structure not readable: " + fault),
        structure.complaint());
  }

  @Test
  void of_inputsThatFitNowhere_saysWhatToAdd() {
    AttachedStructure structure =
        of(
            inputs -> {
              throw new IllegalArgumentException("of " + inputs.size() + " inputs");
            });
    assertEquals(Value.absent("input shape unknown"), structure.constants().get(0).value());
    assertEquals(
        Optional.of(
            "no measures of the structure, input shape unknown: of 1 inputs; inputs(..) of the"
                + " listener's builder takes the types of the inputs"),
        structure.complaint());
  }
}
