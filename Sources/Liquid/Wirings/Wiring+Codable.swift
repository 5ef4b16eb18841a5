extension Wiring: Codable {
  /// The compact form: `sources[j]` lists the sources of neuron j, as source + 1 with the polarity as sign,
  /// so that a synapse takes a few characters of JSON and the number of neurons is warranted by the text.
  private enum CodingKeys: String, CodingKey {
    case kind
    case inputs
    case outputs
    case layers
    case sources
    case sensorySources = "sensory_sources"
    case names
  }

  /// Some neighbouring neurons of one layer.
  private struct LayerRun: Codable {
    let layer: Layer
    var count: Int
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try container.encode(inputs, forKey: .inputs)
    try container.encode(outputs, forKey: .outputs)
    try container.encode(Self.runs(of: layers), forKey: .layers)
    try container.encode(Self.signedSources(synapses, neurons: neurons), forKey: .sources)
    try container.encode(Self.signedSources(sensorySynapses, neurons: neurons), forKey: .sensorySources)
    // Absent where there are none: so it was written before neurons could have names.
    try container.encodeIfPresent(names, forKey: .names)
  }

  /// Reads the compact form and checks it as `init(kind:inputs:…)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let sources = try container.decode([[Int]].self, forKey: .sources)
    let sensorySources = try container.decode([[Int]].self, forKey: .sensorySources)
    let runs = try container.decode([LayerRun].self, forKey: .layers)
    func corrupted(_ text: String) -> DecodingError {
      DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: text))
    }
    guard sensorySources.count == sources.count else {
      throw corrupted("\(sources.count) neurons have sources, \(sensorySources.count) sensory sources")
    }
    guard let layers = Self.layers(from: runs, neurons: sources.count) else {
      throw corrupted("the layers do not add up to \(sources.count) neurons")
    }
    do {
      try self.init(
        kind: container.decode(String.self, forKey: .kind),
        inputs: container.decode(Int.self, forKey: .inputs),
        outputs: container.decode(Int.self, forKey: .outputs),
        layers: layers, synapses: Self.synapses(from: sources),
        sensorySynapses: Self.synapses(from: sensorySources),
        names: container.decodeIfPresent([String].self, forKey: .names))
    } catch let error as WiringError {
      throw corrupted(error.description)
    }
  }

  private static func runs(of layers: [Layer]) -> [LayerRun] {
    layers.reduce(into: []) { runs, layer in
      if runs.last?.layer == layer {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(LayerRun(layer: layer, count: 1))
      }
    }
  }

  /// Nil where the runs do not add up to `neurons`: nothing is allocated for a count that is too large.
  private static func layers(from runs: [LayerRun], neurons: Int) -> [Layer]? {
    var layers: [Layer] = []
    for run in runs {
      guard run.count > 0, run.count <= neurons - layers.count else { return nil }
      layers += repeatElement(run.layer, count: run.count)
    }
    return layers.count == neurons ? layers : nil
  }

  private static func signedSources(_ synapses: [Synapse], neurons: Int) -> [[Int]] {
    var sources = [[Int]](repeating: [], count: neurons)
    for synapse in synapses {
      sources[synapse.target].append((synapse.source + 1) * synapse.polarity)
    }
    return sources
  }

  private static func synapses(from sources: [[Int]]) -> [Synapse] {
    sources.enumerated().flatMap { target, list in
      list.map { signed in
        // The magnitude of the most negative Int does not fit; clamped, it lies outside all the same.
        let source = Int(clamping: signed.magnitude) - 1
        return Synapse(source: source, target: target, polarity: signed.signum())
      }
    }
  }
}
