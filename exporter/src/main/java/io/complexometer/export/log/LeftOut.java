package io.complexometer.export.log;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a log does not count.
 *
 * @param torn lines that are no JSON, the last one not counted
 * @param firstTorn number of the first of them in all the log, from 1; 0 where there is none
 * @param incompleteEnd whether the last line is no JSON: the run may still be writing it
 * @param superseded samples that were given up when the run was taken up from before them
 */
public record LeftOut(long torn, long firstTorn, boolean incompleteEnd, long superseded) {

  /**
   * The same in words, for whoever wonders where a line is. What was given up on purpose is not
   * mentioned.
   *
   * @return sentences without their full stop; empty where nothing is missing
   */
  public List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (torn > 0) {
      notices.add(
          "%,d %s no JSON and left out, line %,d first"
              .formatted(torn, torn == 1 ? "line is" : "lines are", firstTorn));
    }
    if (incompleteEnd) {
      notices.add("the last line is incomplete and was left out: is the run still writing?");
    }
    return notices;
  }

  /** Counts while a log is read. */
  static final class Count {
    private long line;
    private long torn;
    private long firstTorn;
    private long lastTorn;
    private long superseded;

    /** Begins with a line. */
    void line(long number) {
      line = number;
    }

    void torn() {
      torn++;
      firstTorn = torn == 1 ? line : firstTorn;
      lastTorn = line;
    }

    void superseded() {
      superseded++;
    }

    LeftOut result() {
      boolean end = torn > 0 && lastTorn == line;
      long within = end ? torn - 1 : torn;
      return new LeftOut(within, within == 0 ? 0 : firstTorn, end, superseded);
    }
  }
}
