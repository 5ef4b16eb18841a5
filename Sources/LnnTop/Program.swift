import Glibc

/// The program: parses the command line, runs the command, words its failure.
public enum Program {
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit status.
  public static func main(arguments: [String]) -> Int32 {
    // Output that nobody reads is told by the write that fails, not by a signal that ends the program.
    signal(SIGPIPE, SIG_IGN)
    do {
      let locations = Locations.current
      let loaded = LoadedSettings.load(file: locations.settingsFile, environment: locations.environment)
      return try run(Invocation.parse(arguments, settings: loaded), loaded, locations)
    } catch is ReaderGone {
      return ExitStatus.success
    } catch let error as UsageError {
      Console.writeMessage("lnn-top: \(error)")
      return UsageError.exitStatus
    } catch {
      Console.writeMessage("lnn-top: \(error)")
      return ExitStatus.failure
    }
  }

  private static func run(
    _ invocation: Invocation, _ loaded: LoadedSettings, _ found: Locations
  ) throws -> Int32 {
    for note in loaded.notes { Console.writeMessage("lnn-top: note: \(note)") }
    var locations = found
    locations.chosenRuns = loaded.settings.runs
    switch invocation {
    case .train(let options):
      return try TrainCommand(options: options, locations: locations).run()
    case .replay(let options):
      return try ReplayCommand(options: options, locations: locations).run()
    case .attach(let options):
      return try AttachCommand(options: options, locations: locations).run()
    case .runs(let options):
      return try RunsCommand(options: options, locations: locations).run()
    case .removeRuns(let options):
      return try RemoveRunsCommand(options: options, locations: locations).run()
    case .tagRun(let options):
      return try TagRunCommand(options: options, locations: locations).run()
    case .noteRun(let options):
      return try NoteRunCommand(options: options, locations: locations).run()
    case .compare(let options):
      return try CompareCommand(options: options, locations: locations).run()
    case .eval(let options):
      return try EvalCommand(options: options, locations: locations).run()
    case .benchmark(let options):
      return try BenchmarkCommand(options: options, locations: locations).run()
    case .drive(let options):
      return try DriveCommand(options: options, locations: locations).run()
    case .bench(let options):
      return try BenchCommand(options: options).run()
    case .initTask(let options):
      return try TaskInitCommand(options: options).run()
    case .checkTask(let options):
      return try TaskCheckCommand(options: options, locations: locations).run()
    case .importNetwork(let options):
      return try ImportCommand(options: options).run()
    case .exportNetwork(let options):
      return try ExportCommand(options: options, locations: locations).run()
    case .themes(let options):
      return try ThemesCommand(options: options, locations: locations).run()
    case .config(let options):
      return try ConfigCommand(options: options, loaded: loaded, locations: locations).run()
    case .help(let text):
      Console.writeResult(text)
      return ExitStatus.success
    case .version:
      Console.writeResult(ProgramVersion.line)
      return ExitStatus.success
    }
  }
}
