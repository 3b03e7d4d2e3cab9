package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HtmlFileTest {
  @TempDir private Path folder;

  @Test
  void write_replacesAnEarlierReport() throws Exception {
    Path file = folder.resolve("new/report.html");
    new HtmlPage("first", "").write(file);
    new HtmlPage("second", "").write(file);
    String text = Files.readString(file);
    assertTrue(text.contains("<h1>second</h1>") && !text.contains("<h1>first"), text);
    Path empty = Files.createFile(folder.resolve("empty.html"));
    new HtmlPage("third", "").write(empty);
    assertTrue(Files.readString(empty).contains("third"));
  }

  @Test
  void write_neverReplacesAnotherFile() throws Exception {
    Path model = Files.writeString(folder.resolve("model.zip"), "PK precious");
    HtmlPage page = new HtmlPage("report", "");
    for (Path other : new Path[] {model, folder}) {
      String message = assertThrows(DataException.class, () -> page.write(other)).getMessage();
      assertTrue(message.startsWith(other + ": exists, and is no report"), message);
    }
    assertEquals("PK precious", Files.readString(model));
  }

  @Test
  void write_whereNoFileCanBe() {
    Path file = folder.resolve("model.zip");
    assertThrows(
        DataException.class,
        () -> {
          Files.writeString(file, "PK");
          new HtmlPage("report", "").write(file.resolve("report.html"));
        });
  }
}
