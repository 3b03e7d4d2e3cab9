package io.complexometer.examples.model;

import java.util.Comparator;

/**
 * Names as people order them: runs of digits by the number they make, layer2 before layer10. All
 * else goes by its characters, and names that are equal so far (layer1, layer01) too.
 */
final class NaturalOrder implements Comparator<String> {
  static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int order;
      if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
        int endOne = end(one, i);
        int endOther = end(other, j);
        order = compareNumbers(one.substring(i, endOne), other.substring(j, endOther));
        i = endOne;
        j = endOther;
      } else {
        order = Character.compare(one.charAt(i++), other.charAt(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = Integer.compare(one.length() - i, other.length() - j);
    return rest == 0 ? one.compareTo(other) : rest;
  }

  /** Of any number of digits. */
  private static int compareNumbers(String one, String other) {
    String first = one.replaceFirst("^0+", "");
    String second = other.replaceFirst("^0+", "");
    int byLength = Integer.compare(first.length(), second.length());
    return byLength == 0 ? first.compareTo(second) : byLength;
  }

  private static int end(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
