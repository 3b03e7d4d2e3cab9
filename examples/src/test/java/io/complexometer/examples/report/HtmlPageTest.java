package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

final class HtmlPageTest {
  private static final String EVIL =
      "</script><script>alert(1)</script>\" onclick='x' &amp; ]]> <!-- \u0001\ud800";

  /** The same, but for what XML cannot hold. */
  private static final String SHOWN =
      "</script><script>alert(1)</script>\" onclick='x' &amp; ]]> <!-- \uFFFD\uFFFD";

  @TempDir private Path folder;

  private static HtmlPage evil() {
    Chart chart = Chart.overNames(EVIL, List.of(EVIL), Axis.linear(EVIL));
    chart.series(EVIL).values(List.of(Value.of(1)));
    return new HtmlPage(EVIL, EVIL)
        .section(EVIL)
        .heading(EVIL)
        .lead(EVIL)
        .note(EVIL)
        .warnings(EVIL, List.of(EVIL))
        .facts(List.of(EVIL), List.of(Cell.of(Value.absent(EVIL))))
        .table(List.of(EVIL), List.of(List.of(Cell.text(EVIL))))
        .charts(chart)
        .choice(EVIL, List.of(chart));
  }

  @Test
  void html_textStaysText() throws Exception {
    Page page = new Page(evil());
    for (String name : List.of("title", "h1", "h2", "h3", "li", "dt", "th", "td", "figcaption")) {
      assertEquals(SHOWN, page.texts(name).get(0).strip(), name);
    }
    assertEquals(SHOWN, page.all("dd").get(0).getAttribute("title"));
    assertEquals(SHOWN, page.all("canvas").get(0).getAttribute("aria-label"));
    assertEquals(EVIL, page.chart(SHOWN).get("data").get("labels").get(0).asText());
    // Chart.js, our own, and the data of two plots
    assertEquals(4, page.all("script").size());
    for (Element element : page.all("*")) {
      assertFalse(element.hasAttribute("onclick"), element::getTagName);
    }
  }

  @Test
  void html_sourcesAreLinks() throws Exception {
    Page page =
        new Page(new HtmlPage("a", "b").note("see arXiv:1911.07831, arXiv:math/0503442 <b>"));
    assertEquals(
        List.of("https://arxiv.org/abs/1911.07831", "https://arxiv.org/abs/math/0503442"),
        page.all("a").stream().map(link -> link.getAttribute("href")).toList());
    assertEquals("see arXiv:1911.07831, arXiv:math/0503442 <b>", page.texts("p").get(2));
  }

  /** Nothing is fetched: no element that could, and a policy that forbids all others. */
  @Test
  void html_needsNothingElse() throws Exception {
    HtmlPage html = evil();
    Page page = new Page(html);
    for (Element element : page.all("*")) {
      for (String attribute : List.of("src", "srcset", "data", "action", "background", "poster")) {
        assertFalse(element.hasAttribute(attribute), element::getTagName);
      }
    }
    for (String name : List.of("link", "img", "iframe", "object", "embed", "base", "form")) {
      assertEquals(List.of(), page.all(name), name);
    }
    String style = page.texts("style").get(0);
    assertFalse(style.contains("url(") || style.contains("@import"), style);
    assertFalse(html.html().contains("sourceMappingURL"));
    assertTrue(policy(html.html()).startsWith("default-src 'none'; "), policy(html.html()));
  }

  /** The hashes are those of what a browser takes for the text of style and scripts. */
  @Test
  void html_policyNamesItsOwnScripts() throws Exception {
    String html = evil().html();
    List<String> hashes = new ArrayList<>();
    Matcher own = Pattern.compile("<(style|script)>(.*?)</\\1>", Pattern.DOTALL).matcher(html);
    while (own.find()) {
      byte[] text = own.group(2).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
    assertEquals(
        "default-src 'none'; style-src %s; script-src %s %s".formatted(hashes.toArray()),
        policy(html));
    assertFalse(html.contains("\r"));
  }

  private static String policy(String html) {
    Matcher policy = Pattern.compile("Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertTrue(policy.find());
    return policy.group(1);
  }

  @Test
  void html_sameInputSamePage() {
    assertEquals(evil().html(), evil().html());
  }

  /**
   * A browser draws the plots: the legends, which our script makes after Chart.js has drawn, are in
   * the page then. One test for each browser that is on the PATH, so none where there is none.
   */
  @TestFactory
  Stream<DynamicTest> html_drawnByABrowser() {
    return Stream.of("chromium", "google-chrome", "chromium-browser")
        .flatMap(HtmlPageTest::onThePath)
        .map(Path::toString)
        .map(browser -> DynamicTest.dynamicTest(browser, () -> draws(browser)));
  }

  private static Stream<Path> onThePath(String program) {
    return Pattern.compile(Pattern.quote(java.io.File.pathSeparator))
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .limit(1);
  }

  private void draws(String browser) throws Exception {
    Path file = folder.resolve("page.html");
    AnalysisReport.write(MadeUpModels.complete("model.zip", 1, 1), file);
    Path dom = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                browser,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=3000",
                "--dump-dom",
                file.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser hangs");
    } finally {
      process.destroyForcibly();
    }
    String drawn = Files.readString(dom);
    for (int i = 0; i < 4; i++) {
      String button = "title=\"layer" + i + "\"";
      assertTrue(drawn.contains(button), () -> "no " + button + " in the legend");
    }
    // Chart.js sets the size of each canvas that it draws
    long canvases = Pattern.compile("<canvas").matcher(drawn).results().count();
    assertEquals(canvases, Pattern.compile("<canvas[^>]*height=").matcher(drawn).results().count());
  }
}
