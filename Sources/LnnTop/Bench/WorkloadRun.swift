import Liquid

/// Measures one workload in this process.
///
/// Only one workload is ever measured in a process: the peak of its memory is the process's.
struct WorkloadRun {
  let workload: Workload
  let threads: Int
  let repeats: Int

  func measure() throws(WiringError) -> WorkloadResult {
    let cell = try workload.makeCell()
    let operations = Operations(cell)
    let figures =
      switch workload.kind {
      case .training: trainingFigures(cell, operations)
      case .streaming: streamingFigures(cell, operations)
      }
    return WorkloadResult(
      name: workload.name, title: workload.title, kind: workload.kind, parameters: cell.layout.count,
      operations: operations.count, operation: operations.yardstick, yardstickNs: figures.yardstickNs,
      forward: figures.forward, step: figures.step, threadedStep: figures.threadedStep,
      peakMemoryBytes: Machine.peakMemory)
  }

  private struct Figures {
    var yardstickNs: Double
    var forward: Figure?
    var step: Figure
    var threadedStep: Figure?
  }

  private func trainingFigures(_ cell: any Cell, _ operations: Operations) -> Figures {
    let whole = Double(operations.count * Workload.sequences * Workload.steps)
    // A function of its own frees what one thread needed before the others are measured.
    func single() -> (yardstickNs: Double, figures: [Figure]) {
      let training = TrainingStep(cell: cell, threads: 1)
      return compare([training.forward, training.step], with: Yardstick(operations.yardstick), whole)
    }
    let (yardstickNs, figures) = single()
    return Figures(
      yardstickNs: yardstickNs, forward: figures[0], step: figures[1],
      threadedStep: threads > 1 ? threadedStep(cell, whole) : nil)
  }

  private func streamingFigures(_ cell: any Cell, _ operations: Operations) -> Figures {
    let streaming = StreamingStep(cell: cell)
    let (yardstickNs, figures) = compare(
      [streaming.step], with: Yardstick(operations.yardstick), Double(operations.count))
    return Figures(yardstickNs: yardstickNs, step: figures[0])
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

  private func threadedStep(_ cell: any Cell, _ operations: Double) -> Figure {
    let training = TrainingStep(cell: cell, threads: threads)
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
