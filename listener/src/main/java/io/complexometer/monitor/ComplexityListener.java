package io.complexometer.monitor;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.measure.structure.Level;
import io.complexometer.network.ProbeData;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.ProbedRows;
import io.complexometer.network.TrainingBatches;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the complexity of a network while it trains.
 *
 * <pre>{@code
 * try (ComplexityListener listener =
 *     ComplexityListener.builder().probe(features).sink(meters).build()) {
 *   listener.attach(model);
 *   model.fit(iterator, epochs);
 * }
 * }</pre>
 *
 * <p>Every N iterations it copies the weights, and less often runs a fixed probe batch through the
 * network in inference mode; measures them; and hands an immutable {@link Sample} to its sinks. The
 * training is never changed (the final parameters are bit-identical with and without a listener),
 * never ended by a fault of the monitor, and the monitor takes no more than a share of one core's
 * time: see {@link Builder#share}.
 *
 * <p>One listener watches one model; other models that report to it (clones of parallel training)
 * are counted and ignored. All its methods belong to the thread that trains, but {@link #health}.
 */
public final class ComplexityListener extends BaseTrainingListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ComplexityListener.class);

  /** What laws are fitted to unless another choice is made. */
  private static final List<SeriesPattern> FITTED =
      Stream.of("score", "cpse", "effectiveDimension", "nonlinearityComplexity")
          .map(SeriesPattern::of)
          .toList();

  private final Settings settings;
  private final HealthCounters health = new HealthCounters();
  private final StopSignal stop;
  private volatile Monitor monitor;
  private volatile boolean closed;
  private boolean refused;

  private ComplexityListener(Settings settings, StopSignal stop) {
    this.settings = settings;
    this.stop = stop;
  }

  /**
   * A builder with the defaults: weights every 100 iterations, a probe every 500, all measures.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Checks that model and probe fit, and adds the listener to the model.
   *
   * @param model an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @return the session that has begun
   * @throws IllegalArgumentException if the model or the probe cannot be read; the message says why
   * @throws IllegalStateException if the listener is closed, or attached already
   */
  public Session attach(Model model) {
    if (closed || monitor != null) {
      throw new IllegalStateException(
          closed ? "the listener is closed: build another" : "the listener is attached already");
    }
    refused = true;
    monitor = new Monitor(model, settings, health, stop);
    refused = false;
    if (model instanceof MultiLayerNetwork network) {
      network.addListeners(this);
    } else {
      ((ComputationGraph) model).addListeners(this);
    }
    return monitor.session();
  }

  /** Called by Deeplearning4j in each iteration, before the parameters change. */
  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    forwardPass(model, batches -> batches.add(activations));
  }

  /** Called by Deeplearning4j in each iteration, before the parameters change. */
  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (model instanceof ComputationGraph graph) {
      String input = graph.getConfiguration().getNetworkInputs().get(0);
      forwardPass(model, batches -> batches.add(activations, input));
    }
  }

  private void forwardPass(Model model, Consumer<TrainingBatches> batch) {
    try {
      if (!closed && monitor != null && monitor.watches(model)) {
        monitor.forwardPass(batch);
      }
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      health.failure("reading a training batch failed", e);
    }
  }

  /** Called by Deeplearning4j after each iteration, on the training thread. */
  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (closed) {
      return;
    }
    try {
      if (monitor == null) {
        attachLate(model);
      } else if (!monitor.watches(model)) {
        health.ignoredReports.increment();
        return;
      }
      if (monitor != null) {
        monitor.iterationDone(iteration, epoch);
      }
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      health.failure("taking a sample failed", e);
    }
  }

  /** Deeplearning4j does not tell a listener that it was set: the first iteration does. */
  private void attachLate(Model model) {
    try {
      monitor = new Monitor(model, settings, health, stop);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      closed = true;
      health.failure("cannot watch this training", e);
    }
  }

  /**
   * The session, once there is one.
   *
   * @return empty before the listener is attached
   */
  public Optional<Session> session() {
    return Optional.ofNullable(monitor).map(Monitor::session);
  }

  /**
   * After which iteration this session goes on: the last before the state was saved that it was
   * {@linkplain Builder#resume resumed} from.
   *
   * @return empty before the listener is attached, and for a session that began then
   */
  public OptionalLong resumedAfter() {
    return monitor == null ? OptionalLong.empty() : monitor.resumedAfter();
  }

  /**
   * Saves what is remembered of the training so far: the values last measured, the points of the
   * fits and the fits, the random networks, what estimators and the criterion start from. A
   * listener {@linkplain Builder#resume resumed} from it, on the model saved in the same pause,
   * goes on as this one does. To be called on the training thread between two iterations, before
   * {@link #close}; it waits until what was sampled is analysed.
   *
   * <p>The file is replaced as a whole or not at all. That it could not be saved is no fault of the
   * training: it is counted, and logged.
   *
   * @param file where to
   * @return whether it is saved
   */
  public boolean save(Path file) {
    try {
      if (closed || monitor == null) {
        throw new IllegalStateException(
            closed ? "the listener is closed: save before" : "the listener is not attached yet");
      }
      monitor.save(file);
      return true;
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      health.failure("saving the state to " + file + " failed", e);
      return false;
    }
  }

  /**
   * What the early samples of {@link Sampling#LOGARITHMIC} will cost, measured as the listener was
   * attached.
   *
   * @return empty before that, with {@link Sampling#REGULAR}, and where it could not be measured
   */
  public Optional<ScheduleCost> scheduleCost() {
    return Optional.ofNullable(monitor).flatMap(Monitor::scheduleCost);
  }

  /**
   * What the monitor has done so far; safe for all threads.
   *
   * @return its counters now
   */
  public Health health() {
    return health.health(stop.isRequested());
  }

  /**
   * Takes a last sample, waits until everything is analysed, and tells the sinks that the session
   * has ended. To be called on the training thread, after the training.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (monitor != null) {
      monitor.close();
    } else if (!refused) { // whoever was told why needs no other reason
      log.warn("closed without a single iteration: was the listener attached to the model?");
    }
  }

  /** Settings of a listener; each has a default. */
  public static final class Builder {
    private String name = "training";
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Map<Measure, Integer> intervals = new EnumMap<>(Measure.class);
    private Sampling sampling = Sampling.REGULAR;
    private Optional<ProbeData> probe = Optional.empty();
    private int rowsPerLayer = ProbedRows.LIMIT;
    private boolean flatten;
    private int everyBatches;
    private double remaining;
    private Set<Measure> measures = EnumSet.allOf(Measure.class);
    private CpseProfile headline = CpseProfile.SCALE_FREE;
    private int largestExactOrder = WeightSpectrum.LARGEST_EXACT_ORDER;
    private boolean spectralDensity;
    private Mode mode = Mode.AUTO;
    private OptionalDouble share = OptionalDouble.empty();
    private EstimatorLimits estimators = EstimatorLimits.DEFAULT;
    private Level structureLevel = Level.NOMINAL;
    private List<InputType> inputs = List.of();
    private List<SeriesPattern> fits = FITTED;
    private boolean fitsAreChosen;
    private long seed = 1;
    private final List<SampleSink> sinks = new ArrayList<>();
    private Optional<Criterion> criterion = Optional.empty();
    private StopSignal stop = new StopSignal();
    private Optional<Path> resume = Optional.empty();

    private Builder() {
      every(Input.WEIGHTS, 100);
      every(Input.PROBE, 500);
    }

    /**
     * Names the run.
     *
     * @param name the beginning of the session's id; by default {@code training}
     * @return this
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Adds a tag to all series of the session.
     *
     * @param key the tag's name; the same for all sessions of a registry
     * @param value its value
     * @return this
     */
    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /**
     * Adds a line to the description of the session: a batch size, the name of a data set. It
     * appears in the sample log, not in metrics.
     *
     * @param key what it says
     * @param value in words
     * @return this
     */
    public Builder note(String key, String value) {
      notes.put(key, value);
      return this;
    }

    /**
     * How often the weights are measured: sets the interval of all their measures.
     *
     * @param iterations at least 1; by default 100
     * @return this
     */
    public Builder everyIterations(int iterations) {
      every(Input.WEIGHTS, positive("everyIterations", iterations));
      return this;
    }

    /**
     * How often one measure is taken. What it looks at is copied, or run, when one of its measures
     * is due.
     *
     * @param measure the measure
     * @param iterations at least 1
     * @return this
     */
    public Builder every(Measure measure, int iterations) {
      intervals.put(Objects.requireNonNull(measure, "measure"), positive("every", iterations));
      return this;
    }

    /**
     * Whether early samples are added to the regular ones, as scaling laws need them.
     *
     * @param sampling by default {@link Sampling#REGULAR}
     * @return this
     */
    public Builder schedule(Sampling sampling) {
      this.sampling = Objects.requireNonNull(sampling, "sampling");
      return this;
    }

    private void every(Input input, int iterations) {
      for (Measure measure : Measure.values()) {
        if (measure.input() == input) {
          intervals.put(measure, iterations);
        }
      }
    }

    /**
     * The inputs on which activations are measured; without a probe, only weights are. They are
     * copied.
     *
     * @param features one array for each input of the network, [examples, ..]; between 50 and 4,096
     *     examples, 1,000 are a good number
     * @return this
     */
    public Builder probe(INDArray... features) {
      this.probe = Optional.of(ProbeData.of(features));
      return this;
    }

    /**
     * The inputs on which activations are measured, with their mask: what it masks is not measured.
     *
     * @param data between 50 and 4,096 examples, 1,000 are a good number; labels are not used
     * @return this
     */
    public Builder probe(DataSet data) {
      this.probe = Optional.of(ProbeData.of(data));
      return this;
    }

    /**
     * The inputs on which activations are measured, with their masks: what they mask is not
     * measured.
     *
     * @param data one array of features for each input of the network; between 50 and 4,096
     *     examples, 1,000 are a good number; labels are not used
     * @return this
     */
    public Builder probe(MultiDataSet data) {
      this.probe = Optional.of(ProbeData.of(data));
      return this;
    }

    /**
     * Draws the inputs on which activations are measured from one epoch of an iterator, now. It is
     * reset before and after. One that shuffles at each reset comes back to the training in another
     * order: build the probe an iterator of its own.
     *
     * @param iterator of the training, or better of test data
     * @param examples how many, from 50 to 4,096; 1,000 are a good number. If the iterator has
     *     fewer, all
     * @param seed of the draw
     * @return this
     * @throws IllegalArgumentException if the iterator cannot be reset, has fewer than 50 examples,
     *     or has examples that differ in more than the length of sequences
     */
    public Builder probeFrom(DataSetIterator iterator, int examples, long seed) {
      this.probe = Optional.of(ProbeData.from(iterator, examples, seed));
      return this;
    }

    /**
     * Draws the inputs on which activations are measured from one epoch of an iterator, as {@link
     * #probeFrom(DataSetIterator, int, long)} does.
     *
     * @param iterator of the training, or better of test data
     * @param examples how many, from 50 to 4,096; 1,000 are a good number. If the iterator has
     *     fewer, all
     * @param seed of the draw
     * @return this
     * @throws IllegalArgumentException if the iterator cannot be reset, has fewer than 50 examples,
     *     or has examples that differ in more than the length of sequences
     */
    public Builder probeFrom(MultiDataSetIterator iterator, int examples, long seed) {
      this.probe = Optional.of(ProbeData.from(iterator, examples, seed));
      return this;
    }

    /**
     * How many rows of a layer are measured, where it has more positions (pixels, time steps) than
     * that: as many of each example are drawn once, and at least one.
     *
     * @param rows by default 4,096; {@code Integer.MAX_VALUE} asks for all of them
     * @return this
     */
    public Builder rowsPerLayer(int rows) {
      this.rowsPerLayer = positive("rowsPerLayer", rows);
      return this;
    }

    /**
     * Takes all numbers of an example, [channels x height x width], for units, instead of the units
     * of one position: for small maps only.
     *
     * @return this
     */
    public Builder flatten() {
      this.flatten = true;
      return this;
    }

    /**
     * Measures activations on training batches instead of on the probe, which then only tells the
     * layers' shapes. It costs no forward pass; but it is what training shows: batch normalisation
     * by the batch, zeros where the next layer has dropout, so that dropped units count as off, the
     * padding of sequences, and nothing of output layers. Of features, earlier batches fade; of
     * bits, the newest rows count.
     *
     * @param every which batches are read, at least 1: each, each second..
     * @param remaining what remains of the weight of all earlier batches at each, from 0 to less
     *     than 1: 0.9 with batches of b rows comes to 19 b rows
     * @return this
     */
    public Builder trainingBatches(int every, double remaining) {
      if (!(remaining >= 0 && remaining < 1)) {
        throw new IllegalArgumentException(
            "of earlier batches 0 to less than 1 may remain: " + remaining);
      }
      this.everyBatches = positive("every", every);
      this.remaining = remaining;
      return this;
    }

    /**
     * How often the probe is run: sets the interval of all its measures. A forward pass of 1,000
     * examples costs as much as six to seven training iterations of a LeNet.
     *
     * @param iterations at least 1; by default 500
     * @return this
     */
    public Builder probeEvery(int iterations) {
      every(Input.PROBE, positive("probeEvery", iterations));
      return this;
    }

    /**
     * Which measures are taken.
     *
     * @param first one
     * @param others further ones; by default all
     * @return this
     */
    public Builder measures(Measure first, Measure... others) {
      this.measures = EnumSet.of(first, others);
      return this;
    }

    /**
     * Which cPSE progress lines and dashboards show first; all of them are measured.
     *
     * @param headline by default {@link CpseProfile#SCALE_FREE}
     * @return this
     */
    public Builder headline(CpseProfile headline) {
      this.headline = Objects.requireNonNull(headline, "headline");
      return this;
    }

    /**
     * Up to which size weight matrices are decomposed; the spectra of larger ones are estimated.
     *
     * @param order of the smaller side, at least 1; by default 4,096
     * @return this
     */
    public Builder largestExactOrder(int order) {
      this.largestExactOrder = positive("largestExactOrder", order);
      return this;
    }

    /**
     * Whether samples also tell how the eigenvalues of each weight matrix are spread, for heatmaps:
     * {@link Sample#densities}. It costs next to nothing to measure; but it is {@link
     * Density#BOUNDS} and one more time series for each matrix.
     *
     * @param wanted by default not
     * @return this
     */
    public Builder spectralDensity(boolean wanted) {
      this.spectralDensity = wanted;
      return this;
    }

    /**
     * In which thread snapshots are analysed.
     *
     * @param mode by default {@link Mode#AUTO}
     * @return this
     */
    public Builder mode(Mode mode) {
      this.mode = mode;
      return this;
    }

    /**
     * The largest share of one core's time that the monitor may take altogether: copying, running
     * the probe, analysing. Where that does not suffice, samples become rarer by powers of two. The
     * early samples of {@link Sampling#LOGARITHMIC} are exempt.
     *
     * @param share above 0, at most 1, which is no limit; by default 0.25 in mode {@link
     *     Mode#BACKGROUND} and 0.02 in mode {@link Mode#INLINE}, where it is the training's own
     *     time
     * @return this
     */
    public Builder share(double share) {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be above 0 and at most 1: " + share);
      }
      this.share = OptionalDouble.of(share);
      return this;
    }

    /**
     * Up to how many bits of a layer its nonlinearity complexity is measured by the chain of
     * regressions, whose cost grows with their cube; beyond, by the tree of pairs. It is fixed for
     * each layer when the listener attaches.
     *
     * @param bits not negative; 0 for never; by default 256
     * @return this
     */
    public Builder chainLimit(int bits) {
      this.estimators = new EstimatorLimits(notNegative("chainLimit", bits), estimators.tree());
      return this;
    }

    /**
     * Up to how many bits of a layer its nonlinearity complexity is measured at all.
     *
     * @param bits from 0 to 16,384, the default: of wider layers none are kept
     * @return this
     */
    public Builder treeLimit(int bits) {
      if (bits > ProbedLayer.MOST_BITS) {
        throw new IllegalArgumentException(
            "treeLimit must be at most %d: %d".formatted(ProbedLayer.MOST_BITS, bits));
      }
      this.estimators = new EstimatorLimits(estimators.chain(), notNegative("treeLimit", bits));
      return this;
    }

    /**
     * How closely paths through the network are counted when its structure is measured, once as the
     * listener attaches: layer complexity, layer intrinsic power and their like. These two bear the
     * names of Badias and Banerjee, arXiv:2107.01081, whose formulas were not available; the
     * definitions are this project's.
     *
     * @param level by default {@link Level#NOMINAL}
     * @return this
     */
    public Builder structureLevel(Level level) {
      this.structureLevel = Objects.requireNonNull(level, "level");
      return this;
    }

    /**
     * The types of the network's inputs, which its structure cannot be measured without. Needed
     * only where there is no probe and the layers do not tell: the size of images, most often.
     *
     * @param types one for each input, in order
     * @return this
     */
    public Builder inputs(InputType... types) {
      this.inputs = List.of(types);
      return this;
    }

    /**
     * To which series scaling laws are fitted while the training goes on.
     *
     * @param patterns each as {@link SeriesPattern} reads it: {@code NAME[.PROFILE][/LAYER]}; none
     *     for no fits; by default {@code score}, {@code cpse}, {@code effectiveDimension} and
     *     {@code nonlinearityComplexity}, of all layers
     * @return this
     * @throws IllegalArgumentException if one is no pattern; one that names nothing of the training
     *     is found when the listener attaches
     */
    public Builder fit(String... patterns) {
      this.fits = Stream.of(patterns).map(SeriesPattern::of).toList();
      this.fitsAreChosen = true;
      return this;
    }

    /**
     * Seed of what is drawn: positions where a layer has more than can be measured, and the random
     * networks that cPSE is compared with.
     *
     * @param seed by default 1
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Adds a place where samples go.
     *
     * @param sink told of the session and of each sample
     * @return this
     */
    public Builder sink(SampleSink sink) {
      sinks.add(sink);
      return this;
    }

    /**
     * Gives a signal when a criterion is met; the training ends if its iterator heeds it: see
     * {@link io.complexometer.monitor.stopping.StoppingIterator}.
     *
     * @param criterion looks at every sample; of this listener only
     * @param signal is given once
     * @return this
     */
    public Builder stopWhen(Criterion criterion, StopSignal signal) {
      this.criterion = Optional.of(criterion);
      return stopSignal(signal);
    }

    /**
     * Notes in samples and health that a training was asked to stop, where no criterion does it: by
     * Ctrl-C, by a button.
     *
     * @param signal that the training heeds
     * @return this
     */
    public Builder stopSignal(StopSignal signal) {
      this.stop = Objects.requireNonNull(signal, "signal");
      return this;
    }

    /**
     * Goes on with the session of a state that {@link ComplexityListener#save} has written, on a
     * model that has done as many iterations as the one saved with it: with the same id, the same
     * series, the same fits. Where there is no such file a new session begins, so that one program
     * can be started again and again. So it does where the file is damaged or of another network,
     * measures, fits, criterion or seed; then a warning says why, and a failure is counted.
     *
     * @param file read when the listener attaches
     * @return this
     */
    public Builder resume(Path file) {
      this.resume = Optional.of(file);
      return this;
    }

    /**
     * Builds the listener.
     *
     * @return to be attached to a model
     * @throws IllegalStateException if training batches are to be read and there is no probe
     */
    public ComplexityListener build() {
      if (everyBatches > 0 && probe.isEmpty()) {
        throw new IllegalStateException(
            "trainingBatches(..) needs a probe, which tells the shapes of the layers: set one by"
                + " probe(features)");
      }
      Settings settings =
          new Settings(
              name,
              tags,
              notes,
              intervals,
              sampling,
              probe.map(
                  data -> new ProbeSettings(data, rowsPerLayer, flatten, everyBatches, remaining)),
              measures,
              headline,
              largestExactOrder,
              spectralDensity,
              mode,
              share,
              estimators,
              structureLevel,
              inputs,
              seed,
              fits,
              fitsAreChosen,
              sinks,
              criterion,
              resume);
      return new ComplexityListener(settings, stop);
    }

    private static int notNegative(String option, int number) {
      if (number < 0) {
        throw new IllegalArgumentException(option + " must not be negative: " + number);
      }
      return number;
    }

    private static int positive(String option, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(option + " must be at least 1: " + number);
      }
      return number;
    }
  }
}
