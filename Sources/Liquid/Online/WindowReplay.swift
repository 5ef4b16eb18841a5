import Text

/// Gradients of recent windows, by backpropagation through each of them from the states it started with.
///
/// Rows are added as their targets become known and make up windows, one after the other. The newest window is always
/// part of the gradient; earlier ones are kept in a reservoir in which each window so far is as likely as any other, and
/// some of them are drawn for each gradient. States are those of the time when a window was seen: the first steps of each
/// window, the burn-in, have no part in the loss, so that present parameters can settle.
///
/// Memory is bounded by the capacity. Used by one thread at a time.
package final class WindowReplay {
  /// What a replay is made of.
  package struct Options: Sendable, Hashable {
    /// Rows of a window, at least 1.
    package var steps: Int
    /// First steps of a window whose targets do not count; fewer than `steps`.
    package var burnIn: Int
    /// Windows in the reservoir.
    package var capacity: Int
    /// Windows of a gradient, the newest among them, 1 to 16.
    package var windows: Int

    package init(steps: Int = 16, burnIn: Int = 2, capacity: Int = 256, windows: Int = 8) {
      (self.steps, self.burnIn, self.capacity, self.windows) = (steps, burnIn, capacity, windows)
    }
  }

  private struct Window {
    let states: [Float]
    var inputs: [[Float]] = []
    var elapsed: [Float] = []
    var targets: [[Float]] = []
  }

  private let options: Options
  private let loss: Loss
  private let cell: any SteppedCell
  private let runner: RecurrentRunner
  private let shard = LaneShard()
  private let (outputs, outputGradient) = (LaneBuffer(), LaneBuffer())
  private let start: LaneBuffer
  private var generator: SeededGenerator
  private var newest: Window?
  private var reservoir: [Window] = []
  private var finished = 0

  /// - Parameter seed: of what is kept and drawn.
  package init(model: Model, loss: Loss, options: Options = Options(), seed: UInt64 = 1) {
    precondition(
      options.steps > 0 && (0..<options.steps).contains(options.burnIn) && options.capacity >= 0
        && (1...LaneShard.lanes).contains(options.windows), "\(options)")
    guard let cell = model.network as? any SteppedCell else {
      fail("the cell \(model.cell.identifier.quoted) is not run step by step")
    }
    (self.options, self.loss, self.cell) = (options, loss, cell)
    generator = SeededGenerator(seed: seed)
    runner = RecurrentRunner(cell: cell, recomputeEvery: nil)
    start = LaneBuffer(count: runner.stateCount)
    runner.startStates = start
  }

  /// Windows that are kept, the newest among them.
  package var windowCount: Int { reservoir.count + (newest == nil ? 0 : 1) }

  /// Adds the next row.
  ///
  /// - Parameters:
  ///   - target: as `OnlineLearner.learn` takes it; NaN where one is missing.
  ///   - statesBefore: the network's before the row, as `OnlineNetwork.states`.
  package func add(_ inputs: [Float], elapsed: Float, target: [Float], statesBefore: [Float]) {
    precondition(
      statesBefore.count * LaneShard.lanes == runner.stateCount, "\(statesBefore.count) states")
    if let full = newest, full.inputs.count == options.steps { keep(full) }
    var window = newest ?? Window(states: statesBefore)
    newest = nil
    window.inputs.append(inputs)
    window.elapsed.append(elapsed)
    window.targets.append(target)
    newest = window
  }

  // Vitter's algorithm R.
  private func keep(_ window: Window) {
    newest = nil
    finished += 1
    if reservoir.count < options.capacity {
      reservoir.append(window)
    } else {
      let place = generator.integer(below: finished)
      if place < options.capacity { reservoir[place] = window }
    }
  }

  /// The gradient of the mean loss of the newest window and some that are drawn, `[layout.count]`; 0 where no target counts.
  package func gradient(_ parameters: [Float]) -> [Float] {
    var gradient = [Float](repeating: 0, count: parameters.count)
    let windows = chosen()
    let batch = batch(windows)
    guard batch.totalWeight > 0 else { return gradient }
    for (lane, window) in windows.enumerated() {
      for (state, value) in window.states.enumerated() { start.base[state * LaneShard.lanes + lane] = value }
    }
    runner.load(parameters: parameters)
    shard.load(batch, shard: 0)
    runner.forward(shard, outputs: outputs, recording: true)
    _ = loss.evaluate(
      batch, shard: 0, steps: shard.steps, width: cell.outputWidth, scale: 1 / batch.totalWeight,
      outputs: outputs, gradient: outputGradient)
    runner.backward(shard, outputGradient: outputGradient, gradient: &gradient)
    return gradient
  }

  private func chosen() -> [Window] {
    guard let newest else { return [] }
    var indices = Array(reservoir.indices)
    let count = min(options.windows - 1, indices.count)
    for place in 0..<count {
      indices.swapAt(place, place + generator.integer(below: indices.count - place))
    }
    return [newest] + indices.prefix(count).map { reservoir[$0] }
  }

  private func batch(_ windows: [Window]) -> SequenceBatch {
    let (steps, width) = (options.steps, loss == .crossEntropy ? 1 : cell.outputWidth)
    var (inputs, elapsed, targets, weights): ([Float], [Float], [Float], [Float]) = ([], [], [], [])
    for window in windows {
      let padding = steps - window.inputs.count
      inputs += window.inputs.joined() + Array(repeating: 0, count: padding * cell.wiring.inputs)
      elapsed += window.elapsed + Array(repeating: 0, count: padding)
      for step in 0..<steps {
        let own = step < window.targets.count ? window.targets[step] : Array(repeating: .nan, count: width)
        targets += own.map { $0.isNaN ? 0 : $0 }
        weights += own.map { $0.isNaN || step < options.burnIn ? 0 : 1 }
      }
    }
    return SequenceBatch(
      unchecked: windows.count, steps: steps, inputWidth: cell.wiring.inputs, targetWidth: width,
      lengths: windows.map(\.inputs.count), inputs: inputs, elapsed: elapsed, targets: targets,
      targetWeights: weights)
  }
}
