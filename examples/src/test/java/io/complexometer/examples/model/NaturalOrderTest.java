package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NaturalOrderTest {
  @Test
  void compare_numbersByTheirValue() {
    List<String> ordered =
        List.of(
            "",
            "0",
            "2.W",
            "10.W",
            "99999999999999999999",
            "100000000000000000000",
            "Layer3",
            "layer",
            "layer01",
            "layer1",
            "layer2",
            "layer2a",
            "layer10",
            "layer10.0.conv2",
            "layer10.0.conv10");
    List<String> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(NaturalOrder.INSTANCE);
    assertEquals(ordered, shuffled);
  }
}
