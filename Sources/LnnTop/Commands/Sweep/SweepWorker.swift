import Dispatch
import Foundation
import LiquidData
import LiquidTraining
import RunStore
import Sweeps
import Synchronization
import Telemetry

/// Makes the runs of a sweep that nobody else makes, one after another, until none is left.
final class SweepWorker: Sendable {
  /// What it tells whoever watches it.
  enum Event: Sendable {
    case begun(SweepJob)
    case ended(SweepJob, SweepResult)
    /// Another process has the run.
    case held(SweepJob)
  }

  private struct State {
    var isStopping = false
    var training: RecordedTraining?
    var watch = ClaimWatch()
    var data: SweepData?
    /// Runs of which was told that another process has them.
    var told: Set<String> = []
  }

  private let folder: SweepFolder
  private let plan: SweepPlan
  private let locations: Locations
  /// Whether somebody wakes it when there may be more to make.
  private let isWatched: Bool
  private let onEvent: @Sendable (Event) -> Void
  private let state = Mutex(State())
  /// Signalled when it is to stop, or there may be more to make.
  private let called = DispatchSemaphore(value: 0)

  /// Processes that may die at a run before it counts as failed.
  private static let lossLimit = 20
  /// Seconds between two checks of runs that other machines make.
  private static let pause = 5

  init(
    folder: SweepFolder, plan: SweepPlan, locations: Locations, isWatched: Bool,
    onEvent: @escaping @Sendable (Event) -> Void
  ) {
    (self.folder, self.plan, self.locations) = (folder, plan, locations)
    (self.isWatched, self.onEvent) = (isWatched, onEvent)
  }

  /// Makes runs until all have a result or are another process's. Where runs follow from the results of others, it waits for
  /// them as long as somebody leads the sweep.
  ///
  /// - Parameter job: the one to make; nil: all.
  /// - Throws: where the folder cannot be written, or the data are others than the sweep's.
  func work(on job: SweepJob? = nil) throws {
    folder.discardDamagedResults()
    while !isStopping {
      let plan = self.plan.grows ? try folder.plan() : self.plan
      var unseen = job == nil && plan.grows && isLed
      for stretch in folder.openStretches(of: job.map { [$0] } ?? plan.jobs, plan) {
        if isStopping { return }
        guard !(try make(stretch)) else { continue }
        let job = stretch.job
        if state.withLock({ $0.told.insert(job.key).inserted }) { onEvent(.held(job)) }
        // A process that can be seen makes its run; whether one on another machine lives takes a while to tell.
        if let claim = folder.readClaim(job.key), claim.isAlive != nil { continue }
        unseen = true
      }
      guard unseen else { return }
      _ = called.wait(timeout: .now() + .seconds(Self.pause))
    }
  }

  /// Whether there is somebody who may add runs.
  private var isLed: Bool {
    if isWatched { return true }
    guard let claim = folder.readClaim(SweepLead.key) else { return false }
    return claim.isAlive ?? !isGone(SweepLead.key, claim)
  }

  private func isGone(_ key: String, _ claim: SweepClaim) -> Bool {
    let beat = folder.beat(of: key)
    return state.withLock { $0.watch.isGone(key, claim, beat: beat, now: monotonicSeconds()) }
  }

  /// Has it look for what there is to make.
  func wake() { called.signal() }

  /// Ends the run under way at its next step, and begins no other.
  func stop() {
    let training = state.withLock { state in
      state.isStopping = true
      return state.training
    }
    training?.stop()
    called.signal()
  }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  /// - Returns: false where another process has the run.
  private func make(_ stretch: SweepStretch) throws -> Bool {
    let job = stretch.job
    let outcome = try folder.claim(job.key) { [self] in isGone(job.key, $0) }
    guard case .taken(let claim, let losses) = outcome else { return false }
    defer { folder.release(claim, of: job.key) }
    // Another process may have ended it between the look at the results and the claim.
    guard folder.isOpen(stretch) else { return true }
    guard losses < Self.lossLimit else {
      let reason = "\(losses) processes that made it ended without a word: is the memory enough?"
      try end(stretch, SweepResult(key: job.key, state: .failed, reason: reason))
      return true
    }
    // Who was taken for gone, as its network stood still, leaves the run to its new owner.
    let beat = ClaimBeat(claim, of: job.key, in: folder) { [self] in
      state.withLock { $0.training }?.stop()
    }
    defer { beat.end() }
    onEvent(.begun(job))
    if let result = try train(stretch), folder.holds(claim, job.key) { try end(stretch, result) }
    return true
  }

  private func end(_ stretch: SweepStretch, _ result: SweepResult) throws {
    var result = result
    result.rung = stretch.rung
    if try folder.publish(result, of: stretch) { onEvent(.ended(stretch.job, result)) }
  }

