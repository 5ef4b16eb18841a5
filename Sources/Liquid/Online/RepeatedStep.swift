/// What it takes to run an online network's newest step once more, in a form that can be read.
final class RepeatedStep {
  private let cell: any SteppedCell
  private var inputs: [Float]
  /// Nil where there is no step.
  private var elapsed: Float?
  private var statesBefore: [Float]
  private var stream: LaneStream?
  private var hasRun = false

  /// - Parameter states: how many a step hands to the next.
  init(cell: any SteppedCell, states: Int) {
    self.cell = cell
    statesBefore = Array(repeating: 0, count: states)
    inputs = Array(repeating: 0, count: cell.wiring.inputs)
  }

  /// Keeps what a step starts from.
  func keep(_ inputs: [Float], elapsed: Float, from states: UnsafePointer<Float>) {
    for channel in self.inputs.indices { self.inputs[channel] = inputs[channel] }
    for state in statesBefore.indices { statesBefore[state] = states[state] }
    (self.elapsed, hasRun) = (elapsed, false)
  }

  var isThere: Bool { elapsed != nil }

  /// There is no newest step any more.
  func forget() { elapsed = nil }

  /// What runs is not what ran before: parameters have changed, or which neurons are held.
  func reload() { (stream, hasRun) = (nil, false) }

  /// A stream in which the step has run; nil where there is none.
  func run(parameters: [Float], interventions: [NetworkIntervention]) -> LaneStream? {
    guard let elapsed else { return nil }
    let stream = stream ?? LaneStream(cell: cell, parameters: parameters, interventions: interventions)
    self.stream = stream
    if hasRun { return stream }
    stream.states = statesBefore
    var outputs = [Float](repeating: 0, count: cell.outputWidth)
    stream.step(inputs, elapsed: elapsed, outputs: &outputs)
    hasRun = true
    return stream
  }
}
