package io.complexometer.examples.report;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of a page. A report can be made again at any time, and who repeats a command expects the
 * new one: so an earlier report is replaced. Any other file with contents is left as it is, because
 * a slip of the finger in a command line must not cost a model.
 */
public final class HtmlFile {
  /** By which a report is known again. */
  static final String MARK = "<meta name=\"generator\" content=\"complexometer\"/>";

  private static final int HEAD = 512; // the mark is in the first lines

  private HtmlFile() {}

  /**
   * Checks that a page may be written there, before anybody works for it.
   *
   * @param file customarily {@code *.html}
   * @throws DataException if there is another file of that name, or it cannot be read
   */
  public static void requireReplaceable(Path file) {
    try {
      if (Files.exists(file) && !isReplaceable(file)) {
        throw new DataException(
            file + ": exists, and is no report: choose another name, or remove it.");
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static DataException unwritable(Path file, IOException cause) {
    return new DataException(
        file + ": cannot be written (" + cause + "): choose another place.", cause);
  }

  /**
   * Writes a page, and the folders above it where they are missing.
   *
   * @param html the page
   * @param file customarily {@code *.html}
   * @throws DataException if there is another file, or it cannot be written
   */
  static void write(String html, Path file) {
    requireReplaceable(file);
    try {
      Path folder = file.toAbsolutePath().getParent();
      // JDK 17 refuses to "create" a directory that is reached by a symbolic link.
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, html);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static boolean isReplaceable(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(HEAD);
      return head.length == 0 || new String(head, StandardCharsets.UTF_8).contains(MARK);
    }
  }
}
