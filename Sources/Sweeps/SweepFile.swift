import Foundation
import Text
import YAML

/// What a sweep file asks for: a task, a space, which points of it are tried and where.
///
///     task: lane-keeping
///     space:
///       units: [8, 16, 32]
///       learning-rate: {log: [1e-4, 1e-1]}
///     trials: 40
package struct SweepFile: Sendable, Hashable {
  /// The file, as the person named it.
  package let path: String
  /// What the sweep is called.
  package let name: String
  /// The task, a task file or a table, as `train` takes it.
  package let task: String
  /// The folder of the task's data; nil: that of the task file.
  package let data: String?
  /// Options of `train` that all trials have, by their long names.
  package let training: [String: String]
  package let space: SweepSpace
  package let sampler: SweepSampler
  /// Points that are tried; of a grid all of them.
  package let trials: Int
  /// Runs of each trial, with the seeds 1, 2 and so on.
  package let seeds: Int
  /// Of the sampler.
  package let seed: UInt64
  package let goal: SweepGoal
  package let executor: SweepExecutor
  /// How Optuna proposes points; nil where it does not.
  package let study: SweepStudy?
  package let halving: SweepHalving?
  /// The line of each key, by its path, such as `space.units`.
  private let lines: [String: Int]

  /// The most runs of a sweep.
  package static let runLimit = 100_000

  /// Reads a sweep file.
  ///
  /// - Throws: `SweepFileError` with the file and the line.
  package static func read(path: String) throws(SweepFileError) -> SweepFile {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw SweepFileError("there is no such file, or it cannot be read", path: path)
    }
    defer { try? file.close() }
    let bytes: Data
    do {
      bytes = try file.read(upToCount: YAMLReader.maximumBytes + 1) ?? Data()
    } catch {
      let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil
      throw SweepFileError(
        isFolder
          ? "this is a folder, not a sweep file; 'lnn-top sweep show' and 'sweep table' take the folder of a sweep"
          : "it cannot be read: \(FileFailure.reason(error))", path: path)
    }
    guard !bytes.isEmpty else { throw SweepFileError("the file is empty", path: path) }
    return try SweepFile(bytes: [UInt8](bytes), path: path)
  }

  /// Reads a sweep file from memory; `path` stands for the file in messages and names a sweep without a name.
  package init(bytes: [UInt8], path: String) throws(SweepFileError) {
    let root: YAMLNode
    do {
      root = try YAMLReader.read(bytes)
    } catch {
      throw SweepFileError("this is no YAML (\(error.message))", path: path, line: error.line)
    }
    let file = try SweepSection(root, called: "the file", keys: SweepKey.ofFile, path: path)
    self.path = path
    name = try file.text("name") ?? URL(filePath: path).deletingPathExtension().lastPathComponent
    _ = try file.text("about")
    guard let task = try file.text("task") else {
      throw SweepFileError("'task' is missing: what is trained on, such as 'task: lane-keeping'", path: path)
    }
    self.task = task
    data = try file.text("data")
    space = try Self.space(file)
    halving =
      file["halving"] == nil ? nil : try SweepHalving(file.section("halving", keys: SweepKey.ofHalving))
    var training = try file.words("training")
    // A schedule of the learning rate is laid out for the longest run, whoever makes it.
    if let halving {
      try Self.checkLength(file, training, space)
      training["epochs"] = halving.epochs.last.map(String.init)
    }
    self.training = training
    seeds = try file.count("seeds", through: 10_000) ?? 1
    seed = UInt64(try file.count("seed", from: 0, through: .max) ?? 1)
    goal = try file.choice("goal") ?? .metric
    executor = try SweepExecutor(file)
    study = try Self.study(file)
    (sampler, trials) = try Self.plan(file, space: space)
    if halving != nil, study?.against != nil {
      throw file.error("halving goes by one goal; leave out 'against'", at: "halving")
    }
    lines = file.lines
    if let name = space.dimensions.map(\.name).first(where: { training[$0] != nil }) {
      throw file.error("'\(name)' is in 'space' and in 'training'", at: "training")
    }
    let runs = trials.multipliedReportingOverflow(by: seeds)
    guard !runs.overflow, runs.partialValue <= Self.runLimit else {
      throw file.error("these are more than \(NumberText.grouped(Self.runLimit)) runs", at: "trials")
    }
  }

  /// The line of a key, by its path, such as `space.units`; nil if the file does not have the key.
  package func line(of key: String) -> Int? { lines[key] }

  private static func space(_ file: SweepSection) throws(SweepFileError) -> SweepSpace {
    guard let node = file["space"], case .mapping(let entries, _) = node, !entries.isEmpty else {
      throw file.error(
        "'space' names the options that vary, each with its values, such as 'units: [8, 16, 32]'", at: "space"
      )
    }
    var dimensions: [SweepDimension] = []
    for entry in entries { dimensions.append(try SweepDimension(entry, in: file)) }
    return SweepSpace(dimensions: dimensions)
  }

  /// Throws where anything else than `halving` says how long runs are.
  private static func checkLength(
    _ file: SweepSection, _ training: [String: String], _ space: SweepSpace
  ) throws(SweepFileError) {
    for name in ["epochs", "steps"] {
      let isVaried = space.dimensions.contains { $0.name == name }
      guard training[name] != nil || isVaried else { continue }
      let place = isVaried ? "space" : "training"
      throw file.error(
        "'\(name)' is in '\(place)', but 'halving' says how long runs are", at: "\(place).\(name)")
    }
  }

  /// What a sampler of Optuna is told; nil where another one is meant.
  private static func study(_ file: SweepSection) throws(SweepFileError) -> SweepStudy? {
    guard let node = file["sampler"] else { return nil }
    if let word = node.text { return word == SweepSampler.optuna.rawValue ? SweepStudy() : nil }
    let section = try file.section("sampler", keys: SweepKey.ofSampler)
    guard try section.choice("kind") == SweepSampler.optuna else {
      throw section.error("details of a sampler are for 'kind: optuna'", at: "kind")
    }
    return try SweepStudy(section)
  }

  private static func plan(
    _ file: SweepSection, space: SweepSpace
  ) throws(SweepFileError) -> (SweepSampler, Int) {
    let asked = try file.count("trials", through: runLimit)
    let isDetailed = file["sampler"].map { $0.text == nil } ?? false
    let sampler: SweepSampler =
      try isDetailed ? .optuna : file.choice("sampler") ?? (asked == nil ? .grid : .random)
    switch sampler {
    case .random, .optuna:
      guard let asked else {
        throw file.error("'trials' says how many points \(sampler.rawValue) tries", at: "sampler")
      }
      return (sampler, asked)
    case .grid:
      if let range = space.dimensions.first(where: { $0.count == nil }) {
        throw file.error(
          "a grid needs a list of values for '\(range.name)'; 'trials: N' draws N points at random",
          at: "space.\(range.name)")
      }
      guard let count = space.gridCount, count <= runLimit else {
        throw file.error(
          "the grid has more than \(NumberText.grouped(runLimit)) points; 'trials: N' draws N at random",
          at: "space")
      }
      guard asked == nil || asked == count else {
        throw file.error(
          "the grid has \(NumberText.grouped(count)) points; 'sampler: random' draws others", at: "trials")
      }
      return (.grid, count)
    }
  }
}

/// By what trials are compared, always over the validation part: settings are never chosen by a test.
package enum SweepGoal: String, Sendable, Hashable, Codable, CaseIterable {
  /// The task's metric, such as accuracy.
  case metric
  case loss
}

/// What is wrong with a sweep file, in one line.
package struct SweepFileError: Error, Sendable, Hashable, CustomStringConvertible {
  package let path: String
  /// From 1; nil if the problem has no single line.
  package let line: Int?
  package let reason: String

  package init(_ reason: String, path: String, line: Int? = nil) {
    (self.path, self.line, self.reason) = (path, line, reason)
  }

  package var description: String {
    let place = line.map { "\(path):\($0)" } ?? path
    return "\(place): \(reason)".displayed(limit: 600)
  }
}
