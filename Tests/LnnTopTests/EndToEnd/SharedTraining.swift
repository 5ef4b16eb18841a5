import Foundation
import TestSupport

/// The real program in several processes, which `mpirun` starts on this machine.
struct SharedTraining {
  let process: ChildProcess
  private let output: String
  private let errors: String

  /// Whether Open MPI and the compiler of the program's library for it are here.
  static var isPossible: Bool { ["mpirun", "mpicc"].allSatisfy { Tool.path(of: $0) != nil } }

  /// Builds the library in a folder; returns its path.
  private static func library(in folder: TemporaryFolder) throws -> String {
    let path = folder.path("liblnn-top-mpi.so")
    if !FileManager.default.fileExists(atPath: path) {
      try Tool.runSuccessfully(
        "sh", [Document.package.appendingPathComponent("Tools/mpi/build.sh").path, folder.path])
    }
    return path
  }

  /// Starts `size` processes with the same words.
  init(_ size: Int, _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:])
    throws
  {
    try self.init(Array(repeating: arguments, count: size), in: folder, environment: environment)
  }

  /// - Parameters:
  ///   - lines: the words of each process.
  ///   - input: what comes through standard input.
  private init(
    _ lines: [[String]], in folder: TemporaryFolder, environment: [String: String] = [:], input: Data? = nil
  ) throws {
    guard let mpirun = Tool.path(of: "mpirun") else { throw CocoaError(.executableNotLoadable) }
    let files = ["stdout", "stderr", "stdin"].map { folder.path("\($0)-\(UUID().uuidString)") }
    try input?.write(to: URL(fileURLWithPath: files[2]))
    (output, errors) = (files[0], files[1])
    let own = [
      "LNN_TOP_RUNS": folder.path("runs"), "XDG_CONFIG_HOME": folder.path("config"), "NO_COLOR": "",
      "LNN_TOP_MPI_LIBRARY": try Self.library(in: folder),
      // Tests may run as root, and on fewer cores than processes.
      "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
      "OMPI_MCA_rmaps_base_oversubscribe": "1",
    ]
    let words = lines.map { ["-n", "1", CommandRun.executable] + $0 }.joined(separator: [":"])
    process = try ChildProcess(
      mpirun, Array(words), in: folder.path,
      environment: ProcessInfo.processInfo.environment.merging(own) { $1 }.merging(environment) { $1 },
      input: input == nil ? nil : files[2], output: files[0], messages: files[1])
  }

  /// Runs `size` processes with the same words to their end.
  static func run(_ size: Int, _ arguments: [String], in folder: TemporaryFolder) throws -> CommandRun {
    try run(Array(repeating: arguments, count: size), in: folder)
  }

  /// Runs a process for each line to their end.
  static func run(_ lines: [[String]], in folder: TemporaryFolder, input: Data? = nil) throws -> CommandRun {
    let training = try SharedTraining(lines, in: folder, input: input)
    let status = training.process.wait()
    return CommandRun(status: status, output: training.text(training.output), messages: training.messages)
  }

  /// What all processes and mpirun wrote to stderr so far.
  var messages: String { text(errors) }

  private func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  /// The processes that mpirun started, by their rank.
  var ranks: [Int: pid_t] {
    let tasks = "/proc/\(process.id)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    let children = threads.flatMap { text("\(tasks)/\($0)/children").split(separator: " ") }
    let pairs = children.compactMap { child -> (Int, pid_t)? in
      let environment = (try? Data(contentsOf: URL(fileURLWithPath: "/proc/\(child)/environ"))) ?? Data()
      let entries = environment.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      let rank = entries.first { $0.hasPrefix("OMPI_COMM_WORLD_RANK=") }.flatMap { Int($0.dropFirst(21)) }
      return rank.flatMap { rank in pid_t(child).map { (rank, $0) } }
    }
    return Dictionary(pairs) { first, _ in first }
  }
}
