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
    var trainings: [Int: RecordedTraining] = [:]
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
    let trainings = state.withLock { state in
      state.isStopping = true
      return Array(state.trainings.values)
    }
    for training in trainings { training.stop() }
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
    // What was made and is planned is known once the training is there, and its steps come only after that.
    let training = try RecordedTraining(setup) { [console] scalars, planned in
      console.note(index, scalars, plannedSteps: planned)
    }
    let fraction = Double(training.made) / Double(max(1, training.planned))
    console.begin(index, name: run.name, fraction: fraction)
    let isStopping = state.withLock { state in
      state.trainings[index] = training
      return state.isStopping
    }
    if isStopping { training.stop() }
    try training.run()
    state.withLock { _ = $0.trainings.removeValue(forKey: index) }
    for tag in ["benchmark", run.entry.name, "seed-\(run.seed)"] {
      try RunLabels.add(RunLabel(.tag, tag, at: Date()), path: run.path)
    }
    let result = try BenchmarkResult(
      model: run.entry.name, seed: run.seed, path: run.path, part: dataset.judgedPart)
    if result.state != .stopped { console.finish(index, name: run.name, result: result) }
  }
}
