package io.complexometer.monitor;

/** Work that can wait, in small steps; on the thread that analyses. */
interface Idle {

  /** Whether there is a step to do. */
  boolean hasWork();

  /** What the next step will cost, in nanoseconds, as far as can be told. */
  long nextNanos();

  /** Whether the next step may be done now. */
  default boolean mayStep() {
    return true;
  }

  /** Does one step. */
  void step();

  /**
   * The same work, but only as far as the budget allows.
   *
   * @param work what can wait
   * @param budget that pays for it
   * @param schedule knows whether samples wait for their share
   */
  static Idle paced(Idle work, Budget budget, Schedule schedule) {
    return new Idle() {
      @Override
      public boolean hasWork() {
        return work.hasWork();
      }

      @Override
      public long nextNanos() {
        return work.nextNanos();
      }

      @Override
      public boolean mayStep() {
        return budget.allowsIdle(work.nextNanos(), schedule.isStretched(), System.nanoTime());
      }

      @Override
      public void step() {
        long start = System.nanoTime();
        work.step();
        budget.spendIdle(System.nanoTime() - start);
      }
    };
  }
}
