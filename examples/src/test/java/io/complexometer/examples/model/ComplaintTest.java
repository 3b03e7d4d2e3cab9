package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.examples.data.DataException;
import org.junit.jupiter.api.Test;

final class ComplaintTest {
  /** What java throws where a mapped file has become shorter. */
  @Test
  void guard_ofAMappedFileThatIsGone() {
    DataException complaint =
        assertThrows(
            DataException.class,
            () ->
                Complaint.guard(
                    "a.npy",
                    "is damaged",
                    "copy it again",
                    () -> {
                      throw new InternalError("a fault occurred in an unsafe memory access");
                    }));
    assertEquals("a.npy became shorter while it was read: copy it again.", complaint.getMessage());
  }
}