  /// Trains a run up to where it is judged, or goes on with it.
  ///
  /// - Returns: nil where it was stopped before.
  private func train(_ stretch: SweepStretch) throws -> SweepResult? {
    let job = stretch.job
    let path = folder.runPath(job.key)
    if !isEnded(path, stretch) {
      // That files or data are not to be had is nothing about this run: it is left to others, or to later.
      let data: SweepData
      do {
        data = try self.data(of: job)
      } catch let error as DataError {
        _ = try SweepData(options: plan.dataOptions, locations: locations)
        return SweepResult(key: job.key, state: .failed, reason: "\(error)")
      }
      let setup: TrainingSetup
      do {
        setup = try self.setup(job, path, data)
      } catch  where !(error is RunStoreError) {
        // Options that do not go together are found here, and the other runs are not to wait for them.
        return SweepResult(key: job.key, state: .failed, reason: "\(error)")
      }
      try run(setup, path, stretch)
    }
    return try Self.result(stretch, path: path)
  }

  /// Whether a process took the run to its end, or to where it is judged, and was killed before it published the result.
  private func isEnded(_ path: String, _ stretch: SweepStretch) -> Bool {
    guard RunFile.identity(of: path) != nil else { return false }
    guard let reader = try? RunReader(path: path), reader.damage == nil else {
      folder.discard(path, of: stretch.job.key)
      return false
    }
    return Self.outcome(reader, stretch) != nil
  }

  /// How a run ended, or was stopped where it is judged; nil where it is to go on.
  private static func outcome(_ reader: RunReader, _ stretch: SweepStretch) -> Outcome? {
    guard case .finished(let outcome) = reader.state else { return nil }
    switch outcome.state {
    case .done, .diverged: return outcome
    case .stopped:
      guard let epochs = stretch.epochs, let steps = reader.description.stepsPerEpoch else { return nil }
      return outcome.steps >= epochs * steps ? outcome : nil
    default: return nil
    }
  }

  private func setup(_ job: SweepJob, _ path: String, _ data: SweepData) throws -> TrainingSetup {
    var options = try TrainOptions(complete: job.options)
    if RunFile.identity(of: path) != nil {
      var resuming = TrainOptions()
      resuming.resume = path
      resuming.threads = 1
      // Where the data are now: a run that an earlier plan began may know another place.
      (resuming.data, resuming.task, resuming.dataFolder) = (options.data, options.task, options.dataFolder)
      options = resuming
    } else {
      options.runFile = path
    }
    return try TrainingSetup(
      options: options, locations: locations, prepared: (data.dataset, data.fingerprint))
  }

  private func run(_ setup: TrainingSetup, _ path: String, _ stretch: SweepStretch) throws {
    let training = try RecordedTraining(setup, until: stretch.epochs)
    let isStopping = state.withLock { state in
      state.training = training
      return state.isStopping
    }
    if isStopping { training.stop() }
    defer { state.withLock { $0.training = nil } }
    try training.run()
    if stretch.rung ?? 1 > 1 { return }
    for tag in stretch.job.tags ?? ["sweep"] {
      try RunLabels.add(RunLabel(.tag, tag, at: Date()), path: path)
    }
  }

  /// The data of a run: those of the run before where they are the same.
  private func data(of job: SweepJob) throws -> SweepData {
    if let known = state.withLock({ $0.data }), known.words == SweepData.words(of: job.options) {
      return known
    }
    let data = try SweepData(options: job.options, locations: locations)
    if data.words == SweepData.words(of: plan.dataOptions), plan.fingerprint != data.fingerprint {
      throw SweepFolderError(
        "the data of \(plan.task) have changed since the sweep in \(folder.path) was begun")
    }
    state.withLock { $0.data = data }
    return data
  }

  /// What a run file says of its end; nil where the run was stopped before.
  static func result(_ stretch: SweepStretch, path: String) throws -> SweepResult? {
    let reader = try RunReader(path: path)
    guard let outcome = outcome(reader, stretch) else { return nil }
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    let description = reader.description
    var result = SweepResult(
      key: stretch.job.key, state: outcome.state == .diverged ? .diverged : .done, reason: outcome.explanation
    )
    (result.parameters, result.synapses) = (
      description.model.parameterCount, description.model.synapses.count
    )
    result.seconds = outcome.elapsed
    guard outcome.state != .diverged else { return result }
    (result.loss, result.metric) = (finite(outcome.validation?.loss), finite(outcome.validation?.metric))
    (result.testLoss, result.testMetric) = (finite(outcome.test?.loss), finite(outcome.test?.metric))
    result.epoch = outcome.bestStep.map { max(1, ($0 - 1) / max(1, description.stepsPerEpoch ?? 1) + 1) }
    return result
  }
}
