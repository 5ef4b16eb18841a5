import Dashboard
import Dispatch
import Foundation
import RunStore
import Synchronization
import Telemetry

/// Looks for recorded runs, reads their curves and opens them, away from the thread that draws.
///
/// What it found waits until it is drained; a wakeup says when there is something.
final class RunCatalogue: Sendable {
  private struct State {
    /// The newest listing only: each holds what those before it held.
    var listing: RunListingUpdate?
    var curves: [RunCurves] = []
    var opened: Opened?
    /// Counts runs to be opened, so that one that was replaced or given up is dropped.
    var openingNumber = 0
    var wakeup: (@Sendable () -> Void)?
    /// Counts listings, so that one that was asked for again stops.
    var listingNumber = 0
    var known: [String: Known] = [:]
  }

  /// A run that was to be opened, or why it could not be.
  struct Opened {
    var path: String
    var result: Result<any FrameSource, RunStoreError>
  }

  /// A run that has ended, as it was when it was last looked at.
  private struct Known {
    var file: RunListing.File
    var entry: RunEntry
  }

  /// Runs listed: those beyond are older than anyone looks for.
  private static let maximumEntries = 2_000
  /// Runs read before the screen is told.
  private static let batch = 50

  private let directory: String
  private let state = Mutex(State())
  private let listing = DispatchQueue(label: "lnn-top.runs", qos: .utility)
  private let opening = DispatchQueue(label: "lnn-top.open", qos: .userInitiated)
  private let reading = DispatchQueue(label: "lnn-top.curves", qos: .utility)

  init(directory: String) {
    self.directory = Self.canonical(directory)
  }

  /// The path of a file as listed, however it was given.
  static func canonical(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  func setWakeup(_ wakeup: @escaping @Sendable () -> Void) { state.withLock { $0.wakeup = wakeup } }

  /// What has been found since the last call.
  func drain() -> [Action] {
    state.withLock { state in
      defer { (state.listing, state.curves) = (nil, []) }
      return (state.listing.map { [.runs($0)] } ?? []) + state.curves.map { .curves($0) }
    }
  }

  /// Lists the directory again, the newest files first, and publishes the first ones before the last are read.
  func list() {
    let number = state.withLock { state in
      state.listingNumber += 1
      return state.listingNumber
    }
    listing.async { self.list(number) }
  }

  private func list(_ number: Int) {
    let files = RunListing.files(in: directory)
    var entries: [RunEntry] = []
    for (index, file) in files.prefix(Self.maximumEntries).enumerated() {
      guard state.withLock({ $0.listingNumber }) == number else { return }
      entries.append(entry(for: file))
      if (index + 1) % Self.batch == 0 { publish(entries, of: files.count, isComplete: false) }
    }
    publish(entries, of: files.count, isComplete: true)
  }

  private func entry(for file: RunListing.File) -> RunEntry {
    if let known = state.withLock({ $0.known[file.path] }), known.file == file { return known.entry }
    let summary = RunListing.summary(of: file.path)
    let entry = RunEntry(summary)
    if summary.state != .recording {
      state.withLock { $0.known[file.path] = Known(file: file, entry: entry) }
    }
    return entry
  }

  private func publish(_ entries: [RunEntry], of total: Int, isComplete: Bool) {
    let update = RunListingUpdate(
      entries: entries, total: total, directory: directory, isComplete: isComplete)
    let wakeup = state.withLock { state in
      state.listing = update
      return state.wakeup
    }
    wakeup?()
  }

  /// Reads a run to be shown, in place of any that is being read.
  func open(_ path: String) {
    let number = forgetOpening()
    opening.async {
      guard self.state.withLock({ $0.openingNumber }) == number else { return }
      let result = Result { () throws(RunStoreError) in try Self.source(of: path) }
      let wakeup = self.state.withLock { state -> (@Sendable () -> Void)? in
        guard state.openingNumber == number else { return nil }
        state.opened = Opened(path: path, result: result)
        return state.wakeup
      }
      wakeup?()
    }
  }

  /// A replay, or a run that another process is making now.
  private static func source(of path: String) throws(RunStoreError) -> any FrameSource {
    let reader = try RunReader(path: path)
    if case .recording = reader.state { return try FollowSource(path: path) }
    return ReplaySource(reader: reader)
  }

  /// Drops the run that is being read; returns the number of the next.
  @discardableResult
  func forgetOpening() -> Int {
    state.withLock { state in
      state.openingNumber += 1
      state.opened = nil
      return state.openingNumber
    }
  }

  /// The run that was to be opened, once.
  func takeOpened() -> Opened? {
    state.withLock { state in
      defer { state.opened = nil }
      return state.opened
    }
  }

  /// Reads the losses of a run.
  func load(_ path: String) {
    reading.async {
      let curves = RunCurves(reading: path)
      let wakeup = self.state.withLock { state in
        state.curves.append(curves)
        return state.wakeup
      }
      wakeup?()
    }
  }
}

extension RunEntry {
  init(_ summary: RunSummary) {
    let file = (summary.path as NSString).lastPathComponent
    let name = (file as NSString).deletingPathExtension
    self.init(
      path: summary.path, name: name, stateWord: summary.state.rawValue,
      startedAt: summary.startedAt.timeIntervalSince1970)
    model = summary.model
    steps = summary.steps
    bestLoss = summary.bestValidationLoss ?? summary.lastLoss
    metricName = summary.metricName
    metric = summary.metric
    duration = summary.duration
    problem = summary.problem
  }
}

extension RunCurves {
  /// The losses in a run file, or why there are none.
  init(reading path: String) {
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    do throws(RunStoreError) {
      let reader = try RunReader(path: path)
      var history = ScalarHistory()
      for scalars in reader.scalars() { history.append(scalars) }
      self.init(
        path: path, name: name, history: history,
        startedAt: reader.description.startedAt.timeIntervalSince1970, problem: reader.damage?.description)
    } catch {
      self.init(path: path, name: name, problem: error.description)
    }
  }
}
