import Foundation
import Telemetry
import Text

/// The recorded runs of a directory.
public enum RunListing {
  /// A summary of every run file in a directory, the newest first. Files that cannot be read are listed with
  /// the reason; a directory that does not exist has no runs.
  ///
  /// - Complexity: a few small queries a run and its description, whatever its length.
  public static func summaries(in directory: String) -> [RunSummary] {
    paths(in: directory).map(summary)
      .sorted { ($0.startedAt, $1.path) > ($1.startedAt, $0.path) }
  }

  private static func paths(in directory: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.filter { $0.hasSuffix("." + RunFile.pathExtension) }
      .map { (directory as NSString).appendingPathComponent($0) }
  }

  /// A run file as the directory shows it, without a look inside.
  public struct File: Sendable, Hashable {
    public var path: String
    /// Seconds since 1970 at which it, or the WAL beside it, last changed.
    public var changedAt: Double
    /// Bytes on disk, with the WAL.
    public var size: Int
  }

  /// The run files of a directory, the last changed first.
  ///
  /// - Complexity: two `stat` a file.
  public static func files(in directory: String) -> [File] {
    paths(in: directory).map { path in
      let times = [path, path + "-wal"].compactMap(RunFile.changeTime)
      return File(path: path, changedAt: times.max() ?? 0, size: RunFile.sizeOnDisk(of: path))
    }
    .sorted { ($0.changedAt, $1.path) > ($1.changedAt, $0.path) }
  }

  /// A summary of one run file.
  public static func summary(of path: String) -> RunSummary {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    var summary = RunSummary(
      path: path, state: .unreadable, startedAt: attributes?[.modificationDate] as? Date ?? .distantPast,
      fileSize: RunFile.sizeOnDisk(of: path))
    do throws(RunStoreError) {
      let opened = try RunFileOpening.open(path)
      defer { opened.removeCopy() }
      // As in `RunReader`: what is listed can be opened, under the same name.
      let description = try RunDescription(from: opened.database, path: path)
      var queries = RunQueries(path: path, database: opened.database, version: opened.version)
      summary.fill(from: description)
      summary.fill(from: &queries)
      summary.problem = queries.damage?.description
    } catch {
      summary.problem = error.description
    }
    return summary
  }
}

extension RunSummary {
  fileprivate mutating func fill(from description: RunDescription) {
    let model = description.model
    name = description.name.sanitized
    task = description.task.name.sanitized
    self.model = "\(model.cell) \(model.wiring) \(model.neurons.count)".sanitized
    parameterCount = model.parameterCount
    metricName = description.task.metricName.sanitized
    lossName = description.task.lossTitle.sanitized
    naive = description.naive
    startedAt = description.startedAt
    kind = description.isStream ? .stream : .training
  }

  fileprivate mutating func fill(from queries: inout RunQueries) {
    fillProgress(from: &queries)
    for label in queries.labels() {
      switch label.kind {
      case .tag: tags.append(label.text)
      case .note: notes.append(label.text)
      }
    }
    switch queries.state() {
    case .recording: state = .recording
    case .interrupted: state = .interrupted
    case .finished(let outcome): fill(from: outcome)
    }
  }

  private mutating func fillProgress(from queries: inout RunQueries) {
    let last = queries.rows(
      "SELECT sequence, step, loss, elapsed FROM scalars ORDER BY sequence DESC LIMIT 1",
      doing: "reading the last step"
    ) { row in (step: row.count(1) ?? 0, loss: row.real(2), elapsed: row.real(3)) }
    if let last = last.first {
      steps = last.step
      lastLoss = finite(last.loss)
      duration = finite(last.elapsed)
    }
    // The validation of a stream is what the naive twin reaches.
    guard kind == .training else { return }
    // NaN (NULL) would come first, an infinity last.
    let best = queries.rows(
      """
      SELECT sequence, validation_loss, validation_metric FROM scalars
      WHERE has_validation = 1 AND validation_loss IS NOT NULL ORDER BY validation_loss LIMIT 1
      """, doing: "reading the best validation"
    ) { row in (loss: row.real(1), metric: row.real(2)) }
    if let best = best.first {
      bestValidationLoss = finite(best.loss)
      metric = finite(best.metric)
    }
  }

  private mutating func fill(from outcome: Outcome) {
    state = State(outcome.state)
    steps = max(steps, outcome.steps)
    duration = finite(outcome.elapsed) ?? duration
    testMetric = outcome.test.flatMap { finite($0.metric) }
  }
}

extension RunSummary.State {
  fileprivate init(_ state: TrainingState) {
    switch state {
    case .done: self = .done
    case .diverged: self = .diverged
    // A run with an outcome has ended, so these states of a damaged file count as stopped.
    case .stopped, .training, .paused, .stepped: self = .stopped
    }
  }
}

private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

/// One line about a recorded run, for lists. Numbers are nil where there is none or it is not finite; texts
/// are free of control characters.
public struct RunSummary: Sendable, Hashable, Codable {
  /// How a run stands.
  public enum State: String, Sendable, Hashable, Codable {
    case done
    case stopped
    case diverged
    /// Its process was killed.
    case interrupted
    /// A process is recording it now.
    case recording
    case unreadable
  }

  /// What a run is of.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Training on finished data.
    case training
    /// A live stream.
    case stream
  }

  public var path: String
  public var state: State
  public var kind = Kind.training
  /// Why the file is unreadable, or what is damaged in it.
  public var problem: String?
  public var name = ""
  public var task = ""
  /// Cell, wiring and size, such as `ltc auto-ncp 19`.
  public var model = ""
  public var parameterCount = 0
  /// Optimiser steps made; of a stream, rows.
  public var steps = 0
  /// The training loss of the last step; of a stream, the network's sliding error.
  public var lastLoss: Double?
  /// Nil for streams, which have no validation part.
  public var bestValidationLoss: Double?
  /// What `metric` is, such as `accuracy`.
  public var metricName = ""
  /// The metric where the validation loss was best.
  public var metric: Double?
  /// The metric over the test part.
  public var testMetric: Double?
  /// What answers without a network reach; nil in runs of older versions.
  public var naive: NaiveFigures?
  /// What the losses are, such as `mse (normalised)`.
  public var lossName = ""
  /// Seconds from the start to the end, or to the last step recorded.
  public var duration: Double?
  /// When training started; for an unreadable file, when it last changed.
  public var startedAt: Date
  /// In the order in which they were added.
  public var tags: [String] = []
  /// About the run as a whole.
  public var notes: [String] = []
  /// Bytes on disk, with the WAL.
  public var fileSize: Int

  public init(path: String, state: State, startedAt: Date, fileSize: Int) {
    self.path = path
    self.state = state
    self.startedAt = startedAt
    self.fileSize = fileSize
  }
}
