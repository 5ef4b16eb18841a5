import Liquid

/// A network that goes through random samples one at a time.
final class StreamingStep {
  private let stream: NetworkStream
  private let samples: [[Float]]
  private var next = 0

  init(cell: any Cell) {
    stream = NetworkStream(model: Model(cell: cell, seed: 1))
    var generator = SeededGenerator(seed: 7)
    samples = (0..<64).map { _ in (0..<cell.wiring.inputs).map { _ in Float(generator.normal()) } }
  }

  func step() {
    stream.step(samples[next])
    next = (next + 1) % samples.count
    precondition(stream.outputs[0].isFinite, "an output is \(stream.outputs[0])")
  }
}
