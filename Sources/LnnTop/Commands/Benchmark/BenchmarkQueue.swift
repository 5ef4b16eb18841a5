import Dispatch
import Foundation
import LiquidData
import LiquidTraining
import RunStore
import Synchronization
import Telemetry

/// Makes the runs of a comparison, several at a time, one thread each.
final class BenchmarkQueue: Sendable {
  private struct State {
    var next = 0
    var isStopping = false
    var workers: [Int: TrainingWorker] = [:]
    var failure: (any Error)?
  }

  private let runs: [BenchmarkRun]
  private let dataset: Dataset
  private let fingerprint: String
  private let locations: Locations
  private let console: BenchmarkConsole
  private let state = Mutex(State())

  /// - Parameter runs: those that are not finished.
  init(
    _ runs: [BenchmarkRun], dataset: Dataset, fingerprint: String, locations: Locations,
    console: BenchmarkConsole
  ) {
    self.runs = runs
    self.dataset = dataset
    self.fingerprint = fingerprint
    self.locations = locations
    self.console = console
  }

  /// Returns when all runs have ended or, after `stop`, as soon as those under way are recorded.
  ///
  /// - Throws: what made a run impossible; the others are stopped first.
  func make(jobs: Int) throws {
    let left = DispatchGroup()
    for _ in 0..<min(jobs, runs.count) {
      left.enter()
      // A thread of its own: it does nothing but wait.
      Thread { [self] in
        while let index = takeNext() { makeRun(index) }
        left.leave()
      }.start()
    }
    left.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  /// Stops the runs under way at their next step and begins no others.
  func stop() {
    let workers = state.withLock { state in
      state.isStopping = true
      return Array(state.workers.values)
    }
    for worker in workers { worker.send(.stop) }
  }

  private func takeNext() -> Int? {
    state.withLock { state in
      guard !state.isStopping, state.next < runs.count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  private func makeRun(_ index: Int) {
    do {
      try train(index)
    } catch {
      state.withLock { if $0.failure == nil { $0.failure = error } }
      stop()
    }
  }

  private func train(_ index: Int) throws {
    let run = runs[index]
    let setup = try TrainingSetup(
      options: run.trainingOptions, locations: locations, prepared: (dataset, fingerprint))
    guard let recording = try setup.makeRecording() else {
      throw CommandFailure("\(run.path) is not recorded")
    }
    let planned = setup.plan.description.plannedSteps ?? 0
    let made = setup.plan.resumed?.step ?? 0
    console.begin(index, name: run.name, fraction: Double(made) / Double(max(1, planned)))
    let progress = BenchmarkSink { [console] scalars in console.note(index, scalars, plannedSteps: planned) }
    let worker = TrainingWorker(
      plan: setup.plan, sinks: [recording.recorder, progress], locations: locations)
    worker.start()
    let isStopping = state.withLock { state in
      state.workers[index] = worker
      return state.isStopping
    }
    if isStopping { worker.send(.stop) }
    progress.waitForOutcome()
    worker.send(.stop)
    worker.waitUntilLeft()
    state.withLock { _ = $0.workers.removeValue(forKey: index) }
    try recording.recorder.close()
    for tag in ["benchmark", run.entry.name, "seed-\(run.seed)"] {
      try RunLabels.add(RunLabel(.tag, tag, at: Date()), path: run.path)
    }
    let result = try BenchmarkResult(
      model: run.entry.name, seed: run.seed, path: run.path, part: dataset.judgedPart)
    if result.state != .stopped { console.finish(index, name: run.name, result: result) }
  }
}

/// Passes on each step and waits for the end.
private final class BenchmarkSink: FrameSink {
  private let onScalars: @Sendable (StepScalars) -> Void
  private let ended = DispatchSemaphore(value: 0)

  init(onScalars: @escaping @Sendable (StepScalars) -> Void) {
    self.onScalars = onScalars
  }

  func receive(_ message: Message) {
    switch message {
    case .scalars(let scalars): onScalars(scalars)
    case .finished: ended.signal()
    default: return
    }
  }

  func waitForOutcome() { ended.wait() }
}
