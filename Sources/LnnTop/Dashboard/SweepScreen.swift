import Dashboard
import Foundation
import Sweeps
import Telemetry
import Terminal

/// The dashboard of a sweep: its trials, each of which can be opened as a run.
struct SweepScreen {
  private let screen: DashboardScreen
  private let source: SweepSource
  private let watch: SweepWatch

  /// - Parameter keepsIndex: whether this process alone makes the sweep, and keeps its index.
  init(
    _ plan: SweepPlan, _ folder: SweepFolder, _ display: DisplayOptions, keepsIndex: Bool,
    locations: Locations
  ) throws {
    source = SweepSource(plan)
    watch = SweepWatch(folder, keepsIndex: keepsIndex)
    screen = try DashboardScreen(
      Appearance(display, locations: locations), locations: locations, runs: folder.path,
      sweep: watch)
  }

  /// Warns the person of something that happened to the sweep.
  var warn: @Sendable (String) -> Void { { [watch] in watch.warn($0) } }

  /// Shows it until the user quits.
  ///
  /// - Returns: the signal that ended the dashboard; nil where it was a key.
  func show() -> Int32? {
    guard case .interrupted(let signal) = screen.show(source, path: nil) else { return nil }
    return signal
  }
}

/// What stands for a run where there is none: the sweep's name and nothing that changes.
private struct SweepSource: FrameSource {
  let description: RunDescription
  var mode: SourceMode { .sweep }

  init(_ plan: SweepPlan) {
    description = RunDescription(
      name: plan.name,
      task: TaskSummary(
        name: plan.task, kind: "", inputNames: [], outputNames: [], lossName: "loss",
        metricName: plan.metricName, timeUnit: ""),
      model: ModelSummary(cell: "", wiring: "", parameterCount: 0, neurons: [], synapses: []), seed: 1,
      startedAt: Date(), plannedSteps: nil, stepsPerEpoch: nil, batchSize: 1,
      programVersion: ProgramVersion.number)
  }

  func drain() -> TelemetryBatch { TelemetryBatch() }
  func send(_ command: Telemetry.Command) {}
  func setWakeup(_ wakeup: @escaping @Sendable () -> Void) {}
}
