import Foundation
import LiquidData
import RunStore
import Sweeps
import Telemetry

/// One training of a comparison, and what there is of it already.
struct BenchmarkRun: Sendable {
  enum State: Sendable, Hashable {
    case new
    /// It was stopped or interrupted.
    case begun
    /// It ended, whether well or not.
    case finished
  }

  let entry: BenchmarkEntry
  let options: TrainOptions
  let path: String
  let state: State

  /// What tells runs of comparisons from others.
  static let tag = "benchmark"

  var seed: UInt64 { options.seed }
  /// The file's name without its ending.
  var key: String { Self.key(path) }
  var name: String { "\(entry.name)\(entry.turn.map { " on \($0.group.shown)" } ?? "") seed \(seed)" }

  private static func key(_ path: String) -> String {
    String((path as NSString).lastPathComponent.dropLast(RunFile.pathExtension.count + 1))
  }

  /// - Parameter folder: where the run files are.
  /// - Throws: where there is a file of that name that is no run of this comparison.
  init(
    _ entry: BenchmarkEntry, seed: UInt64, folder: String, fingerprint: String, locations: Locations
  ) throws {
    var options = entry.options
    options.seed = seed
    path = Self.path(entry, seed: seed, folder: folder)
    options.runFile = path
    self.entry = entry
    self.options = options
    guard RunFile.identity(of: path) != nil else {
      state = .new
      return
    }
    let reader = try RunReader(path: path)
    try Self.check(reader, path: path, options: options, fingerprint: fingerprint, locations: locations)
    switch reader.state {
    // The process that makes it for a comparison in this folder is waited for.
    case .recording where SweepFolder(path: folder).readClaim(Self.key(path))?.isAlive == true:
      state = .begun
    case .recording:
      throw CommandFailure("\(path) is being recorded right now; another --out keeps the two apart")
    case .finished(let outcome) where outcome.state == .done || outcome.state == .diverged:
      state = .finished
    case .finished, .interrupted:
      state = .begun
    }
  }

  /// The file of a run: that of an older name of the network where there is one.
  private static func path(_ entry: BenchmarkEntry, seed: UInt64, folder: String) -> String {
    let group = entry.turn.map { "-" + $0.fileName } ?? ""
    let paths = ([entry.name] + entry.options.model.cell.traits.aliases).map {
      "\(folder)/\($0)\(group)-seed\(seed).\(RunFile.pathExtension)"
    }
    return paths.first { RunFile.identity(of: $0) != nil } ?? paths[0]
  }

  /// Throws where the file is of other data or was trained otherwise.
  private static func check(
    _ reader: RunReader, path: String, options: TrainOptions, fingerprint: String, locations: Locations
  ) throws {
    let hint = "remove it, or choose another --out"
    guard reader.fingerprint == fingerprint else {
      throw CommandFailure("\(path) was trained on other data than these; \(hint)")
    }
    let wanted = try comparable(TaskChoice(options: options, locations: locations).recorded(), path)
    let found = try comparable(reader.description.configuration, path)
    for name in Set(wanted.keys).union(found.keys).sorted() where wanted[name] != found[name] {
      func words(_ value: String?) -> String { value.map { "--\(name) \($0)" } ?? "no --\(name)" }
      throw CommandFailure(
        "\(path) was trained with \(words(found[name])), not \(words(wanted[name])); \(hint)")
    }
  }

  /// What must be the same: not where the data lie, nor how results are shown. Options that an older version did not
  /// know have their defaults.
  private static func comparable(
    _ recorded: [String: String], _ path: String
  ) throws -> [String: String] {
    do {
      var options = try TrainOptions(recorded: recorded)
      (options.data, options.task, options.dataFolder) = (nil, nil, nil)
      // Older versions did not record these; the fingerprint of the data has them.
      options.missingMarkers = nil
      return options.configuration
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }

  /// The run as one of a sweep.
  ///
  /// - Parameter trial: the place of its network and of what is held out, counted from 0.
  func job(trial: Int, locations: Locations) throws -> SweepJob {
    var values = [SweepTrials.network: entry.name]
    values["hold-out"] = entry.turn?.value
    return SweepJob(
      key: key, trial: trial, seed: seed, values: values,
      options: try TaskChoice(options: options, locations: locations).recorded(),
      tags: [Self.tag, entry.name, "seed-\(seed)"])
  }
}
