package io.complexometer.measure.structure;

import io.complexometer.measure.structure.NetworkGraph.Vertex;
import java.util.ArrayList;
import java.util.List;

/**
 * The layer algebra: rules by which a quantity of a network follows from those of its elementary
 * layers. Series goes through a leaf; parallel branches are added, concatenated or multiplied. Any
 * directed graph without cycles is evaluated in one pass, in the order of its vertices.
 *
 * <p>Each measure is a choice of rules: a semiring, with parallel for its sum and series for its
 * product.
 *
 * @param <T> the quantity
 */
interface Algebra<T> {

  /** An input of the network. */
  T input(Shape shape);

  /** Behind a leaf. */
  T series(T before, Leaf leaf);

  /** The sum of branches. */
  T add(List<T> branches, Shape after);

  /** Branches side by side. */
  T concat(List<T> branches, List<Shape> shapes, Shape after);

  /** The product of branches, scalar by scalar. */
  T product(List<T> branches, Shape after);

  /** Evaluates the algebra at each vertex. */
  static <T> List<T> fold(NetworkGraph graph, Algebra<T> algebra) {
    List<T> values = new ArrayList<>();
    for (Vertex vertex : graph.vertices()) {
      List<T> before = vertex.inputs().stream().map(values::get).toList();
      values.add(
          switch (vertex.kind()) {
            case INPUT -> algebra.input(vertex.shape());
            case LEAF -> algebra.series(before.get(0), vertex.leaf().orElseThrow());
            case ADD -> algebra.add(before, vertex.shape());
            case CONCAT -> algebra.concat(before, graph.inputShapes(vertex), vertex.shape());
            case PRODUCT -> algebra.product(before, vertex.shape());
          });
    }
    return values;
  }
}
