// Shapes, in floats: S states, I inputs, T targets (1 for classes), L steps of a window, H earlier steps that a target may
// be late by
//   a row [I + T + 2]      inputs, elapsed time, targets (NaN where one is missing or not known yet), weight
//   rows [L + H]           of the newest steps, step n at the place n mod (L + H)
//   starts [L + H, S]      the states before each of them
//   reservoir [kept] of    the states before a window, the number of its rows, L rows, of which those after that number are 0

/// Gradients of recent windows, by backpropagation through each of them from the states it started with.
///
/// The newest window ends with the step whose target became known last. Every L steps one is complete and late enough for
/// no target to come any more: it goes to the reservoir, where it takes the place of any other once that is full, so that
/// older ones become ever rarer. At a cut all steps are late enough, and the last window may be shorter. Held neurons are held in all windows as they are now.
///
/// Memory is bounded. Used by one thread at a time.
package final class WindowReplay {
  private let options: OnlineReplayOptions
  private let loss: Loss
  private let inputCount: Int
  private let targetWidth: Int
  private let runner: RecurrentRunner
  private let shard = LaneShard()
  private let (outputs, outputGradient) = (LaneBuffer(), LaneBuffer())
  private let startStates: LaneBuffer

  private var rows: [Float]
  private var starts: [Float]
  private var reservoir: [Float] = []
  /// Steps since the last cut.
  private var stepCount = 0
  /// Targets that became known, for whose turn it is.
  private var knownTargets = 0
  private var generator: SeededGenerator

  // Workspaces.
  private var stepOutputs: [Float]
  private var stepGradient: [Float]
  private var stepTarget: [Float]

  /// - Parameters:
  ///   - history: how many steps a target may be late.
  ///   - seed: of what is kept and drawn.
  package init(model: Model, loss: Loss, options: OnlineReplayOptions, history: Int, seed: UInt64 = 1) {
    guard let cell = model.network as? any SteppedCell else {
      fail("the cell \(model.cell.identifier.quoted) is not run step by step")
    }
    (self.options, self.loss) = (options, loss)
    generator = SeededGenerator(seed: seed)
    runner = RecurrentRunner(cell: cell, recomputeEvery: nil)
    startStates = LaneBuffer(count: runner.stateCount)
    runner.startStates = startStates
    inputCount = cell.wiring.inputs
    targetWidth = loss == .crossEntropy ? 1 : cell.outputWidth
    stepOutputs = Array(repeating: 0, count: cell.outputWidth)
    stepGradient = stepOutputs
    stepTarget = Array(repeating: 0, count: targetWidth)
    let places = options.steps + history
    rows = Array(repeating: 0, count: places * (inputCount + targetWidth + 2))
    starts = Array(repeating: 0, count: places * runner.layout.states)
  }

  private var states: Int { runner.layout.states }
  private var rowWidth: Int { inputCount + targetWidth + 2 }
  private var windowWidth: Int { states + 1 + options.steps * rowWidth }
  /// Steps that are remembered.
  private var places: Int { rows.count / rowWidth }

  /// Windows in the reservoir.
  package var keptWindows: Int { reservoir.count / windowWidth }

  // MARK: - What is remembered

  /// Remembers the step that comes now.
  ///
  /// - Parameters:
  ///   - inputs: `[inputs]`.
  ///   - statesBefore: the network's before the step, as `OnlineNetwork.states`.
  package func addStep(_ inputs: [Float], elapsed: Float, statesBefore: [Float]) {
    precondition(
      inputs.count == inputCount && statesBefore.count == states,
      "\(inputs.count) inputs, \(statesBefore.count) states")
    let oldest = stepCount - places
    if oldest >= 0, oldest % options.steps == 0 { keepWindow(oldest..<oldest + options.steps) }
    let place = stepCount % places
    for (state, value) in statesBefore.enumerated() { starts[place * states + state] = value }
    let row = place * rowWidth
    for (channel, value) in inputs.enumerated() { rows[row + channel] = value }
    rows[row + inputCount] = elapsed
    for target in 0..<targetWidth { rows[row + inputCount + 1 + target] = .nan }
    rows[row + rowWidth - 1] = 0
    stepCount += 1
  }

  /// Remembers the target of an earlier step.
  ///
  /// - Parameters:
  ///   - target: one that the loss can take.
  ///   - stepsBack: 0 for the newest step, at most `history`.
  /// - Returns: whether it is time for a gradient.
  package func setTarget(_ target: [Float], stepsBack: Int, weight: Float) -> Bool {
    guard stepsBack < stepCount else { return false }
    let row = (stepCount - 1 - stepsBack) % places * rowWidth
    for (index, value) in target.enumerated() { rows[row + inputCount + 1 + index] = value }
    rows[row + rowWidth - 1] = weight
    let before = (Double(knownTargets) * options.share).rounded(.down)
    knownTargets += 1
    return (Double(knownTargets) * options.share).rounded(.down) > before
  }

  /// Begins anew after the steps so far: no window reaches from before to after. Those that are not kept yet are, with the
  /// targets that are known: no other ones can come.
  package func cut() {
    // Those before the oldest step that is remembered went to the reservoir as they left.
    let oldest = max(0, stepCount - places)
    let next = (oldest + options.steps - 1) / options.steps * options.steps
    for first in stride(from: next, to: stepCount, by: options.steps) {
      keepWindow(first..<min(first + options.steps, stepCount))
    }
    stepCount = 0
  }

  /// Forgets everything.
  package func clear() {
    stepCount = 0
    reservoir.removeAll(keepingCapacity: true)
  }

  /// - Parameter steps: at most as many as a window has.
  private func keepWindow(_ steps: Range<Int>) {
    guard steps.dropFirst(options.burnIn).contains(where: { countsTarget(rows, $0 % places * rowWidth) })
    else { return }
    let start = steps.lowerBound % places * states
    var window = starts[start..<start + states] + [Float(steps.count)]
    for step in steps {
      let row = step % places * rowWidth
      window += rows[row..<row + rowWidth]
    }
    window += repeatElement(0, count: windowWidth - window.count)
    if keptWindows < options.capacity {
      reservoir += window
    } else if options.capacity > 0 {
      let place = generator.integer(below: options.capacity) * windowWidth
      reservoir.replaceSubrange(place..<place + windowWidth, with: window)
    }
  }

  /// Whether a row has a target that counts.
  private func countsTarget(_ values: [Float], _ row: Int) -> Bool {
    let targets = row + inputCount + 1
    return (targets..<targets + targetWidth).contains { !values[$0].isNaN }
  }

  // MARK: - The gradient

  /// Adds the gradient of the mean loss of the newest window and of some that are drawn.
  ///
  /// - Parameters:
  ///   - stepsBack: the step that the newest window ends with.
  ///   - countedOutputs: see `Loss.differentiate`.
  ///   - gradient: `[layout.count]`.
  /// - Returns: whether there was a target that counts.
  package func accumulateGradient(
    _ parameters: [Float], stepsBack: Int, countedOutputs: [Bool]?, interventions: [NetworkIntervention],
    into gradient: inout [Float]
  ) -> Bool {
    let last = stepCount - 1 - stepsBack
    guard last >= 0 else { return false }
    let newest = max(0, last - options.steps + 1)...last
    let drawn = drawWindows()
    shard.clear(steps: drawn.isEmpty ? newest.count : options.steps, inputs: inputCount)
    startStates.clear(runner.stateCount)
    lay(starts, newest.lowerBound % places * states, inLane: 0)
    for (step, source) in newest.enumerated() { lay(rows, source % places * rowWidth, inLane: 0, step: step) }
    for (index, place) in drawn.enumerated() {
      lay(reservoir, place * windowWidth, inLane: index + 1)
      for (step, row) in keptRows(place, reservoir).enumerated() {
        lay(reservoir, row, inLane: index + 1, step: step)
      }
    }
    runner.load(parameters: parameters, interventions: interventions)
    runner.begin(dropoutSeed: nil, sequences: 0..<1)
    runner.forward(shard, outputs: outputs, recording: true)
    guard differentiate(newest, drawn, countedOutputs) else { return false }
    runner.backward(shard, outputGradient: outputGradient, gradient: &gradient)
    return true
  }

  /// Where the rows of a window of the reservoir begin.
  private func keptRows(_ place: Int, _ reservoir: [Float]) -> [Int] {
    let length = place * windowWidth + states
    let rows = Int(exactly: reservoir[length]) ?? 0
    return (0..<rows).map { length + 1 + $0 * rowWidth }
  }

  /// Places in the reservoir, each at most once.
  private func drawWindows() -> ArraySlice<Int> {
    var places = Array(0..<keptWindows)
    let count = min(options.windows - 1, places.count)
    for place in 0..<count {
      places.swapAt(place, place + generator.integer(below: places.count - place))
    }
    return places.prefix(count)
  }

  /// Writes the states that a window starts from.
  private func lay(_ values: [Float], _ first: Int, inLane lane: Int) {
    for state in 0..<states { startStates.base[state * LaneShard.lanes + lane] = values[first + state] }
  }

  /// Writes what a window sees in a step.
  private func lay(_ values: [Float], _ row: Int, inLane lane: Int, step: Int) {
    let lanes = LaneShard.lanes
    for channel in 0..<inputCount {
      shard.inputs.base[(step * inputCount + channel) * lanes + lane] = values[row + channel]
    }
    shard.elapsed.base[step * lanes + lane] = values[row + inputCount]
    shard.present.base[step * lanes + lane] = 1
  }

  /// Writes the gradient of the mean loss with respect to the outputs; false where no target counts.
  private func differentiate(
    _ newest: ClosedRange<Int>, _ drawn: ArraySlice<Int>, _ countedOutputs: [Bool]?
  ) -> Bool {
    // What starts where the network does starts from its own states.
    let burnIn = newest.lowerBound == 0 ? 0 : options.burnIn
    var counted: [(row: Int, lane: Int, step: Int)] = []
    for (step, source) in newest.enumerated().dropFirst(burnIn) {
      let row = source % places * rowWidth
      if countsTarget(rows, row) { counted.append((row, 0, step)) }
    }
    for (index, place) in drawn.enumerated() {
      for (step, row) in keptRows(place, reservoir).enumerated().dropFirst(options.burnIn) {
        if countsTarget(reservoir, row) { counted.append((row, index + 1, step)) }
      }
    }
    outputGradient.reserve(shard.steps * stepOutputs.count * LaneShard.lanes)
    outputGradient.clear(shard.steps * stepOutputs.count * LaneShard.lanes)
    for place in counted {
      let values = place.lane == 0 ? rows : reservoir
      let first = (place.step * stepOutputs.count) * LaneShard.lanes + place.lane
      for output in stepOutputs.indices {
        stepOutputs[output] = outputs.base[first + output * LaneShard.lanes]
      }
      for target in stepTarget.indices { stepTarget[target] = values[place.row + inputCount + 1 + target] }
      _ = loss.differentiate(
        outputs: stepOutputs, target: stepTarget, countedOutputs: countedOutputs,
        weight: values[place.row + rowWidth - 1] / Float(counted.count), into: &stepGradient)
      for output in stepOutputs.indices {
        outputGradient.base[first + output * LaneShard.lanes] = stepGradient[output]
      }
    }
    return !counted.isEmpty
  }
}

