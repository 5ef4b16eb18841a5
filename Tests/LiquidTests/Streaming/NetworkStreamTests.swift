import Liquid
import TestSupport
import Testing

@Suite struct NetworkStreamTests {
  @Test(arguments: NetworkVariant.all)
  func givesTheOutputsOfAWholeSequenceTo1e5WithIrregularAndZeroTimes(_ variant: NetworkVariant) throws {
    try withSeeds(12) { seed, generator in
      let model = try variant.model(
        &generator, inputs: 1 + generator.integer(below: 20), neurons: 4 + generator.integer(below: 44),
        outputs: 3, size: .wide)
      let samples = generator.samples(steps: 30, inputs: model.cell.wiring.inputs)
      let expected = try wholeSequence(model, samples)
      for stream in [NetworkStream(model: model), try inOneLane(model)] {
        let outputs = samples.flatMap { sample in
          stream.step(unchecked: sample.inputs, elapsed: sample.elapsed)
          return stream.outputs
        }
        #expect(outputs.count == expected.count)
        let worst = zip(outputs, expected).map { abs($0 - $1) }.max() ?? .nan
        #expect(worst < 1e-5, "seed \(seed)")
      }
    }
  }

  @Test(arguments: NetworkVariant.all)
  func carriesTheStatesThatATraceShowsNeuronsInTheWiringsOrder(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 3)
    let model = try variant.model(&generator, inputs: 4, neurons: 37, outputs: 3, size: .wide)
    let samples = generator.samples(steps: 5, inputs: 4)
    let trace = try #require(
      model.traces(inputs: [samples.flatMap(\.inputs)], elapsed: samples.map(\.elapsed)).first)
    let (stream, other) = (NetworkStream(model: model), try inOneLane(model))
    #expect(stream.states.allSatisfy { $0 == 0 })
    for (step, sample) in samples.enumerated() {
      for stream in [stream, other] { stream.step(unchecked: sample.inputs, elapsed: sample.elapsed) }
      let worst = zip(stream.states, trace.state(at: step)).map { abs($0 - $1) }.max() ?? .nan
      #expect(worst < 1e-5, "step \(step)")
      // A memory's states too, which a trace does not show.
      #expect(stream.states.count == other.states.count)
      let difference = zip(stream.states, other.states).map { abs($0 - $1) }.max() ?? .nan
      #expect(difference < 1e-5, "step \(step)")
    }
  }

  @Test(arguments: NetworkVariant.all)
  func goesOnFromKeptStatesInItselfAndInAnother(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 4)
    let model = try variant.model(&generator, inputs: 2, neurons: 21, outputs: 3, size: .wide)
    let samples = generator.samples(steps: 12, inputs: 2)
    for make in [NetworkStream.init(model:), inOneLane] {
      let (stream, other) = (try make(model), try make(model))
      stream.run(samples[..<6])
      let kept = stream.states
      stream.run(samples[6...])
      let (states, outputs) = (stream.states, stream.outputs)
      #expect(states != kept)
      for again in [stream, other] {
        try again.restore(states: kept)
        #expect(again.states == kept)
        again.run(samples[6...])
        #expect(again.states == states)
        #expect(again.outputs == outputs)
      }
    }
  }

  @Test(arguments: NetworkVariant.all)
  func startsAnewAfterAResetWhateverItHasSeen(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 5)
    let model = try variant.model(&generator, inputs: 3, neurons: 19, outputs: 3, size: .wide)
    let samples = generator.samples(steps: 6, inputs: 3)
    for stream in [NetworkStream(model: model), try inOneLane(model)] {
      stream.run(samples[...])
      let (states, outputs) = (stream.states, stream.outputs)
      for value in [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
        stream.step(unchecked: [value, value, value], elapsed: 1)
        stream.step(unchecked: [0, value, -value], elapsed: 1e30)
      }
      stream.reset()
      #expect(stream.states.allSatisfy { $0 == 0 } && stream.outputs.allSatisfy { $0 == 0 })
      stream.run(samples[...])
      #expect(stream.states == states)
      #expect(stream.outputs == outputs)
    }
  }

  @Test
  func letsAnInputThatIsNotANumberReachTheNeuronsItReachesInAWholeSequenceAndNoOthers() throws {
    try withSeeds(20) { seed, generator in
      let wiring = try generator.layeredWiring(inputs: 5, neurons: 40, outputs: 20, density: 0.06)
      for cell: any NetworkCell in [try LTC(wiring: wiring), try CfC(wiring: wiring)] {
        let model = Model(cell: cell, seed: seed)
        var samples = generator.samples(steps: 4, inputs: 5)
        samples[1].inputs[2] = .nan
        let expected = try wholeSequence(model, samples).map(\.isNaN)
        let stream = NetworkStream(model: model)
        let answers = samples.flatMap { sample in
          stream.step(unchecked: sample.inputs, elapsed: sample.elapsed)
          return stream.outputs.map(\.isNaN)
        }
        #expect(answers == expected, "seed \(seed), \(cell.identifier)")
      }
    }
  }

  @Test
  func refusesWhatMakesNoSenseAndStaysAsItWas() throws {
    let (stream, width) = (try smallStream(), 3)
    try stream.step([1, 2, 3], elapsed: 0.5)
    let (states, outputs) = (stream.states, stream.outputs)
    func expect(_ error: NetworkError, _ body: () throws -> Void) {
      #expect(throws: error) { try body() }
      #expect(stream.states == states && stream.outputs == outputs, "\(error)")
    }
    expect(.elapsedTime(-1)) { try stream.step([1, 2, 3], elapsed: -1) }
    expect(.elapsedTime(.infinity)) { try stream.step([1, 2, 3], elapsed: .infinity) }
    #expect(throws: NetworkError.self) { try stream.step([1, 2, 3], elapsed: .nan) }
    expect(.inputCount(2, expected: width)) { try stream.step([1, 2], elapsed: 1) }
    expect(.inputNotFinite(channel: 2)) { try stream.step([1, 2, .nan], elapsed: 1) }
    expect(.inputNotFinite(channel: 0)) { try stream.step([.infinity, 2, 3], elapsed: 1) }
    expect(.states(count: 1, expected: states.count)) { try stream.restore(states: [1]) }
    expect(.stateNotFinite(index: 1)) {
      try stream.restore(states: states.indices.map { $0 == 1 ? .infinity : 0 })
    }
    let neurons = stream.model.cell.wiring.neurons
    expect(.neuron(neurons, count: neurons)) {
      try stream.intervene([.silence(neurons)])
    }
    expect(.neuron(-1, count: neurons)) { try stream.intervene([.silence(-1)]) }
    expect(.clampNotFinite(neuron: 0)) { try stream.intervene([.clamp(0, at: .nan)]) }
    try stream.step([1, 2, 3], elapsed: 0)
  }

  @Test(arguments: NetworkVariant.all)
  func showsTheTimeConstantsAndCurrentsOfEachStepAsATraceDoes(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 8)
    let model = try variant.model(&generator, inputs: 3, neurons: 18, outputs: 3, size: .wide)
    let samples = generator.samples(steps: 6, inputs: 3)
    let batch = try SequenceBatch(
      inputs: [samples.map(\.inputs)], elapsed: [samples.map(\.elapsed)])
    for held: [NetworkIntervention] in [[], [.silence(4), .clamp(1, at: 0.3), .cut(2)]] {
      if held.contains(.cut(2)), !model.network.cutsSynapses { continue }
      let trace = try model.traces(batch, interventions: held, synapses: .everyStep)[0]
      let synapses = trace.synapseCurrents.count / samples.count
      let stream = try NetworkStream(model: model, interventions: held)
      #expect(stream.timeConstants.allSatisfy(\.isNaN) && stream.synapseCurrents.allSatisfy { $0 == 0 })
      for (step, sample) in samples.enumerated() {
        try stream.step(sample.inputs, elapsed: sample.elapsed)
        let constants = trace.timeConstants[step * 18..<(step + 1) * 18]
        #expect(areClose(stream.timeConstants, constants), "step \(step)")
        let currents = trace.synapseCurrents[step * synapses..<(step + 1) * synapses]
        #expect(areClose(stream.synapseCurrents, currents), "step \(step)")
        let weights = trace.synapseWeights[step * synapses..<(step + 1) * synapses]
        #expect(areClose(stream.synapseWeights, weights), "step \(step)")
      }
      stream.reset()
      #expect(stream.timeConstants.allSatisfy { $0.isNaN })
    }
  }

  @Test(arguments: NetworkVariant.all)
  func holdsNeuronsFromTheMomentItIsToldAndLetsThemGo(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 9)
    let model = try variant.model(&generator, inputs: 2, neurons: 10, outputs: 3, size: .wide)
    let samples = generator.samples(steps: 9, inputs: 2)
    let (stream, free) = (NetworkStream(model: model), NetworkStream(model: model))
    for stream in [stream, free] { stream.run(samples[..<3]) }
    try stream.intervene([.clamp(5, at: 0.25)])
    for sample in samples[3..<6] {
      try stream.step(sample.inputs, elapsed: sample.elapsed)
      #expect(stream.states[5] == 0.25)
    }
    free.run(samples[3..<6])
    #expect(free.states != stream.states)
    // From here on both are free, and alike where they start alike.
    try stream.intervene([])
    #expect(stream.interventions.isEmpty)
    try free.restore(states: stream.states)
    for stream in [stream, free] { stream.run(samples[6...]) }
    #expect(areClose(stream.states, free.states[...]))
  }

  /// Equal, infinite or NaN where the other is, or within rounding.
  private func areClose(_ found: [Float], _ expected: ArraySlice<Float>) -> Bool {
    found.count == expected.count
      && zip(found, expected).allSatisfy { one, other in
        one == other || (one.isNaN && other.isNaN)
          || (one - other).magnitude <= 1e-3 * max(1e-2, one.magnitude, other.magnitude)
      }
  }

  private func inOneLane(_ model: Model) throws -> NetworkStream {
    try #require(NetworkStream(inOneLane: model))
  }

  private func wholeSequence(_ model: Model, _ samples: [StreamSample]) throws -> [Float] {
    let (wiring, steps) = (model.cell.wiring, samples.count)
    let batch = SequenceBatch(
      unchecked: 1, steps: steps, inputWidth: wiring.inputs, targetWidth: 0, lengths: [steps],
      inputs: samples.flatMap(\.inputs), elapsed: samples.map(\.elapsed), targets: [], targetWeights: [])
    return try GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
      .outputs(uncheckedParameters: model.parameters, batch: batch)
  }
}

/// Of an LTC with three inputs.
private func smallStream() throws -> NetworkStream {
  var generator = SeededGenerator(seed: 6)
  return NetworkStream(model: try generator.model())
}

private struct StreamSample {
  var inputs: [Float]
  let elapsed: Float
}

extension SeededGenerator {
  fileprivate mutating func samples(steps: Int, inputs: Int) -> [StreamSample] {
    (0..<steps).map { _ in
      StreamSample(
        inputs: sequence(steps: 1, width: inputs),
        elapsed: uniform() < 0.15 ? 0 : Float(uniform(0.05, 3)))
    }
  }
}

extension NetworkStream {
  fileprivate func run(_ samples: ArraySlice<StreamSample>) {
    for sample in samples { step(unchecked: sample.inputs, elapsed: sample.elapsed) }
  }
}
