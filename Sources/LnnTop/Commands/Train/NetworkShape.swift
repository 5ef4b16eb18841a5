import Liquid
import LiquidData

/// What data ask of a network.
struct NetworkShape: Sendable {
  /// Input channels.
  let inputs: Int
  let outputs: Int
  /// Channels that hold the index of a category.
  let indexed: [DataSchema.IndexedChannel]
  /// Channels with a mask beside them.
  let masked: [GRUD.MaskedChannel]

  init(inputs: Int, outputs: Int) {
    (self.inputs, self.outputs, indexed, masked) = (inputs, outputs, [], [])
  }

  init(_ schema: DataSchema) {
    (inputs, outputs) = (schema.inputWidth, schema.outputWidth)
    (indexed, masked) = (schema.indexedChannels, schema.maskedChannels)
  }
}
