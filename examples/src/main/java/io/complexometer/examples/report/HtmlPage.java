package io.complexometer.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of tables and plots in one HTML file that needs nothing else, neither network nor other
 * files. Plots are drawn by Chart.js 4.4.1 (MIT), which is copied into it.
 *
 * <p>All text is taken for what it is: names of files and layers are strangers' and may be markup.
 * Beside the escaping, the page's own content security policy lets run nothing but the scripts
 * whose hashes it names, and fetch nothing at all. The page is HTML that is also well-formed XML,
 * so that a parser can check it.
 */
final class HtmlPage {
  private static final String CHARTS =
      "/META-INF/resources/webjars/chart.js/4.4.1/dist/chart.umd.js";
  private static final Pattern SOURCE_MAP = Pattern.compile("\\R//# sourceMappingURL=.*\\s*$");
  private static final Pattern ARXIV = Pattern.compile("arXiv:([a-z-]+/\\d{7}|\\d{4}\\.\\d{4,5})");

  /** What XML cannot hold: control characters, and surrogates without a partner. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final String title;
  private final StringBuilder body = new StringBuilder();
  private boolean inSection;

  /**
   * A page without contents.
   *
   * @param title of the page
   * @param subtitle below it
   */
  HtmlPage(String title, String subtitle) {
    this.title = title;
    element("h1", title);
    body.append("<p class=\"subtitle\">").append(escaped(subtitle)).append("</p>\n");
  }

  /** Begins a section. */
  HtmlPage section(String heading) {
    endSection();
    body.append("<section>\n");
    inSection = true;
    element("h2", heading);
    return this;
  }

  /** A heading within a section. */
  HtmlPage heading(String heading) {
    element("h3", heading);
    return this;
  }

  /** A sentence that matters. */
  HtmlPage lead(String text) {
    body.append("<p class=\"lead\">").append(escaped(text)).append("</p>\n");
    return this;
  }

  /** What to know of the numbers; sources given as arXiv:.. become links. */
  HtmlPage note(String text) {
    String linked =
        ARXIV
            .matcher(escaped(text))
            .replaceAll("<a href=\"https://arxiv.org/abs/$1\" rel=\"noreferrer\">arXiv:$1</a>");
    body.append("<p class=\"note\">").append(linked).append("</p>\n");
    return this;
  }

  /** Lines that must be seen; nothing where there are none. */
  HtmlPage warnings(String heading, List<String> lines) {
    if (!lines.isEmpty()) {
      body.append("<div class=\"warnings\">\n");
      element("h3", heading);
      body.append("<ul>\n");
      lines.forEach(line -> element("li", line));
      body.append("</ul>\n</div>\n");
    }
    return this;
  }

  /** A few numbers, each with its name. */
  HtmlPage facts(List<String> names, List<Cell> values) {
    body.append("<dl class=\"facts\">\n");
    for (int i = 0; i < names.size(); i++) {
      Cell value = values.get(i);
      body.append("<div>");
      element("dt", names.get(i));
      body.append("<dd").append(title(value)).append('>');
      body.append(escaped(value.text())).append("</dd></div>\n");
    }
    body.append("</dl>\n");
    return this;
  }

  /**
   * A table.
   *
   * @param head the names of the columns
   * @param rows as many cells in each
   */
  HtmlPage table(List<String> head, List<List<Cell>> rows) {
    body.append("<div class=\"table\"><table>\n<thead><tr>");
    for (int i = 0; i < head.size(); i++) {
      boolean number = !rows.isEmpty() && rows.get(0).get(i).number();
      body.append("<th scope=\"col\"").append(number ? " class=\"number\">" : ">");
      body.append(escaped(head.get(i))).append("</th>");
    }
    body.append("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : rows) {
      body.append("<tr>");
      for (Cell cell : row) {
        body.append("<td").append(cell.number() ? " class=\"number\"" : "").append(title(cell));
        body.append('>').append(escaped(cell.text())).append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  /** One plot as wide as the page. */
  HtmlPage wide(Chart chart) {
    body.append("<div class=\"charts wide\">\n");
    figure(chart);
    body.append("</div>\n");
    return this;
  }

  /** Plots side by side. */
  HtmlPage charts(Chart... charts) {
    body.append("<div class=\"charts\">\n");
    Arrays.stream(charts).forEach(this::figure);
    body.append("</div>\n");
    return this;
  }

  /** Many plots, of which the reader chooses one by its title. */
  HtmlPage choice(String of, List<Chart> charts) {
    body.append("<div class=\"charts wide choice\" data-of=\"").append(escaped(of)).append("\">\n");
    charts.forEach(this::figure);
    body.append("</div>\n");
    return this;
  }

  private void figure(Chart chart) {
    body.append("<figure>\n");
    element("figcaption", chart.title());
    body.append("<div class=\"plot\"><canvas role=\"img\" aria-label=\"");
    body.append(escaped(chart.title())).append("\"></canvas></div>\n");
    body.append("<div class=\"legend\"></div>\n<script type=\"application/json\">");
    // in JSON these stand in strings only
    body.append(
        chart.json().replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"));
    body.append("</script>\n</figure>\n");
  }

  private void element(String name, String text) {
    body.append('<').append(name).append('>').append(escaped(text));
    body.append("</").append(name).append(">\n");
  }

  private static String title(Cell cell) {
    return cell.title().isEmpty() ? "" : " title=\"" + escaped(cell.title()) + "\"";
  }

  private void endSection() {
    body.append(inSection ? "</section>\n" : "");
    inSection = false;
  }

  static String escaped(String text) {
    return FORBIDDEN
        .matcher(text)
        .replaceAll("\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The whole page. */
  String html() {
    endSection();
    String style = resource("report.css");
    String charts = script(SOURCE_MAP.matcher(resource(CHARTS)).replaceAll("\n"));
    String own = script(resource("report.js"));
    String policy =
        "default-src 'none'; style-src %s; script-src %s %s"
            .formatted(hash("\n" + style), hash(charts), hash(own));
    return String.join(
        "\n",
        "<!DOCTYPE html>",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">",
        "<head>",
        "<meta charset=\"utf-8\"/>",
        HtmlFile.MARK,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\"/>",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>",
        "<meta name=\"color-scheme\" content=\"light dark\"/>",
        "<title>" + escaped(title) + "</title>",
        "<style>\n" + style + "</style>",
        "</head>",
        "<body>",
        "<main>",
        "<noscript><p>The plots need JavaScript; the tables do not.</p></noscript>",
        body + "</main>",
        "<script>" + charts + "</script>",
        "<script>" + own + "</script>",
        "</body>",
        "</html>",
        "");
  }

  /** Writes the page; see {@link HtmlFile}. */
  void write(Path file) {
    HtmlFile.write(html(), file);
  }

  /** A script between marks that XML needs and JavaScript takes for comments. */
  private static String script(String text) {
    return "/*<![CDATA[*/\n" + text + "/*]]>*/";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the class path: " + name);
      }
      // a parser takes line ends for \n before it reckons a hash
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
