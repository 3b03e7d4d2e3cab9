package io.complexometer.network;

import io.complexometer.measure.structure.Leaves;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;

/** What each type of graph vertex is in the layer algebra; see {@link LayerLeaves}. */
final class VertexLeaves {

  private static final LayerTable<List<Flow>> ROWS = new LayerTable<>();

  static {
    ROWS.add(
        LayerVertex.class,
        "what comes before its layer, then that",
        (vertex, in, graph) -> {
          Flow before = Reshapes.add(vertex.getPreProcessor(), in.get(0), graph);
          return LayerLeaves.add(vertex.getLayerConf().getLayer(), before, graph);
        });
    ROWS.add(
        FrozenVertex.class,
        "the vertex inside",
        (vertex, in, graph) -> add(vertex.getUnderlying(), in, graph));
    ROWS.add(MergeVertex.class, "concatenation", (vertex, in, graph) -> graph.concat(in));
    ROWS.add(
        ElementWiseVertex.class,
        "addition; of a product, gating",
        (vertex, in, graph) ->
            vertex.getOp() == ElementWiseVertex.Op.Product ? graph.product(in) : graph.add(in));
    shapes();
    batch();
    time();
    ROWS.add(L2Vertex.class, "sum of both inputs to a single output", VertexLeaves::distance);
    ROWS.add(
        AttentionVertex.class,
        "attention: dense projections, mixing of all steps, a dense projection",
        SequenceLeaves::attention);
    ROWS.add(
        SameDiffVertex.class,
        "unknown, of the shape that it announces: the number of paths is absent behind it",
        (vertex, in, graph) -> unknown("defined by code", vertex, in, graph));
    ROWS.addOther(
        "unknown, of the shape that it announces: the number of paths is absent behind it",
        (vertex, in, graph) -> unknown("unknown vertex class", (GraphVertex) vertex, in, graph));
  }

  private VertexLeaves() {}

  private static void shapes() {
    for (Class<?> type : List.of(ScaleVertex.class, ShiftVertex.class, L2NormalizeVertex.class)) {
      String operation = type == L2NormalizeVertex.class ? "normalize" : "scale";
      ROWS.add(type, "neutral", (vertex, in, graph) -> graph.neutral(in.get(0), operation));
    }
    ROWS.add(
        PreprocessorVertex.class,
        "neutral",
        (vertex, in, graph) ->
            graph.neutral(Reshapes.add(vertex.getPreProcessor(), in.get(0), graph), "reshape"));
    ROWS.add(ReshapeVertex.class, "neutral", VertexLeaves::reshape);
    ROWS.add(
        SubsetVertex.class,
        "selection of channels",
        (vertex, in, graph) -> {
          Flow from = in.get(0);
          if (vertex.getFrom() < 0 || vertex.getTo() >= from.channels()) {
            throw graph.fault(
                "selects channels %d to %d of %d"
                    .formatted(vertex.getFrom(), vertex.getTo(), from.channels()));
          }
          return graph.leaf(
              from, Leaves.channels(from.shape(), vertex.getFrom(), vertex.getTo() + 1));
        });
    ROWS.add(
        PoolHelperVertex.class,
        "selection of positions: without the first row and column",
        (vertex, in, graph) ->
            WindowLeaves.resize("crop", new int[] {-1, 0, -1, 0}, 2, in.get(0), graph));
  }

  private static void batch() {
    ROWS.add(
        StackVertex.class,
        "neutral: from here on each layer runs for each input, and its weights count once",
        (vertex, in, graph) -> {
          return graph.neutral(graph.stacked(in), "stack");
        });
    ROWS.add(
        UnstackVertex.class,
        "neutral: one of the inputs that were stacked",
        (vertex, in, graph) -> {
          Flow flow = in.get(0);
          int parts = flow.vertices().size();
          if (parts == 1) { // stacked by the user, in the data
            return graph.neutral(flow, "unstack");
          } else if (parts % vertex.getStackSize() != 0) {
            throw graph.fault(
                "takes one of %d, but %d are stacked".formatted(vertex.getStackSize(), parts));
          }
          int each = parts / vertex.getStackSize();
          return graph.neutral(flow.parts(vertex.getFrom() * each, each), "unstack");
        });
  }

  private static void time() {
    ROWS.add(
        LastTimeStepVertex.class,
        "selection of a step",
        (vertex, in, graph) -> SequenceLeaves.lastStep(in.get(0), graph));
    ROWS.add(
        DuplicateToTimeSeriesVertex.class,
        "neutral: positions are repeated",
        (vertex, in, graph) -> {
          Flow like = graph.input(vertex.getInputName());
          int steps = graph.seen(like, 1, "the steps of a sequence").axes().get(0);
          return DenseLeaves.repeated(in.get(0), steps, graph).inSteps(like.stepwise());
        });
    ROWS.add(
        ReverseTimeSeriesVertex.class,
        "neutral",
        (vertex, in, graph) ->
            graph.leaf(graph.sequence(in.get(0)), Leaves.reverse(in.get(0).shape())));
  }

  private static Flow distance(L2Vertex vertex, List<Flow> in, LayerGraph graph) {
    if (in.stream().anyMatch(flow -> flow.folded() > 0)) {
      throw graph.fault("takes inputs one by one, but gets some that are folded into the batch");
    }
    Flow both = graph.concat(in.stream().map(graph::flatten).toList());
    return graph.perStep(graph.leaf(both, Leaves.reduction("distance", both.shape(), 1)));
  }

  /** Its first length is the batch's; one of the others may be left to compute. */
  private static Flow reshape(ReshapeVertex vertex, List<Flow> in, LayerGraph graph) {
    Flow from = in.get(0);
    int[] lengths = IntStream.of(vertex.getNewShape()).skip(1).toArray();
    long known =
        IntStream.of(lengths)
            .filter(length -> length > 0)
            .asLongStream()
            .reduce(1, (a, b) -> a * b);
    List<Integer> all =
        IntStream.of(lengths)
            .mapToObj(length -> length > 0 ? length : Math.toIntExact(from.visibleSize() / known))
            .toList();
    long size = all.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    if (all.isEmpty() || size != from.visibleSize()) {
      throw graph.fault("makes %s of %s".formatted(all, from.visible()));
    }
    return graph.reshape(from, all.get(0), all.subList(1, all.size()));
  }

  private static Flow unknown(String reason, GraphVertex vertex, List<Flow> in, LayerGraph graph) {
    InputType[] types = in.stream().map(InputTypes::of).toArray(InputType[]::new);
    Flow all = in.size() == 1 ? in.get(0) : graph.concat(in.stream().map(graph::flatten).toList());
    return InputTypes.unknown(
        reason, () -> vertex.getOutputType(0, types), () -> vertex.numParams(true), all, graph);
  }

  /** Adds a vertex to a graph. */
  static Flow add(GraphVertex vertex, List<Flow> in, LayerGraph graph) {
    return ROWS.of(vertex.getClass()).add(vertex, in, graph);
  }

  /** The table as it stands in the documentation. */
  static String markdown() {
    return ROWS.markdown("vertex");
  }

  /** The types of the table. */
  static List<Class<?>> types() {
    return ROWS.types();
  }
}
