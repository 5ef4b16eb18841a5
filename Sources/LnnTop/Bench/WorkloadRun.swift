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
    let single = measureSingle(cell, operations: operations)
    return WorkloadResult(
      name: workload.name, title: workload.title, kind: workload.kind, parameters: cell.layout.count,
      operations: operations.count, operation: operations.yardstick, yardstickNs: single.yardstickNs,
      forward: single.forward, step: single.step, threadedStep: threads > 1 ? measureThreaded(cell) : nil,
      peakMemoryBytes: Machine.peakMemory)
  }

  private typealias Single = (yardstickNs: Double, forward: Figure, step: Figure)

  /// On one thread, in turn with the yardstick: other work on the machine then slows both down.
  private func measureSingle(_ cell: any Cell, operations: Operations) -> Single {
    let training = TrainingStep(cell: cell, threads: 1)
    let yardstick = Yardstick(operations.yardstick)
    let watches = [Stopwatch(yardstick.run), Stopwatch(training.forward), Stopwatch(training.step)]
    let samples = (0..<repeats).map { _ in watches.map { $0.sample() } }
    let whole = Double(operations.count * Workload.sequences * Workload.steps)
    func figure(_ place: Int) -> Figure {
      let ratios = samples.map { $0[place] / whole / ($0[0] / Double(yardstick.operations)) }
      return Figure(samples.map { $0[place] }, operations: whole, yardsticks: Quartiles(ratios).median)
    }
    let alone = Quartiles(samples.map { $0[0] }).median / Double(yardstick.operations) * 1e9
    return (alone, figure(1), figure(2))
  }

  private func measureThreaded(_ cell: any Cell) -> Figure {
    let training = TrainingStep(cell: cell, threads: threads)
    let watch = Stopwatch(training.step)
    let whole = Double(Operations(cell).count * Workload.sequences * Workload.steps)
    return Figure((0..<repeats).map { _ in watch.sample() }, operations: whole, yardsticks: nil)
  }
}

extension Figure {
  fileprivate init(_ seconds: [Double], operations: Double, yardsticks: Double?) {
    let quartiles = Quartiles(seconds)
    self.init(
      seconds: quartiles, nsPerOperation: quartiles.median / operations * 1e9, yardsticks: yardsticks)
  }
}
