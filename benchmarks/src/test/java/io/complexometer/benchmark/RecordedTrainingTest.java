package io.complexometer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.stopping.CriterionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short training, as it was and as it is read again. */
final class RecordedTrainingTest {
  private static final LabelledData IMAGES = StrokeImages.draw(30 * 64, 60, 1);

  @TempDir private Path folder;

  @Test
  void read_isWhatWasWritten() throws IOException {
    WatchedTraining training = new WatchedTraining(TrainingPlan.Network.MLP, IMAGES, 1);
    RecordedTraining recorded = training.run(2);
    Path file = folder.resolve("recordings/one.csv");
    recorded.write(training.session(), file);
    Session session = WatchedTraining.session(TrainingPlan.Network.MLP, IMAGES);
    RecordedTraining read = RecordedTraining.read(file, session);

    assertEquals(60, read.iterations()); // 2 epochs of 30 batches
    assertEquals(recorded.accuracy(), read.accuracy());
    assertEquals(List.of(0L, 50L, 59L), List.copyOf(read.accuracy().keySet()));
    assertEquals(read.accuracy().get(50L), read.accuracyAt(58));
    List<Sample> samples = recorded.samples();
    assertEquals(
        List.of(0L, 10L, 20L, 30L, 40L, 50L, 59L),
        read.samples().stream().map(Sample::iteration).toList());
    for (int i = 0; i < samples.size(); i++) {
      Sample before = samples.get(i);
      Sample after = read.samples().get(i);
      assertEquals(before.score(), after.score());
      for (int j = 0; j < before.readings().size(); j++) {
        assertEquals(before.readings().get(j).iteration(), after.readings().get(j).iteration());
        assertEquals(
            before.readings().get(j).value().orNaN(), after.readings().get(j).value().orNaN());
      }
    }

    Criterion settled = CriterionText.parse("score settled within 0.1");
    RecordedTraining fitted = read.with(RecordedLaws.of(List.of(settled), session));
    Sample last = fitted.samples().get(6);
    assertEquals(session.fitted().size(), last.trends().size());
    assertEquals(7, last.trends().get(0).law().points());
    assertEquals(59, last.trends().get(0).iteration());
    assertEquals(Decision.TOO_SHORT, last.trends().get(1).law().decision()); // nobody asks for it
    settled.begin(session);
    fitted.samples().forEach(settled::test); // finds its series
  }

  @Test
  void read_ofAnotherNetwork() throws IOException {
    Path file = Files.writeString(folder.resolve("two.csv"), "iteration,accuracy,score\n");
    Session session = WatchedTraining.session(TrainingPlan.Network.MLP, IMAGES);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> RecordedTraining.read(file, session));
    assertTrue(refusal.getMessage().contains("remove it"));
  }
}
