import Foundation
import RunStore
import Text

/// Where the files that come with the program, and those of the person, lie.
package struct Locations: Sendable {
  package let environment: [String: String]
  /// The running program's own path with links resolved; empty where the system does not tell.
  package let executable: String
  /// Where runs are recorded and looked for; nil: where `RunDirectory` says.
  package var chosenRuns: String?

  package init(environment: [String: String], executable: String) {
    self.environment = environment
    self.executable = executable
  }

  /// Where runs are recorded and looked for.
  package var runs: String { chosenRuns ?? RunDirectory.default(environment: environment) }

  /// The person's settings; nil where the environment names no place for them.
  package var settingsFile: String? {
    BaseDirectory.configuration.path(environment: environment).map { "\($0)/config.yaml" }
  }

  package static var current: Locations {
    Locations(
      environment: ProcessInfo.processInfo.environment,
      executable: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "")
  }

  /// The first program of a name in the folders of PATH, of those that others install.
  func program(named name: String) -> String? {
    (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Where the library for Open MPI may be: beside the program where it was built, or where it was installed.
  package var mpiLibraries: [String] {
    if let path = environment["LNN_TOP_MPI_LIBRARY"] { return [path] }
    let name = "liblnn-top-mpi.so"
    let folder = executable.parentFolder
    return ["\(folder)/\(name)", "\(folder)/../lib/lnn-top/\(name)"]
  }

  /// Where themes are looked for, first come first served: the person's configuration before what is shared.
  package var themeDirectories: [String] {
    let configuration = BaseDirectory.configuration.path(environment: environment)
    return (configuration.map { ["\($0)/themes"] } ?? []) + sharedDirectories("themes")
  }

  /// The schema of task files among the program's documents; nil where it is not there, or its path has blanks, which would
  /// end it in the comment by which editors find it.
  package var taskSchema: String? {
    sharedDirectories("docs").map { "\($0)/schema/\(FileSchema.task.fileName)" }
      .first { FileManager.default.isReadableFile(atPath: $0) && !$0.contains(where: \.isWhitespace) }
  }

  /// Where shared files of a kind may lie: the person's data, the installation that the program belongs to, the
  /// package that it was built in.
  package func sharedDirectories(_ kind: String) -> [String] {
    var directories: [String] = []
    if let data = BaseDirectory.data.path(environment: environment) {
      directories.append("\(data)/\(kind)")
    }
    guard executable.hasPrefix("/") else { return directories }
    let parts = executable.split(separator: "/")
    if parts.count >= 2 {
      directories.append("/" + (parts.dropLast(2) + ["share/lnn-top/\(kind)"]).joined(separator: "/"))
    }
    if let build = parts.lastIndex(of: ".build") {
      directories.append("/" + (parts[..<build] + ["\(kind)"]).joined(separator: "/"))
    }
    return directories
  }
}

/// Finds the run that a person means: a file, the name of one in the directory of runs, or the name that runs were
/// given, of which the newest counts.
enum RunPath {
  static func resolve(_ name: String, locations: Locations) -> String {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory)
    if name.contains("/") || (exists && !isDirectory.boolValue) { return name }
    let directory = locations.runs
    let candidates = ["\(directory)/\(name)", "\(directory)/\(name).lnnrun"]
    if let file = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) { return file }
    // The newest run first: the listing is sorted so.
    return RunListing.summaries(in: directory).first { $0.name == name }?.path ?? name
  }
}

/// Finds the task file that a person names: by its path, or by the name of one that comes with the program.
enum TaskPath {
  /// Whether a word for the data may name a task: it ends as YAML files do, or is a name without folder and ending.
  static func mayBeTask(_ word: String) -> Bool {
    endsAsTask(word) || (!word.isEmpty && word != "-" && !word.contains("/") && !word.contains("."))
  }

  /// The path of the task file; nil where the word is a table's.
  ///
  /// - Parameter isSure: whether it can be nothing else, as behind `--task`.
  /// - Throws: where a name without an ending is neither a file's nor a task's.
  static func resolve(_ word: String, isSure: Bool, locations: Locations) throws -> String? {
    if word == "-" { return isSure ? word : nil }
    let exists = FileManager.default.fileExists(atPath: word)
    if exists { return isSure || endsAsTask(word) ? word : nil }
    guard mayBeTask(word) else { return isSure ? word : nil }
    if let path = shared(word, locations) { return path }
    if endsAsTask(word) { return word }
    let names = sharedNames(locations)
    let nearest = EditDistance.nearest(to: word, among: names)
    let known =
      nearest.map { "; did you mean '\($0)'?" }
      ?? (names.isEmpty ? "" : ", which are \(names.joined(separator: ", "))")
    throw CommandFailure(
      "there is neither a file \(word) nor a task of this name among those of the program\(known)")
  }

  /// The names of the tasks that come with the program.
  static func sharedNames(_ locations: Locations) -> [String] {
    let names = folders(locations).flatMap { folder in
      (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
    return Set(names).sorted()
  }

  private static func endsAsTask(_ word: String) -> Bool {
    let word = word.lowercased()
    return word.hasSuffix(".yaml") || word.hasSuffix(".yml")
  }

  private static func shared(_ word: String, _ locations: Locations) -> String? {
    guard !word.contains("/") else { return nil }
    let file = endsAsTask(word) ? word : "\(word).yaml"
    return folders(locations).map { "\($0)/\(file)" }
      .first { FileManager.default.isReadableFile(atPath: $0) }
  }

  private static func folders(_ locations: Locations) -> [String] {
    locations.sharedDirectories("sample-data").map { "\($0)/tasks" }
  }
}
