import Text

/// A network with its parameters: a value.
///
///     let wiring = try Wiring.autoNCP(inputs: 2, units: 12, outputs: 1, seed: 1)
///     var model = Model(cell: try LTC(wiring: wiring), seed: 1)
///     model[parameter: "vleak"] = Array(repeating: 0, count: wiring.neurons)[...]
public struct Model: Sendable {
  /// The kind of network, and its wiring.
  public var cell: any Cell { network }

  package let network: any NetworkCell

  /// The flat parameter vector, as `cell.layout` describes it; its length cannot change.
  public var parameters: [Float] {
    didSet {
      require(
        parameters.count == parameterCount,
        "\(counted(parameters.count, "parameter")) for a network that has \(parameterCount)")
    }
  }

  /// The length of the parameter vector.
  public let parameterCount: Int

  /// A model with random initial parameters; the same for the same seed.
  public init(cell: any Cell, seed: UInt64) {
    network = cell.machinery.cell
    parameters = network.initialParameters(seed: seed)
    parameterCount = parameters.count
  }

  /// A model with parameters that are known.
  ///
  /// - Parameter parameters: `[cell.layout.count]`, finite.
  /// - Throws: `NetworkError` where they are not.
  public init(cell: any Cell, parameters: [Float]) throws(NetworkError) {
    let layout = cell.layout
    guard parameters.count == layout.count else {
      throw .parameterCount(parameters.count, expected: layout.count)
    }
    if let index = parameters.firstNotFinite {
      let entry = layout.entries.first { $0.range.contains(index) }
      throw .parameterNotFinite(tensor: entry?.name ?? "", index: index - (entry?.range.lowerBound ?? 0))
    }
    self.init(unchecked: cell.machinery.cell, parameters: parameters)
  }

  /// A model whose parameters are known to fit; they may be what no network should have, such as NaN.
  package init(unchecked network: any NetworkCell, parameters: [Float]) {
    precondition(parameters.count == network.layout.count)
    self.network = network
    self.parameters = parameters
    parameterCount = parameters.count
  }

  /// The elements of a named tensor, row-major; `cell.layout` has the names and shapes.
  public subscript(parameter name: String) -> ArraySlice<Float> {
    get { parameters[network.layout[name]] }
    set {
      let range = network.layout[name]
      require(
        newValue.count == range.count,
        "\(counted(newValue.count, "value")) for the \(range.count) of \(name.quoted)")
      parameters.replaceSubrange(range, with: newValue)
    }
  }
}

extension Model {
  /// The raw network outputs on some sequences (logits for the losses of classes), `[sequence][step][output]`.
  ///
  /// For many batches a ``GradientEngine`` is faster: it keeps its memory from call to call.
  /// - Throws: where the batch does not have the network's inputs.
  public func outputs(_ batch: SequenceBatch) throws(NetworkError) -> [[[Float]]] {
    let engine = try GradientEngine(cell: network, loss: .meanSquaredError)
    let (flat, width) = (try engine.outputs(parameters: parameters, batch: batch), network.outputWidth)
    return (0..<batch.count).map { sequence in
      (0..<batch.lengths[sequence]).map { step in
        let first = (sequence * batch.steps + step) * width
        return Array(flat[first..<first + width])
      }
    }
  }

  /// Runs the network on some sequences, under one set of interventions, and records everything that it does.
  ///
  ///     let trace = try model.traces(batch, synapses: .everyStep)[0]
  ///     print(trace.states(ofNeuron: 3), trace.timeConstants(ofNeuron: 3))
  ///
  /// - Parameter synapses: the steps after which synapses are read.
  /// - Returns: one trace per sequence.
  /// - Throws: where the batch does not have the network's inputs, or there is no such neuron or step.
  public func traces(
    _ batch: SequenceBatch, interventions: [NetworkIntervention] = [],
    synapses: NetworkTrace.SynapseSteps = .last
  ) throws(NetworkError) -> [NetworkTrace] {
    let inputs = network.wiring.inputs
    guard batch.inputWidth == inputs else { throw .inputCount(batch.inputWidth, expected: inputs) }
    try network.check(interventions)
    if case .step(let step) = synapses, let shortest = batch.lengths.min() {
      guard (0..<shortest).contains(step) else { throw .step(step, count: shortest) }
    }
    // Those of one length run side by side.
    var traces = [NetworkTrace?](repeating: nil, count: batch.count)
    for (_, sequences) in Dictionary(grouping: 0..<batch.count, by: { batch.lengths[$0] }) {
      for first in stride(from: 0, to: sequences.count, by: LaneShard.lanes) {
        let group = Array(sequences[first..<min(first + LaneShard.lanes, sequences.count)])
        let found = network.traces(
          parameters: parameters, batch: batch.selecting(group), interventions: interventions,
          synapses: synapses)
        for (sequence, trace) in zip(group, found) { traces[sequence] = trace }
      }
    }
    return traces.compactMap(\.self)
  }

  /// The same for sequences of one length that are known to be sound.
  ///
  /// - Parameters:
  ///   - inputs: one array per sequence, `[time, inputs]` each.
  ///   - elapsed: the elapsed time of each step, `[time]`, the same for all.
  ///   - step: the step after which synapses are read, counted from 0; nil: the last.
  package func traces(
    inputs: [[Float]], elapsed: [Float], interventions: [NetworkIntervention] = [],
    synapsesAt step: Int? = nil
  ) -> [NetworkTrace] {
    guard !elapsed.isEmpty else { return [] }
    let lanes = LaneShard.lanes
    return stride(from: 0, to: inputs.count, by: lanes).flatMap { first in
      let group = inputs[first..<min(first + lanes, inputs.count)]
      let batch = SequenceBatch(
        unchecked: group.count, steps: elapsed.count, inputWidth: network.wiring.inputs, targetWidth: 0,
        lengths: Array(repeating: elapsed.count, count: group.count), inputs: group.flatMap { $0 },
        elapsed: group.flatMap { _ in elapsed }, targets: [], targetWeights: [])
      return network.traces(
        parameters: parameters, batch: batch, interventions: interventions,
        synapses: step.map { .step($0) } ?? .last)
    }
  }
}
