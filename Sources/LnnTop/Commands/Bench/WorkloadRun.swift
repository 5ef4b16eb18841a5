import Foundation
import Liquid
import Text

/// Measures one workload in this process.
///
/// Only one workload is ever measured in a process: the peak of its memory is the process's.
struct WorkloadRun {
  let workload: Workload
  let threads: Int
  let repeats: Int

  func measure() throws -> WorkloadResult {
    let cell = try workload.makeCell()
    let operations = Operations(cell)
    let figures =
      switch workload.kind {
      case .training: try trainingFigures(cell, operations)
      case .streaming: streamingFigures(cell, operations)
      case .online: try onlineFigures(cell, operations)
      }
    return WorkloadResult(
      name: workload.name, title: workload.title, kind: workload.kind, parameters: cell.layout.count,
      operations: operations.count, operation: operations.yardstick, yardstickNs: figures.yardstickNs,
      forward: figures.forward, step: figures.step, threadedStep: figures.threadedStep,
      derivatives: figures.derivatives, peakMemoryBytes: Machine.peakMemory)
  }

  private struct Figures {
    var yardstickNs: Double
    var forward: Figure?
    var step: Figure
    var threadedStep: Figure?
    var derivatives: Int?
  }

  private func trainingFigures(_ cell: any NetworkCell, _ operations: Operations) throws -> Figures {
    let whole = Double(operations.count * Workload.sequences * Workload.steps)
    // A function of its own frees what one thread needed before the others are measured.
    func single() throws -> (yardstickNs: Double, figures: [Figure]) {
      let training = try MeasuredTraining(cell: cell, threads: 1)
      return compare([training.forward, training.step], with: Yardstick(operations.yardstick), whole)
    }
    let (yardstickNs, figures) = try single()
    return Figures(
      yardstickNs: yardstickNs, forward: figures[0], step: figures[1],
      threadedStep: threads > 1 ? try threadedStep(cell, whole) : nil)
  }

  private func streamingFigures(_ cell: any NetworkCell, _ operations: Operations) -> Figures {
    let streaming = MeasuredStream(cell: cell)
    let (yardstickNs, figures) = compare(
      [streaming.step], with: Yardstick(operations.yardstick), Double(operations.count))
    return Figures(yardstickNs: yardstickNs, step: figures[0])
  }

  private func onlineFigures(_ cell: any NetworkCell, _ operations: Operations) throws -> Figures {
    let updates = try MeasuredOnlineUpdates(cell: cell, method: workload.method)
    let (yardstickNs, figures) = compare(
      [updates.update], with: Yardstick(operations.yardstick), Double(operations.count))
    return Figures(yardstickNs: yardstickNs, step: figures[0], derivatives: updates.derivatives)
  }

  /// Measures pieces of work in turn with a yardstick: other work on the machine then slows all of them down.
  ///
  /// - Parameter operations: of each piece of work.
  /// - Returns: nanoseconds an operation of the yardstick, and a figure a piece of work.
  private func compare(
    _ bodies: [() -> Void], with yardstick: Yardstick, _ operations: Double
  ) -> (yardstickNs: Double, figures: [Figure]) {
    let watches = ([yardstick.run] + bodies).map { Stopwatch($0) }
    let samples = (0..<repeats).map { _ in watches.map { $0.sample() } }
    let alone = samples.map { $0[0] / Double(yardstick.operations) }
    let figures = bodies.indices.map { place in
      let times = samples.map { $0[place + 1] }
      let ratios = zip(times, alone).map { $0 / operations / $1 }
      return Figure(times, operations: operations, yardsticks: Quartiles(ratios).median)
    }
    return (Quartiles(alone).median * 1e9, figures)
  }

  private func threadedStep(_ cell: any NetworkCell, _ operations: Double) throws -> Figure {
    let training = try MeasuredTraining(cell: cell, threads: threads)
    let watch = Stopwatch(training.step)
    return Figure((0..<repeats).map { _ in watch.sample() }, operations: operations, yardsticks: nil)
  }
}

extension Figure {
  fileprivate init(_ seconds: [Double], operations: Double, yardsticks: Double?) {
    let quartiles = Quartiles(seconds)
    self.init(
      seconds: quartiles, nsPerOperation: quartiles.median / operations * 1e9, yardsticks: yardsticks)
  }
}

/// Measures one workload in a process of its own, which runs this program with `bench --only`: only there is the peak
/// of the process's memory that of the workload, and no workload finds caches or an allocator that another left.
struct WorkloadProcess {
  let workload: Workload
  let threads: Int
  let repeats: Int

  func measure() throws -> WorkloadResult {
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = [
      "bench", "--json", "--only", workload.name, "--threads", "\(threads)", "--repeats", "\(repeats)",
    ]
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0,
      let report = JSONText.decoded(BenchReport.self, from: text),
      let result = report.workloads.first
    else {
      throw CommandFailure(
        "\(workload.name) could not be measured: its process ended with \(process.terminationStatus)")
    }
    return result
  }
}

/// Times a piece of work: warms up, then gives seconds a call, each averaged over as many calls as the clock's
/// resolution asks for.
///
/// Samples are short: on a machine with other work, most of them then lie between its turns.
private struct Stopwatch {
  private let body: () -> Void
  /// Calls in one sample.
  private let calls: Int

  /// Runs the work until it has been warm for a while.
  ///
  /// - Parameter shortest: how long one sample lasts at least, in seconds.
  init(shortest: Double = 0.001, _ body: @escaping () -> Void) {
    self.body = body
    var (spent, count) = (0.0, 0)
    var last = 0.0
    while spent < 20 * shortest || count < 2 {
      last = Self.seconds(body)
      spent += last
      count += 1
    }
    // The last call was warm; a call below the clock's resolution counts as a nanosecond.
    calls = max(1, Int(saturating: (shortest / max(last, 1e-9)).rounded(.up)))
  }

  /// Seconds a call.
  func sample() -> Double {
    Self.seconds { for _ in 0..<calls { body() } } / Double(calls)
  }

  private static func seconds(_ body: () -> Void) -> Double {
    let parts = ContinuousClock().measure(body).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
