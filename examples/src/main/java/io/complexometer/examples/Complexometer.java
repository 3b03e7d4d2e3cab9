package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program {@code complexometer}: one subcommand for each thing it can do. */
@Command(
    name = "complexometer",
    description = "How complex has a network become, and is it still changing?",
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    subcommands = {
      Train.class,
      Analyze.class,
      Compare.class,
      Scaling.class,
      FitLaw.class,
      Neurons.class,
      Replay.class,
      Export.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Complexometer {
  private Complexometer() {}

  /**
   * Runs a subcommand and ends the process: 0 if all went well, 1 after a fault of the program, 2
   * where an option, a file or a port has to be changed.
   *
   * @param arguments a subcommand and its options
   */
  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  /** Runs a subcommand and returns its exit code. */
  static int execute(String... arguments) {
    return new CommandLine(new Complexometer())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Complexometer::explain)
        .setExecutionExceptionHandler(Complexometer::explain)
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  private static int explain(ParameterException fault, String[] ignored) {
    CommandLine command = fault.getCommandLine();
    command.getErr().println("error: " + fault.getMessage().replaceFirst("^Error: ", ""));
    command.getErr().println("try: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /** What the user can mend is one line; anything else is ours, and comes with its trace. */
  private static int explain(Exception fault, CommandLine command, ParseResult ignored) {
    boolean mendable =
        fault instanceof DataException
            || fault instanceof IOException
            || fault instanceof IllegalArgumentException;
    if (mendable) {
      command.getErr().println("error: " + oneLine(fault.getMessage()));
      return CommandLine.ExitCode.USAGE;
    }
    fault.printStackTrace(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Files hold names of strangers, which may hold line ends and orders to a terminal. */
  static String oneLine(String text) {
    return String.valueOf(text)
        .strip()
        .replaceAll("\\s*\\R\\s*", " ")
        .replaceAll("\\p{Cntrl}", "?");
  }

  /** Reads the version that Maven wrote into the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Complexometer.class.getPackage().getImplementationVersion();
      return new String[] {"complexometer " + (version == null ? "(not packaged)" : version)};
    }
  }
}
