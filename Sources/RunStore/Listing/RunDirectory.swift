import Foundation
import Text

/// Where runs are kept, and under which names.
public enum RunDirectory {
  /// `LNN_TOP_RUNS`, else `$XDG_DATA_HOME/lnn-top/runs`, else `~/.local/share/lnn-top/runs`.
  public static func `default`(environment: [String: String] = ProcessInfo.processInfo.environment) -> String
  {
    if let chosen = environment["LNN_TOP_RUNS"], !chosen.isEmpty { return chosen }
    let home = ["HOME": NSHomeDirectory()].merging(environment.filter { !$0.value.isEmpty }) { $1 }
    return (BaseDirectory.data.path(environment: home) ?? ".") + "/runs"
  }

  /// Makes the directory and those above it where they do not exist.
  public static func create(_ directory: String) throws(RunStoreError) {
    guard mkdir(directory, 0o755) != 0 else { return }
    let code = errno
    let parent = directory.parentFolder
    if code == ENOENT, !parent.isEmpty, parent != directory {
      try create(parent)
      guard mkdir(directory, 0o755) != 0 else { return }
    }
    var status = stat()
    // Somebody else may have made it at the same time.
    guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .cannotCreate(path: directory, code: code)
    }
  }

  /// A path in `directory` that is free: the task's name and the local time, such as
  /// `lane-keeping-20260131-154502.lnnrun`.
  public static func freePath(
    in directory: String, task: String, at date: Date = Date(), timeZone: TimeZone = .current
  ) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = timeZone
    formatter.dateFormat = "yyyyMMdd-HHmmss"
    let stem = "\(fileName(of: task))-\(formatter.string(from: date))"
    var path = ""
    var number = 1
    repeat {
      let name = number == 1 ? stem : "\(stem)-\(number)"
      path = (directory as NSString).appendingPathComponent("\(name).\(RunFile.pathExtension)")
      number += 1
    } while RunFile.identity(of: path) != nil
    return path
  }

  /// Letters, digits, `_` and `.` of a name; whatever else is between them becomes one `-`.
  package static func fileName(of name: String) -> String {
    let words = name.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
      // A leading dot would hide the file.
      .map { $0.drop { $0 == "." } }
    var result = words.filter { !$0.isEmpty }.joined(separator: "-")
    // A file system allows 255 bytes.
    while result.utf8.count > 80 { result.removeLast() }
    return result.isEmpty ? "run" : result
  }
}

/// Where a user's files are, by the XDG Base Directory Specification.
///
/// Source: https://specifications.freedesktop.org/basedir-spec/latest/
public enum BaseDirectory: Sendable {
  case data
  case configuration
  /// What the program remembers from one start to the next.
  case state

  /// The program's folder below the base directory; nil where the environment names no place.
  ///
  /// The variable counts where it holds an absolute path, as the specification has it, else the folder below `HOME`.
  public func path(environment: [String: String]) -> String? {
    if let base = environment[variable], base.hasPrefix("/") { return "\(base)/lnn-top" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return "\(home)/\(fallback)/lnn-top"
  }

  private var variable: String {
    switch self {
    case .data: "XDG_DATA_HOME"
    case .configuration: "XDG_CONFIG_HOME"
    case .state: "XDG_STATE_HOME"
    }
  }

  private var fallback: String {
    switch self {
    case .data: ".local/share"
    case .configuration: ".config"
    case .state: ".local/state"
    }
  }
}
