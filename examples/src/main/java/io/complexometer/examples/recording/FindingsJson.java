package io.complexometer.examples.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.nonlinearity.JointEntropy;
import java.util.Optional;

/** Writes findings for programs. What is absent is null, and its reason is listed. */
public final class FindingsJson {
  private static final String CONTINUOUS = "continuous recording";

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode root = mapper.createObjectNode();
  private final ArrayNode absent = mapper.createArrayNode();
  private final ObjectNode errors = mapper.createObjectNode();
  private final ObjectNode draws = mapper.createObjectNode();

  private FindingsJson() {}

  /**
   * Writes findings as one JSON object.
   *
   * @param findings what was found
   * @param known what should have been found, where that is known
   * @return the text
   */
  public static String of(Findings findings, Optional<Known> known) {
    FindingsJson json = new FindingsJson();
    json.putRecording(findings);
    json.putEntropy(findings.entropy());
    json.putEstimate(
        json.root, "", "effectiveDimension", findings.dimension().effectiveDimension());
    json.putEstimate(
        json.root, "", "participationRatio", findings.dimension().participationRatio());
    json.root.set("errors", json.errors);
    json.root.set("draws", json.draws);
    json.putSettings(findings.settings());
    known.ifPresent(
        truth ->
            json.root
                .putObject("known")
                .put("entropyBits", truth.entropyBits())
                .put("independentBits", truth.independentBits())
                .put("multiInformationBits", truth.multiInformationBits()));
    findings.recording().notes().forEach(json.root.putArray("notes")::add);
    json.root.set("absent", json.absent);
    try {
      return json.mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json.root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void putRecording(Findings findings) {
    Recording recording = findings.recording();
    root.put("recording", recording.name())
        .put("kind", recording.kind().label())
        .put("kindReason", recording.kindReason())
        .put("samples", recording.rows())
        .put("units", recording.units())
        .put(
            "constantUnits",
            findings
                .entropy()
                .map(entropy -> entropy.silentUnits() + entropy.alwaysActiveUnits())
                .orElse(recording.constantUnits()));
  }

  private void putEntropy(Optional<EntropyFindings> findings) {
    if (findings.isEmpty()) {
      putAbsent(root, "", "distinctPatterns", CONTINUOUS);
      ObjectNode none = root.putObject("entropyBits");
      for (String name : new String[] {"independent", "tree", "chain", "jointGrassberger"}) {
        putAbsent(none, "entropyBits.", name, CONTINUOUS);
      }
      putAbsent(root, "", "multiInformationBits", CONTINUOUS);
      return;
    }
    EntropyFindings entropy = findings.get();
    root.put("silentUnits", entropy.silentUnits())
        .put("alwaysActiveUnits", entropy.alwaysActiveUnits())
        .put("distinctPatterns", entropy.distinctPatterns())
        .put("singletons", entropy.singletons())
        .put("coverage", entropy.coverage())
        .put("jointValid", entropy.coverage() >= JointEntropy.SUFFICIENT_COVERAGE);
    ObjectNode bits = root.putObject("entropyBits");
    String parent = "entropyBits.";
    putEstimate(bits, parent, "independent", entropy.independent());
    putEstimate(bits, parent, "tree", entropy.tree());
    putEstimate(bits, parent, "chain", entropy.chain());
    entropy.boosted().ifPresent(boosted -> putEstimate(bits, parent, "boosted", boosted));
    putEstimate(bits, parent, "jointPlugIn", entropy.jointPlugIn());
    putEstimate(bits, parent, "jointMillerMadow", entropy.jointMillerMadow());
    putEstimate(bits, parent, "jointGrassberger", entropy.jointGrassberger());
    putValue(root, "", "chainRemainingGainBits", entropy.remainingGain());
    putValue(root, "", "chainBiasBits", entropy.chainBias());
    putEstimate(root, "", "multiInformationBits", entropy.multiInformation());
    root.put("multiInformationBy", entropy.multiInformationBy());
  }

  private void putSettings(Settings settings) {
    root.putObject("settings")
        .put("folds", settings.blocked() ? "blocked" : "interleaved")
        .put("blocks", settings.blocks().count())
        .put("blockLength", settings.blocks().length())
        .put("seed", settings.seed());
  }

  /** The value where it belongs; its error and number of draws under the same name elsewhere. */
  private void putEstimate(ObjectNode node, String parent, String name, Estimate estimate) {
    putValue(node, parent, name, estimate.value());
    if (estimate.value().isPresent()) {
      putValue(errors, "errors.", name, estimate.error());
      draws.put(name, estimate.replicates());
    }
  }

  private void putValue(ObjectNode node, String parent, String name, Value value) {
    if (value instanceof Value.Present present) {
      node.put(name, present.number());
    } else if (value instanceof Value.Absent reason) {
      putAbsent(node, parent, name, reason.reason());
    }
  }

  private void putAbsent(ObjectNode node, String parent, String name, String reason) {
    node.putNull(name);
    absent.addObject().put("value", parent + name).put("reason", reason);
  }
}
