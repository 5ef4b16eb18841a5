import Explanations
import Liquid
import Text

/// Published measures of how readable a network's inside is.
struct ExplainedMeasures: Encodable {
  /// A neuron and its largest change of state from one step to the next.
  struct Change: Encodable {
    let neuron: String
    let largest: Double?
  }

  /// The most abrupt first.
  let changes: [Change]
  /// Shares of the states' variance along the principal components, the largest first.
  let componentShares: [Double]
  /// Components that hold 90 % of it.
  let componentsFor90: Int
  /// By the standard deviation of noise in the inputs, as the network sees them: how similar attributions stay (SSIM). Indices
  /// of words and categories get no noise; nothing where all inputs are such.
  let saliencySimilarity: [Similarity]

  struct Similarity: Encodable {
    let noise: Double
    let similarity: Double
  }

  private static let noiseLevels = [0.05, 0.1, 0.2]
  /// Sequences whose attributions are compared.
  private static let comparedSequences = 8

  init(_ data: ExplainedData, options: ExplainOptions) throws {
    let network = data.network
    let neurons = network.model.cell.wiring.neurons
    let states = try network.model.traces(data.batch).map(\.states)
    changes = StateChange.largest(in: states, neurons: neurons).sorted { $0.rank < $1.rank }
      .map { Change(neuron: network.name(ofNeuron: $0.neuron), largest: $0.largest) }
    let components = PrincipalComponents(states: states.flatMap { $0 }, neurons: neurons)
    componentShares = components?.shares ?? []
    componentsFor90 = components?.dimensions(explaining: 0.9) ?? 0
    saliencySimilarity = Self.similarities(data, seed: options.seed)
  }

  private static func similarities(_ data: ExplainedData, seed: UInt64) -> [Similarity] {
    let gradients = IntegratedGradients(model: data.network.model)
    let width = data.batch.inputWidth
    let embedded = data.network.embedded
    guard embedded.count < width else { return [] }
    var generator = SeededGenerator(seed: seed)
    func map(_ inputs: [Float], _ elapsed: [Float]) -> AttributionMap {
      let parts = gradients.attribution(
        of: ExplainedSequence(
          inputs: inputs, elapsed: elapsed, averagesOutputs: data.batch.averagesOutputs), output: 0)
      return AttributionMap(inputs: width, values: parts.inputParts)
    }
    let chosen = (0..<min(comparedSequences, data.batch.count)).map { data.sequence($0) }
    let plain = chosen.map { map($0.inputs, $0.elapsed) }
    return noiseLevels.compactMap { level in
      let found = zip(chosen, plain).compactMap { sequence, plain -> Double? in
        var noisy = sequence.inputs
        for place in noisy.indices where !embedded.contains(place % width) {
          noisy[place] += Float(level * generator.normal())
        }
        return plain.similarity(to: map(noisy, sequence.elapsed))
      }
      guard !found.isEmpty else { return nil }
      return Similarity(noise: level, similarity: found.reduce(0, +) / Double(found.count))
    }
  }

  var section: ExplainSection {
    var table = TextTable(columns: [.init("neuron"), .init("largest change in a step", alignsRight: true)])
    table.rows = changes.map { [$0.neuron, $0.largest.map { NumberText.significant($0) } ?? "-"] }
    var lines = [
      "\(counted(componentsFor90, "principal component")) of \(componentShares.count) hold 90 % of the states' variance"
    ]
    if !saliencySimilarity.isEmpty {
      let similar = saliencySimilarity.map {
        "\(NumberText.significant($0.similarity)) at \(NumberText.significant($0.noise))"
      }.joined(separator: ", ")
      lines.append(
        "attributions under noise in the inputs keep a structural similarity (SSIM) of \(similar) standard deviations"
      )
    }
    return ExplainSection(title: "Measures", lines: lines, table: table)
  }
}
