package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.data.DataException;
import org.junit.jupiter.api.Test;

final class MemoryLimitTest {
  @Test
  void within_saysWhatToDo() {
    assertEquals(3, MemoryLimit.within("model.zip", () -> 3));
    DataException complaint =
        assertThrows(
            DataException.class,
            () ->
                MemoryLimit.within(
                    "model.zip",
                    () -> {
                      throw new OutOfMemoryError("Java heap space");
                    }));
    assertTrue(
        complaint
            .getMessage()
            .matches("model.zip: needs more than the [\\d,]+ MB .* with a larger -Xmx\\."),
        complaint::getMessage);
  }
}
