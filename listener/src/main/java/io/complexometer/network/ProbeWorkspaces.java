package io.complexometer.network;

import java.util.List;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory of one run over a probe. Each chunk's activations take the place of those of the chunk
 * before, and all of it is given back at the end: arrays outside of workspaces would wait for the
 * garbage collector, which sees only their small Java side, and a large network would fill the
 * memory with chunks long read.
 */
final class ProbeWorkspaces implements AutoCloseable {
  private static final String ACTIVATIONS = "COMPLEXITY_PROBE_ACTIVATIONS";
  private static final String WORKING = "COMPLEXITY_PROBE_WORKING_MEMORY";
  private static final String LOOP = "COMPLEXITY_PROBE_LOOP_MEMORY";

  private final LayerWorkspaceMgr manager;

  /**
   * Memory for a run.
   *
   * @param used false if the network's layers must not work in workspaces
   */
  ProbeWorkspaces(boolean used) {
    manager =
        used
            ? LayerWorkspaceMgr.builder()
                .with(ArrayType.ACTIVATIONS, ACTIVATIONS, learning(LearningPolicy.FIRST_LOOP))
                .with(ArrayType.INPUT, ACTIVATIONS, learning(LearningPolicy.FIRST_LOOP))
                .with(ArrayType.FF_WORKING_MEM, WORKING, learning(LearningPolicy.OVER_TIME))
                .with(ArrayType.RNN_FF_LOOP_WORKING_MEM, LOOP, learning(LearningPolicy.FIRST_LOOP))
                .build()
            : LayerWorkspaceMgr.noWorkspaces();
  }

  /** As Deeplearning4j sets up its own. */
  private static WorkspaceConfiguration learning(LearningPolicy policy) {
    return WorkspaceConfiguration.builder()
        .initialSize(0)
        .overallocationLimit(0.05)
        .policyLearning(policy)
        .cyclesBeforeInitialization(policy == LearningPolicy.OVER_TIME ? 8 : 1)
        .policyReset(ResetPolicy.BLOCK_LEFT)
        .policySpill(SpillPolicy.REALLOCATE)
        .policyAllocation(AllocationPolicy.OVERALLOCATE)
        .build();
  }

  LayerWorkspaceMgr manager() {
    return manager;
  }

  /** Within it live the activations of a chunk. */
  MemoryWorkspace enterChunk() {
    return manager.notifyScopeEntered(ArrayType.ACTIVATIONS);
  }

  /** Within it lives what a layer needs while it computes. */
  MemoryWorkspace enterLayer() {
    return manager.notifyScopeEntered(ArrayType.FF_WORKING_MEM);
  }

  @Override
  public void close() {
    MemoryWorkspaceManager all = Nd4j.getWorkspaceManager();
    for (String name : List.of(ACTIVATIONS, WORKING, LOOP)) {
      if (all.checkIfWorkspaceExists(name)) {
        all.destroyWorkspace(all.getWorkspaceForCurrentThread(name));
      }
    }
  }
}
