/// A model whose categories have become the vectors that its embedding has for them: what it computes from there on is
/// smooth, so that it has derivatives.
package struct EmbeddedModel: Sendable {
  /// The rest of the network, whose inputs are those that its first layer sees.
  package let model: Model
  private let embedding: InputEmbedding
  /// `[levels, width]` of each table.
  private let tables: [[Float]]

  /// Nil for a model that embeds nothing.
  package init?(_ whole: Model) {
    guard let stack = whole.network as? Stack, let embedding = stack.embedding else { return nil }
    self.embedding = embedding
    tables = embedding.tables.map { Array(whole.parameters[$0.range]) }
    var options = stack.options
    options.embeddings = []
    do {
      let rest = try Stack(layers: stack.layers.map(\.cell), options: options)
      var parameters: [Float] = []
      for entry in rest.layout.entries { parameters += whole.parameters[stack.layout[entry.name]] }
      model = Model(unchecked: rest, parameters: parameters)
    } catch {
      preconditionFailure("a stack that was built before: \(error)")
    }
  }

  /// What the first layer sees of some steps.
  ///
  /// - Parameter inputs: `[steps, inputs]`.
  package func seen(_ inputs: [Float]) -> [Float] {
    var seen: [Float] = []
    seen.reserveCapacity(inputs.count / embedding.inputs * embedding.width)
    for first in stride(from: 0, to: inputs.count, by: embedding.inputs) {
      for piece in embedding.pieces {
        switch piece {
        case .channel(let channel, _): seen.append(inputs[first + channel])
        case .row(let table):
          let (shape, width) = (table.shape, table.shape.width)
          if let row = shape.row(inputs[first + shape.channel]) {
            seen += tables[table.index][row * width..<(row + 1) * width]
          } else {
            seen += repeatElement(0, count: width)
          }
        }
      }
    }
    return seen
  }

  /// The same with zeros in the place of every category's vector: what stands for none in particular.
  package func seenWithoutCategories(_ inputs: [Float]) -> [Float] {
    var without = inputs
    for index in without.indices {
      if case .row = embedding.pieces[index % embedding.inputs] { without[index] = -1 }
    }
    return seen(without)
  }

  /// Parts of what the first layer sees, `[steps, seen]`, summed for each input, `[steps, inputs]`.
  package func sums(_ parts: [Float]) -> [Float] {
    stride(from: 0, to: parts.count, by: embedding.width).flatMap { first in
      (0..<embedding.inputs).map { channel in
        embedding.seen(ofInput: channel).reduce(Float(0)) { $0 + parts[first + $1] }
      }
    }
  }

  /// Derivatives with respect to what the first layer sees as those with respect to the inputs: an index has none, 0.
  package func derivatives(_ gradient: [Float]) -> [Float] {
    stride(from: 0, to: gradient.count, by: embedding.width).flatMap { first in
      embedding.pieces.map { piece -> Float in
        if case .channel(_, let place) = piece { gradient[first + place] } else { 0 }
      }
    }
  }
}

extension Model {
  /// Input channels that hold the index of a category, of which an index that there is not, -1, has a vector of zeros.
  package var embeddedChannels: Set<Int> {
    Set((network as? Stack)?.options.embeddings.map(\.channel) ?? [])
  }
}
