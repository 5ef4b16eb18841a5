/// What it takes to run the newest step of one sequence once more, in a form that can be read.
final class RepeatedStep {
  private let cell: any SteppedCell
  /// Where each state lies in what `keep` is given.
  private let places: [Int]
  private var inputs: [Float]
  /// Nil where there is no step.
  private var elapsed: Float?
  private var statesBefore: [Float]
  private var stream: LaneStream?
  private var hasRun = false

  /// - Parameter places: where each state that a step hands to the next lies in what `keep` is given.
  init(cell: any SteppedCell, places: [Int]) {
    self.cell = cell
    self.places = places
    statesBefore = Array(repeating: 0, count: places.count)
    inputs = Array(repeating: 0, count: cell.wiring.inputs)
  }

  /// Keeps what a step starts from.
  func keep(_ inputs: [Float], elapsed: Float, from states: UnsafePointer<Float>) {
    for channel in self.inputs.indices { self.inputs[channel] = inputs[channel] }
    for (state, place) in places.enumerated() { statesBefore[state] = states[place] }
    (self.elapsed, hasRun) = (elapsed, false)
  }

  var isThere: Bool { elapsed != nil }

  /// There is no newest step any more.
  func forget() { elapsed = nil }

  /// What runs is not what ran before: parameters have changed, or which neurons are held.
  func reload() { (stream, hasRun) = (nil, false) }

  /// A stream in which the step has run; nil where there is none.
  func run(parameters: [Float], interventions: [NetworkIntervention] = []) -> LaneStream? {
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
