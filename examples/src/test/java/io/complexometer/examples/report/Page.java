package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** A page as a strict parser reads it: the JDK's of XML, which forgives nothing. */
final class Page {
  private final Document document;

  Page(HtmlPage page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(new DefaultHandler());
    document = builder.parse(new InputSource(new StringReader(page.html())));
  }

  List<Element> all(String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  List<String> texts(String name) {
    return all(name).stream().map(Element::getTextContent).toList();
  }

  /** The data of the plot of this title. */
  JsonNode chart(String title) throws Exception {
    for (Element figure : all("figure")) {
      if (text(figure, "figcaption").equals(title)) {
        return new ObjectMapper().readTree(text(figure, "script"));
      }
    }
    throw new AssertionError("no plot " + title + " but " + texts("figcaption"));
  }

  /** The table with this first column, as texts: its head and its rows. */
  List<List<String>> table(String firstColumn) {
    return cells(firstColumn, false);
  }

  /** The same, with the titles of the cells. */
  List<List<String>> titles(String firstColumn) {
    return cells(firstColumn, true);
  }

  private List<List<String>> cells(String firstColumn, boolean titles) {
    for (Element table : all("table")) {
      if (text(table, "th").equals(firstColumn)) {
        List<List<String>> rows = new ArrayList<>();
        NodeList lines = table.getElementsByTagName("tr");
        for (int i = 0; i < lines.getLength(); i++) {
          NodeList cells = ((Element) lines.item(i)).getElementsByTagName(i == 0 ? "th" : "td");
          rows.add(
              IntStream.range(0, cells.getLength())
                  .mapToObj(j -> (Element) cells.item(j))
                  .map(cell -> titles ? cell.getAttribute("title") : cell.getTextContent())
                  .toList());
        }
        return rows;
      }
    }
    throw new AssertionError("no table that begins with " + firstColumn);
  }

  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    assertTrue(found.getLength() > 0, () -> "no " + name);
    return found.item(0).getTextContent();
  }
}
