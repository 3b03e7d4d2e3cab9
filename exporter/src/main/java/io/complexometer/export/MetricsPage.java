package io.complexometer.export;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a scrape shows: each session's values, all of one sample; in place of a value that is absent
 * the reason, as a series of {@code complexity_absent}; and the other meters of a registry.
 *
 * <p>Sessions are not read through the registry. There, the 16,000 series of a network of 200
 * layers take some 90 ms of a core: labels are made, compared and escaped for each of them at each
 * scrape. Here, all that stands before the numbers is put together when a session begins, and a
 * scrape copies it. What others have in the registry is written by Prometheus's own library.
 */
final class MetricsPage {
  private static final List<String> SUFFIXES =
      List.of("", "_total", "_info", "_bucket", "_count", "_sum");

  private static final int MOST_READINGS = 5; // no scrape waits for sessions that come and go

  private final PrometheusMeterRegistry registry;
  private final List<ComplexityMeterBinder> binders;
  private final Tags common;
  private final AbsentLines absent;
  private volatile PageLayout newest = new PageLayout(List.of(), Map.of());
  private volatile int expected; // length of the next page

  /**
   * A page.
   *
   * @param registry whose other meters are shown, too
   * @param binders whose sessions are shown, whether or not they are bound to the registry
   * @param common tags that all meters of the registry have
   */
  MetricsPage(PrometheusMeterRegistry registry, List<ComplexityMeterBinder> binders, Tags common) {
    this.registry = registry;
    this.binders = List.copyOf(binders);
    this.common = common;
    this.absent = new AbsentLines(registry.config().namingConvention());
  }

  /**
   * The page at one moment.
   *
   * @param content what is sent
   * @param arrived to be run once it has been
   */
  record Rendered(PageBytes content, Runnable arrived) {}

  /**
   * Writes it.
   *
   * @param format in which language
   * @param names of the metrics that are asked for; none for all
   */
  Rendered render(PageFormat format, Set<String> names) throws IOException {
    List<LiveSession> sessions = sessions();
    Map<String, MetricSnapshot> others = others(names);
    for (int i = 1; i < MOST_READINGS && !sessions.equals(sessions()); i++) {
      sessions = sessions(); // one began, and the registry may have shown a part of it
      others = others(names);
    }
    return render(format, names, sessions, others);
  }

  private List<LiveSession> sessions() {
    return binders.stream().map(ComplexityMeterBinder::live).flatMap(Optional::stream).toList();
  }

  private Rendered render(
      PageFormat format,
      Set<String> names,
      List<LiveSession> sessions,
      Map<String, MetricSnapshot> others)
      throws IOException {
    PageLayout layout = layout(sessions);
    PageBytes page = new PageBytes(expected);
    Map<LiveSession, Optional<SampleView>> read = new HashMap<>();
    try {
      sessions.forEach(LiveSession::pin); // for this thread, until all is read
      sessions.forEach(session -> read.put(session, session.view()));
      layout
          .families()
          .forEach(
              (name, family) -> {
                MetricSnapshot foreign = others.remove(name);
                if (isWanted(name, names)) {
                  write(family, format, sessions, Optional.ofNullable(foreign), page);
                }
              });
      if (isWanted(AbsentLines.NAME, names)) {
        absent.write(sessions, format, page);
      }
      format.writer().write(page, new MetricSnapshots(others.values()));
    } finally {
      sessions.forEach(LiveSession::unpin);
    }
    expected = page.length() + page.length() / 8;
    return new Rendered(
        page,
        () -> {
          if (names.isEmpty()) {
            read.forEach(LiveSession::scraped);
          }
        });
  }

  /** Of the last page. */
  PageLayout layout() {
    return newest;
  }

  private PageLayout layout(List<LiveSession> sessions) {
    PageLayout known = newest;
    if (!known.sessions().equals(sessions)) {
      known = PageLayout.of(sessions, registry.config().namingConvention(), common);
      newest = known;
    }
    return known;
  }

  /** What the registry holds; the buckets of a timer are in its own family here. */
  private Map<String, MetricSnapshot> others(Set<String> names) {
    String buckets =
        registry.config().namingConvention().name(HealthMeters.BUCKETS, Meter.Type.GAUGE, null);
    Map<String, MetricSnapshot> others = new HashMap<>();
    for (MetricSnapshot snapshot : registry.getPrometheusRegistry().scrape()) {
      String name = snapshot.getMetadata().getPrometheusName();
      if (isWanted(name, names) && !name.equals(buckets)) {
        others.put(name, snapshot);
      }
    }
    return others;
  }

  private static boolean isWanted(String family, Set<String> names) {
    return names.isEmpty() || SUFFIXES.stream().anyMatch(end -> names.contains(family + end));
  }

  private static void write(
      PageLayout.Family family,
      PageFormat format,
      List<LiveSession> sessions,
      Optional<MetricSnapshot> foreign,
      PageBytes page) {
    int begin = page.length();
    page.append(family.head(format));
    int head = page.length();
    family.lines().forEach(line -> line.write(page));
    foreign.ifPresent(snapshot -> page.append(lines(snapshot, format, sessions)));
    if (page.length() == head) {
      page.backTo(begin);
    }
  }

  /** Of sessions in the registry that this page does not show from its own lines. */
  private static byte[] lines(MetricSnapshot snapshot, PageFormat format, List<LiveSession> shown) {
    PageBytes all = new PageBytes(0);
    try {
      format.writer().write(all, MetricSnapshots.of(snapshot));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // to memory, it cannot fail
    }
    List<Pattern> ids =
        shown.stream()
            .map(live -> PageFormat.escaped(live.session().id()))
            .map(id -> Pattern.compile("[{,]session=\"" + Pattern.quote(id) + "\"[,}]"))
            .toList();
    return Pattern.compile("\n", Pattern.LITERAL) // a label may hold other ends of lines
        .splitAsStream(new String(all.toBytes(), StandardCharsets.UTF_8))
        .filter(line -> !line.startsWith("#") && !line.endsWith(" NaN"))
        .filter(line -> ids.stream().noneMatch(id -> id.matcher(line).find()))
        .map(line -> line + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }
}
