package io.complexometer.export.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one log: {@code run.jsonl}, and what did not fit into it, {@code run.1.jsonl},
 * {@code run.2.jsonl}, ..
 *
 * <p>A file is a part if its name says so and its first line does, too: with the number in its
 * name, and the session of the others. So runs that only happen to be named alike are left alone.
 */
final class LogParts {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LogParts() {}

  /**
   * Where a part goes.
   *
   * @param path of the log
   * @param number 0 for the first part
   */
  static Path path(Path path, int number) {
    if (number == 0) {
      return path;
    }
    String[] name = split(path);
    return path.resolveSibling(name[0] + "." + number + name[1]);
  }

  /** The name without what follows its last dot, and that with the dot. */
  private static String[] split(Path path) {
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    return dot <= 0
        ? new String[] {name, ""}
        : new String[] {name.substring(0, dot), name.substring(dot)};
  }

  /**
   * The parts that there are.
   *
   * @param path of the log
   * @return by number, in their order; the first may be missing, as whoever needs room removes the
   *     oldest; empty where there is no such log
   * @throws IOException if files cannot be read
   */
  static Map<Integer, Path> of(Path path) throws IOException {
    Map<Integer, Path> parts = new TreeMap<>();
    Map<Integer, String> sessions = new TreeMap<>();
    for (Map.Entry<Integer, Path> candidate : named(path).entrySet()) {
      JsonNode first = firstLine(candidate.getValue());
      if (candidate.getKey() == 0 || first.path("part").asInt() == candidate.getKey()) {
        parts.put(candidate.getKey(), candidate.getValue());
        sessions.put(candidate.getKey(), first.path("session").asText());
      }
    }
    if (!parts.isEmpty()) {
      String own = parts.containsKey(0) ? sessions.get(0) : lastOf(sessions);
      parts.keySet().removeIf(number -> number > 0 && !sessions.get(number).equals(own));
    }
    return parts;
  }

  private static String lastOf(Map<Integer, String> sessions) {
    List<String> all = new ArrayList<>(sessions.values());
    return all.get(all.size() - 1);
  }

  private static Map<Integer, Path> named(Path path) throws IOException {
    Map<Integer, Path> named = new TreeMap<>();
    if (Files.exists(path) && !isEmptyFile(path)) {
      named.put(0, path);
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return named;
    }
    String[] name = split(path);
    Pattern pattern =
        Pattern.compile(Pattern.quote(name[0]) + "\\.([1-9]\\d{0,8})" + Pattern.quote(name[1]));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher matcher = pattern.matcher(String.valueOf(file.getFileName()));
        if (matcher.matches() && !isEmptyFile(file)) {
          int number = Integer.parseInt(matcher.group(1));
          named.put(number, path(path, number));
        }
      }
    }
    return named;
  }

  /** A pipe has no size either, but may have contents. */
  private static boolean isEmptyFile(Path path) throws IOException {
    return Files.isRegularFile(path) && Files.size(path) == 0;
  }

  /**
   * The first line of a part.
   *
   * @throws IOException if the file cannot be read
   */
  static JsonNode firstLine(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return MissingNode.getInstance(); // what is read of a pipe is gone
    }
    try (InputStream lines = Files.newInputStream(path)) {
      return MAPPER.readTree(lines); // the first of them
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
