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
    var beats = 0
    /// Runs of which was told that another process has them.
    var told: Set<String> = []
  }

  private let folder: SweepFolder
  private let plan: SweepPlan
  private let locations: Locations
  private let onEvent: @Sendable (Event) -> Void
  private let state = Mutex(State())
  /// Signalled when it is to stop.
  private let stopped = DispatchSemaphore(value: 0)

  /// Processes that may die at a run before it counts as failed.
  private static let lossLimit = 20
  /// Seconds between two checks of runs that other machines make.
  private static let pause = 5

  init(
    folder: SweepFolder, plan: SweepPlan, locations: Locations, onEvent: @escaping @Sendable (Event) -> Void
  ) {
    (self.folder, self.plan, self.locations, self.onEvent) = (folder, plan, locations, onEvent)
  }

  /// Makes runs until all have a result or are another process's.
  ///
  /// - Parameter jobs: those to make.
  /// - Throws: where the folder cannot be written, or the data are others than the sweep's.
  func work(on jobs: [SweepJob]) throws {
    folder.discardDamagedResults()
    var left = jobs
    while !isStopping {
      let finished = folder.resultKeys()
      left = left.filter { !finished.contains($0.key) }
      var unseen = false
      for job in left {
        if isStopping { return }
        guard !(try make(job)) else { continue }
        if state.withLock({ $0.told.insert(job.key).inserted }) { onEvent(.held(job)) }
        // A process that can be seen makes its run; whether one on another machine lives takes a while to tell.
        if let claim = folder.readClaim(job.key), claim.isAlive != nil { continue }
        unseen = true
      }
      guard unseen else { return }
      _ = stopped.wait(timeout: .now() + .seconds(Self.pause))
    }
  }

  /// Ends the run under way at its next step, and begins no other.
  func stop() {
    let training = state.withLock { state in
      state.isStopping = true
      return state.training
    }
    training?.stop()
    stopped.signal()
  }

  private var isStopping: Bool { state.withLock { $0.isStopping } }

  /// - Returns: false where another process has the run.
  private func make(_ job: SweepJob) throws -> Bool {
    let outcome = try folder.claim(job.key) { [self] claim in
      let beat = folder.beat(of: job.key)
      return state.withLock { $0.watch.isGone(job.key, claim, beat: beat, now: monotonicSeconds()) }
    }
    guard case .taken(let claim, let losses) = outcome else { return false }
    defer { folder.release(claim, of: job.key) }
    // Another process may have ended it between the look at the results and the claim.
    guard folder.result(job.key) == nil else { return true }
    guard losses < Self.lossLimit else {
      let reason = "\(losses) processes that made it ended without a word: is the memory enough?"
      try end(job, SweepResult(key: job.key, state: .failed, reason: reason))
      return true
    }
    let beating = beat(job.key, claim)
    defer { beating.cancel() }
    onEvent(.begun(job))
    if let result = try train(job), folder.holds(claim, job.key) { try end(job, result) }
    return true
  }

  private func end(_ job: SweepJob, _ result: SweepResult) throws {
    if try folder.publish(result) { onEvent(.ended(job, result)) }
  }

  /// Shows other machines that this process is there, for as long as the result is kept.
  private func beat(_ key: String, _ claim: SweepClaim) -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now(), repeating: ClaimWatch.interval)
    timer.setEventHandler { @Sendable [self] in
      let count = state.withLock { state in
        state.beats += 1
        return state.beats
      }
      // Who was taken for gone, as its network stood still, leaves the run to its new owner.
      guard folder.holds(claim, key) else {
        state.withLock { $0.training }?.stop()
        return
      }
      folder.beat(key, count: count)
    }
    timer.resume()
    return timer
  }

  /// Trains a run, or goes on with it.
  ///
  /// - Returns: nil where it was stopped.
  private func train(_ job: SweepJob) throws -> SweepResult? {
    let path = folder.runPath(job.key)
    if !isEnded(path, job.key) {
      // That files or data are not to be had is nothing about this run: it is left to others, or to later.
      let data: SweepData
      do {
        data = try self.data(of: job)
      } catch let error as DataError {
        _ = try SweepData(options: plan.jobs[0].options, locations: locations)
        return SweepResult(key: job.key, state: .failed, reason: "\(error)")
      }
      let setup: TrainingSetup
      do {
        setup = try self.setup(job, path, data)
      } catch  where !(error is RunStoreError) {
        // Options that do not go together are found here, and the other runs are not to wait for them.
        return SweepResult(key: job.key, state: .failed, reason: "\(error)")
      }
      try run(setup, path)
    }
    return try Self.result(job, path: path)
  }

  /// Whether a process ended the run and was gone before it could say so.
  private func isEnded(_ path: String, _ key: String) -> Bool {
    guard RunFile.identity(of: path) != nil else { return false }
    guard let reader = try? RunReader(path: path), reader.damage == nil else {
      folder.discard(path, of: key)
      return false
    }
    guard case .finished(let outcome) = reader.state else { return false }
    return outcome.state == .done || outcome.state == .diverged
  }

  private func setup(_ job: SweepJob, _ path: String, _ data: SweepData) throws -> TrainingSetup {
    var options = TrainOptions()
    if RunFile.identity(of: path) != nil {
      options.resume = path
      options.threads = 1
    } else {
      options = try TrainOptions(complete: job.options)
      options.runFile = path
    }
    return try TrainingSetup(
      options: options, locations: locations, prepared: (data.dataset, data.fingerprint))
  }

  private func run(_ setup: TrainingSetup, _ path: String) throws {
    let training = try RecordedTraining(setup)
    let isStopping = state.withLock { state in
      state.training = training
      return state.isStopping
    }
    if isStopping { training.stop() }
    defer { state.withLock { $0.training = nil } }
    try training.run()
    try RunLabels.add(RunLabel(.tag, "sweep", at: Date()), path: path)
  }

  /// The data of a run: those of the run before where they are the same.
  private func data(of job: SweepJob) throws -> SweepData {
    if let known = state.withLock({ $0.data }), known.words == SweepData.words(of: job.options) {
      return known
    }
    let data = try SweepData(options: job.options, locations: locations)
    if data.words == SweepData.words(of: plan.jobs[0].options), plan.fingerprint != data.fingerprint {
      throw SweepFolderError(
        "the data of \(plan.task) have changed since the sweep in \(folder.path) was begun")
    }
    state.withLock { $0.data = data }
    return data
  }

  /// What a run file says of its end; nil where the run was stopped.
  private static func result(_ job: SweepJob, path: String) throws -> SweepResult? {
    let reader = try RunReader(path: path)
    guard let outcome = reader.outcome, outcome.state == .done || outcome.state == .diverged else {
      return nil
    }
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    let description = reader.description
    var result = SweepResult(
      key: job.key, state: outcome.state == .done ? .done : .diverged, reason: outcome.explanation)
    (result.parameters, result.synapses) = (
      description.model.parameterCount, description.model.synapses.count
    )
    result.seconds = outcome.elapsed
    guard outcome.state == .done else { return result }
    (result.loss, result.metric) = (finite(outcome.validation?.loss), finite(outcome.validation?.metric))
    (result.testLoss, result.testMetric) = (finite(outcome.test?.loss), finite(outcome.test?.metric))
    result.epoch = outcome.bestStep.map { max(1, ($0 - 1) / max(1, description.stepsPerEpoch ?? 1) + 1) }
    return result
  }
}
