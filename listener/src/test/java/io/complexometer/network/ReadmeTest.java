package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void weightTable_standsInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int from = readme.indexOf("| layer | parameter |");
    int to = readme.indexOf("\n<!-- /weights -->");
    assertEquals(WeightTable.markdown(), readme.substring(from, to));
  }
}
