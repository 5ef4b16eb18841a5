import Foundation
import Processes
import Terminal

/// The program: parses the command line, runs the command, words its failure.
public enum Program {
  /// - Parameter arguments: without the program's own name.
  /// - Returns: the exit status.
  public static func main(arguments: [String]) -> Int32 {
    // A write that fails says that nobody reads the output; a signal would end the program.
    signal(SIGPIPE, SIG_IGN)
    // Likewise at the limit of a file's size (ulimit -f): the write that fails is told.
    signal(SIGXFSZ, SIG_IGN)
    reserveStandardStreams()
    var locations = Locations.current
    let launched = LaunchedProcess.oneOfSeveral(environment: locations.environment)
    // What all processes that mpirun started find alike is said by the first of them.
    let isRepeated = launched.map { $0.rank > 0 } ?? false
    do {
      let settings = LoadedSettings.load(file: locations.settingsFile, environment: locations.environment)
      let parsed = try Commands.parse(arguments, settings: settings)
      for note in settings.notes where !isRepeated { Console.writeMessage("lnn-top: note: \(note)") }
      locations.chosenRuns = settings.settings.runs
      switch parsed {
      case .command(let command):
        if let launched, !type(of: command).sharesWork {
          if isRepeated { throw QuietEnd() }
          throw CommandFailure(
            "mpirun started \(launched.size) processes, which only 'train' and 'sweep work' make use of; start this"
              + " command alone")
        }
        return try command.run(in: CommandContext(locations: locations, settings: settings))
      case .text(let text):
        if !isRepeated {
          let isLinked = TerminalSession.showsLinks(environment: locations.environment)
          // Help has no control characters but those of links.
          try Console.writeText(
            (isLinked ? TextLink.toDocuments(in: text, folders: locations.sharedDirectories("docs")) : text)
              + "\n")
        }
        return ExitStatus.success
      }
    } catch let ending as OutputEnded {
      return ending == .readerGone ? ExitStatus.success : ExitStatus.failure
    } catch is QuietEnd {
      return ExitStatus.success
    } catch let error as UsageError {
      // Ending with a failure would have mpirun end the process that says it.
      if isRepeated { return ExitStatus.success }
      Console.writeMessage("lnn-top: \(error)")
      return UsageError.exitStatus
    } catch {
      Console.writeMessage("lnn-top: \(error)")
      return ExitStatus.failure
    }
  }

  /// Where the program was started with a standard stream closed, the next file that it opens would take the stream's
  /// place and receive what is printed. An empty stream that cannot be written to takes it instead.
  private static func reserveStandardStreams() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number, which is this one.
      _ = open("/dev/null", O_RDONLY)
    }
  }
}

/// The program's name and version, as `--version` prints and run files record them.
public enum ProgramVersion {
  public static let name = "lnn-top"
  public static let number = "0.2.0"
  /// The name and the number.
  public static let line = "\(name) \(number)"
}

/// What a person reads, in one line, when a command cannot do its work.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
