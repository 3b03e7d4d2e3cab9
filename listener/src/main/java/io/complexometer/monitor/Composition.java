package io.complexometer.monitor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several criteria, joined by one word. Each is shown every sample, also where another has decided:
 * it may have to remember it.
 */
final class Composition implements Criterion {

  /** The word between two criteria. */
  enum Connective {
    AND("and"),
    OR("or");

    private final String word;

    Connective(String word) {
      this.word = word;
    }
  }

  private final Connective connective;
  private final List<Criterion> members;

  private Composition(Connective connective, List<Criterion> members) {
    this.connective = connective;
    this.members = members;
  }

  /** Two criteria; one that is joined by the same word itself gives its members. */
  static Composition of(Connective connective, Criterion first, Criterion second) {
    return new Composition(
        connective,
        Stream.of(first, second).flatMap(one -> members(connective, one).stream()).toList());
  }

  private static List<Criterion> members(Connective connective, Criterion one) {
    return one instanceof Composition composed && composed.connective == connective
        ? composed.members
        : List.of(one);
  }

  @Override
  public void begin(Session session) {
    members.forEach(member -> member.begin(session));
  }

  @Override
  public List<SeriesPattern> fits() {
    return members.stream().flatMap(member -> member.fits().stream()).distinct().toList();
  }

  @Override
  public Verdict test(Sample sample) {
    List<Verdict> verdicts = members.stream().map(member -> member.test(sample)).toList();
    return connective == Connective.AND ? Verdict.allOf(verdicts) : Verdict.anyOf(verdicts);
  }

  @Override
  public String describe() {
    return members.stream()
        .map(this::describe)
        .collect(Collectors.joining(" " + connective.word + " "));
  }

  /** "And" binds more closely than "or". */
  private String describe(Criterion member) {
    return connective == Connective.AND && member instanceof Composition
        ? "(" + member.describe() + ")"
        : member.describe();
  }

  @Override
  public double[] state() {
    return members.stream().flatMapToDouble(member -> Arrays.stream(member.state())).toArray();
  }

  @Override
  public void restore(double[] state) {
    List<Integer> lengths = members.stream().map(member -> member.state().length).toList();
    int sum = lengths.stream().mapToInt(Integer::intValue).sum();
    if (state.length != sum) {
      throw new IllegalArgumentException(
          "a state of %d numbers, and not of %d".formatted(state.length, sum));
    }
    int from = 0;
    for (int i = 0; i < members.size(); i++) {
      int to = from + lengths.get(i);
      members.get(i).restore(Arrays.copyOfRange(state, from, to));
      from = to;
    }
  }
}
