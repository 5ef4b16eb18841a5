import Foundation
import Liquid
import TestSupport
import Testing

/// Stacks in model files, and descriptions that are none.
@Suite struct StackFileTests {
  private func everything() throws -> Stack {
    try Stack(
      layers: [
        LTC(wiring: .autoNCP(inputs: 4, units: 10, outputs: 4, seed: 1)), GRU.full(4, 4),
        CfC(wiring: .fullyConnected(inputs: 4, units: 4, outputs: 4, seed: 2), options: .init(projection: 2)),
      ],
      options: .init(
        dropout: 0.1, inputDropout: 0.2, normalizesLayers: true, isResidual: true, pooling: .attention,
        embeddings: [EmbeddingTable(channel: 1, levels: 5, width: 3)]))
  }

  @Test func aModelFileGivesBackEveryOptionAndTheSameBits() throws {
    let model = Model.random(try everything())
    let read = try ModelFile.read(ModelFile.bytes(of: model)).model
    let (cell, other) = (try #require(model.cell as? Stack), try #require(read.cell as? Stack))
    #expect(other.options == cell.options && other.wiring == cell.wiring && other.layout == cell.layout)
    #expect(read.parameters == model.parameters)
    #expect(ModelFile.bytes(of: read) == ModelFile.bytes(of: model))
    let names = cell.layout.entries.map(\.name)
    #expect(names.first == "embedding1" && names.suffix(5) == ["pool_query", "output_w", "output_b", "readout_w", "readout_b"])
    #expect(names.contains("layer1.input_w") && names.contains("layer3.norm_b"))
    #expect(!names.contains("layer1.output_w") && !names.contains("layer2.readout_w"))
  }

  /// What a file's description says when it is changed; nil where the file is read.
  private func refusal(
    _ stack: Stack, _ change: (inout [String: Any]) throws -> Void
  ) throws -> String? {
    let bytes = try changed(ModelFile.bytes(of: Model(cell: stack, seed: 1))) { metadata in
      let key = "lnn-top.architecture"
      guard
        let text = metadata[key],
        var description = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      else { return }
      var options = description["options"] as? [String: Any] ?? [:]
      description["options"] = nil
      try? change(&options)
      description["options"] = options
      let data = try? JSONSerialization.data(withJSONObject: description)
      metadata[key] = String(decoding: data ?? Data(), as: UTF8.self)
    }
    do {
      _ = try ModelFile.read(bytes)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func layers(_ options: [String: Any]) -> [Any] { options["layers"] as? [Any] ?? [] }

  private func json(_ stack: any NetworkCell) throws -> Any {
    try JSONSerialization.jsonObject(with: JSONEncoder().encode(Architecture(stack)))
  }

  @Test func oneClearErrorForEachDescriptionThatIsNoStack() throws {
    let stack = try everything()
    #expect(try refusal(stack) { _ in } == nil)
    let nested = try json(stack)
    let other = try json(GRU.full(7, 4))
    func expect(
      _ words: String, _ change: (inout [String: Any]) throws -> Void,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let found = try refusal(stack, change)
      #expect(found?.contains(words) == true, "\(found ?? "it is read")", sourceLocation: sourceLocation)
      #expect(found?.contains("\n") == false, sourceLocation: sourceLocation)
    }
    try expect("layers is 0; it must be between 1 and 64") { $0["layers"] = [Any]() }
    try expect("layers is 1000") { $0["layers"] = Array(repeating: other, count: 1000) }
    try expect("layers is stack; it must be a single cell") { $0["layers"] = [nested] }
    try expect("layers is 7 inputs; it must be 4, what the layer below gives") { options in
      options["layers"] = layers(options).prefix(1) + [other]
    }
    try expect("it has no 'layers'") { $0["layers"] = nil }
    try expect("has the wrong type") { $0["layers"] = 3 }
    for rate in [-0.1, 1, 7] {
      try expect("dropout is \(rate)") { $0["dropout"] = rate }
      try expect("inputDropout is \(rate)") { $0["inputDropout"] = rate }
    }
    try expect("Cannot initialize Pooling") { $0["pooling"] = "median" }
    func table(_ channel: Any, _ levels: Any, _ width: Any) -> [String: Any] {
      ["channel": channel, "levels": levels, "width": width]
    }
    try expect("channel is -1") { $0["embeddings"] = [table(-1, 5, 3)] }
    try expect("must be within the first layer's 4") { $0["embeddings"] = [table(2, 5, 3)] }
    try expect("must be within the first layer's 4") { $0["embeddings"] = [table(0, 5, 9)] }
    try expect("channel is \(Int.max)") { $0["embeddings"] = [table(Int.max, 5, 3)] }
    try expect("levels is 0") { $0["embeddings"] = [table(1, 0, 3)] }
    try expect("levels is 1000000000000") { $0["embeddings"] = [table(1, 1_000_000_000_000, 3)] }
    // As many as are allowed, without the tensor that would hold them.
    try expect("tensor 'embedding1' has the shape [5, 3] instead of [4194304, 3]") {
      $0["embeddings"] = [table(1, 1 << 22, 3)]
    }
    try expect("width is 0") { $0["embeddings"] = [table(1, 5, 0)] }
    try expect("width is 5000") { $0["embeddings"] = [table(1, 5, 5000)] }
    try expect("embeddings is 1; it must be of channels in ascending order") {
      $0["embeddings"] = [table(1, 5, 1), table(1, 5, 1)]
    }
    try expect("wiring is stack; it must be that of the layers together") { $0["embeddings"] = [Any]() }
    try expect("no place for the tensor 'pool_query'") { $0["pooling"] = "mean" }
    try expect("no place for the tensor 'layer1.norm_b'") { $0["normalizesLayers"] = false }
  }

  @Test func aStackIsBuiltOfSingleCellsThatFit() throws {
    func refusal(_ layers: [any Cell], _ options: Stack.Options = .init()) -> String? {
      do {
        _ = try Stack(layers: layers, options: options)
        return nil
      } catch {
        return "\(error)"
      }
    }
    let gru = try GRU.full(2, 3)
    #expect(refusal([gru]) == nil)
    #expect(refusal([]) == "the option layers is 0; it must be between 1 and 64")
    #expect(refusal([gru, gru]) == "the option layers is 2 inputs; it must be 3, what the layer below gives")
    #expect(refusal([try Stack(layers: [gru])]) == "the option layers is stack; it must be a single cell")
    #expect(refusal([gru], .init(dropout: .nan)) == "the option dropout is nan; it must be at least 0 and below 1")
    #expect(refusal([gru], .init(inputDropout: 1)) == "the option inputDropout is 1.0; it must be at least 0 and below 1")
    // All that the first layer sees may be vectors.
    #expect(refusal([gru], .init(embeddings: [EmbeddingTable(channel: 0, levels: 2, width: 2)])) == nil)
    #expect(refusal([gru], .init(embeddings: [EmbeddingTable(channel: 1, levels: 2, width: 2)])) != nil)
  }

  @Test func aStackOfOneLayerWithNothingAroundItIsThatLayer() throws {
    var generator = SeededGenerator(seed: 7)
    let ltc = try LTC(wiring: .autoNCP(inputs: 3, units: 9, outputs: 2, seed: 3))
    let (alone, stack) = (Model.random(ltc, seed: 4), try Stack(layers: [ltc]))
    var model = Model(cell: stack, seed: 4)
    for entry in ltc.layout.entries {
      let isReadout = entry.name.hasPrefix("output_")
      model[parameter: isReadout ? entry.name : "layer1.\(entry.name)"] = alone[parameter: entry.name]
    }
    let batch = generator.batch(for: ltc.wiring, loss: .meanSquaredError, count: 18, steps: 6).whole
    #expect(try model.outputs(batch) == alone.outputs(batch))
    let (one, other) = (try alone.gradient(batch), try model.gradient(batch))
    #expect(one.loss == other.loss)
    for entry in ltc.layout.entries {
      let name = entry.name.hasPrefix("output_") ? entry.name : "layer1.\(entry.name)"
      #expect(one.gradient[entry.range] == other.gradient[stack.layout[name]], "\(name)")
    }
  }
}
