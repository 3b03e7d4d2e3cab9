package io.complexometer.examples.progress;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/** A progress bar where somebody watches; nothing in a pipe or a log. */
public final class TerminalMeters implements Meters {
  private static final int REFRESH_MILLIS = 200;

  @Override
  public Meter begin(String what, long steps) {
    if (!Ansi.AUTO.enabled() || steps == 0) {
      return new Silence();
    }
    return new Bar(
        new ProgressBarBuilder()
            .setTaskName(what)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .clearDisplayOnFinish()
            .build());
  }

  private record Bar(ProgressBar bar) implements Meter {
    @Override
    public void step() {
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private record Silence() implements Meter {
    @Override
    public void step() {}

    @Override
    public void close() {}
  }
}
