package io.complexometer.export.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.export.LenetStructure;
import org.junit.jupiter.api.Test;

final class StructureJsonTest {

  /** Written by hand from the table in the README. */
  static final String LENET =
      """
      {"level":"exact","parameters":29330,"frozenParameters":520,"otherParameters":7,"macs":316800,
       "connections":316801,"activations":11530,"depth":2,"effectiveDepth":1.25,"log2Gain":18.5,
       "log2GainNominal":18.75,"log2GainExact":18.25,"log2Paths":1532.5,"log2TopologicalPaths":3.5,
       "meanPathLength":1.5,"receptiveField":28.0,"inputSize":784,"outputSize":10,
       "outputBottleneck":9,"intrinsicPower":6.25,"bypassed":0.125,"capacity":22987200.0,
       "vcBound":null,
       "layers":[
         {"name":"input","type":"input","op":"input","inputs":[],"shape":[1,28,28],"nOut":784,
          "fanIn":1.0,"connections":0,"weights":0,"parameters":0,"otherParameters":0,
          "frozen":false,"macs":0,"layerComplexity":0.0,"rawPower":0.0,"intrinsicPower":0.0,
          "log2Gain":0.0,"bottleneck":784,"paths":5,"log2Paths":2.321928094887362,
          "receptiveField":1.0,"depth":0},
         {"name":"conv1","type":"ConvolutionLayer","op":"conv","inputs":["input"],
          "shape":[20,24,24],"nOut":11520,"fanIn":25.0,"connections":288000,"weights":500,
          "parameters":520,"otherParameters":7,"frozen":true,"macs":288001,"layerComplexity":4.5,
          "rawPower":-3.875,"intrinsicPower":0.5,"log2Gain":4.25,"bottleneck":783,
          "paths":1000000000000,"log2Paths":39.86313713864835,"receptiveField":5.0,"depth":1},
         {"name":"out","type":"OutputLayer","op":"dense","inputs":["conv1","input"],"shape":[10],
          "nOut":10,"fanIn":2880.0,"connections":28800,"weights":28800,"parameters":28810,
          "otherParameters":0,"frozen":false,"macs":28800,"layerComplexity":null,"rawPower":8.25,
          "intrinsicPower":6.25,"log2Gain":null,"bottleneck":9,"paths":null,"log2Paths":1532.5,
          "receptiveField":28.0,"depth":2}]}
      """;

  @Test
  void of_everyNumber_hasItsField() throws Exception {
    ObjectMapper json = new ObjectMapper();
    // as text: 5 is not 5.0
    assertEquals(
        json.readTree(LENET).toString(), StructureJson.of(LenetStructure.structure()).toString());
  }
}
