package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadmeTest {

  @Test
  void weightTable_standsInTheReadme() throws IOException {
    assertEquals(WeightTable.markdown(), table("weights"));
  }

  @Test
  void activationTable_standsInTheReadme() throws IOException {
    assertEquals(ActivationTable.markdown(), table("layers"));
  }

  @Test
  void bitTable_standsInTheReadme() throws IOException {
    assertEquals(BitTable.markdown(), table("activation functions"));
  }

  /** Between its two marks, and the empty lines behind and before them. */
  private static String table(String name) throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String mark = "<!-- " + name + ": a test compares this table with the code -->\n\n";
    int from = readme.indexOf(mark) + mark.length();
    return readme.substring(from, readme.indexOf("\n<!-- /" + name + " -->"));
  }
}