extension WindowReplay {
  /// All that gradients go on from.
  struct State: Sendable, Hashable, Codable {
    fileprivate var rows: FloatBytes
    fileprivate var starts: FloatBytes
    fileprivate var reservoir: FloatBytes
    fileprivate var stepCount: Int
    fileprivate var knownTargets: Int
    fileprivate var generator: SeededGenerator
  }

  /// With the same bits after `restore`.
  var state: State {
    State(
      rows: FloatBytes(rows), starts: FloatBytes(starts), reservoir: FloatBytes(reservoir),
      stepCount: stepCount, knownTargets: knownTargets, generator: generator)
  }

  /// Throws where a state is not one of such a network with these options and history.
  func check(_ state: State) throws(NetworkError) {
    let (rows, starts) = (state.rows.values, state.starts.values)
    let reservoir = state.reservoir.values
    guard
      rows.count == self.rows.count, starts.count == self.starts.count, state.stepCount >= 0,
      reservoir.count % windowWidth == 0, reservoir.count <= options.capacity * windowWidth,
      state.knownTargets >= 0
    else {
      throw .onlineState(
        values: rows.count + starts.count + reservoir.count, expected: self.rows.count + self.starts.count)
    }
    func checkTarget(_ values: [Float], _ row: Int) throws(NetworkError) {
      let first = row + inputCount + 1
      try loss.check(target: Array(values[first..<first + targetWidth]), outputs: stepOutputs.count)
    }
    for place in 0..<min(places, state.stepCount) { try checkTarget(rows, place * rowWidth) }
    for place in 0..<reservoir.count / windowWidth {
      let rows = reservoir[place * windowWidth + states]
      guard let length = Int(exactly: rows), (1...options.steps).contains(length) else {
        throw .option(
          name: "the length of a kept window", value: "\(rows)", allowed: "between 1 and \(options.steps)")
      }
      for row in keptRows(place, reservoir) { try checkTarget(reservoir, row) }
    }
  }

  /// Goes on from a state that `check` lets pass.
  func restore(_ state: State) {
    (rows, starts, reservoir) = (state.rows.values, state.starts.values, state.reservoir.values)
    (stepCount, knownTargets, generator) = (state.stepCount, state.knownTargets, state.generator)
  }
}
