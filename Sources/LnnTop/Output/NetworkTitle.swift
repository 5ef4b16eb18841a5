import Liquid

/// What a title calls a network's cell and wiring: `ltc` and `auto-ncp`; of a stack those of its layers, such as `cfc` and
/// `2-layer full`, with all of them where they differ, from the inputs to the outputs: `lstm+cfc`.
struct NetworkTitle {
  let cell: String
  let wiring: String

  init(_ cell: any Cell) {
    guard let stack = cell as? Stack else {
      (self.cell, wiring) = (cell.identifier, cell.wiring.kind)
      return
    }
    let layers = stack.options.layers
    self.cell = Self.joined(layers.map(\.cell))
    let kinds = Self.joined(layers.map(\.wiring.kind))
    wiring = layers.count == 1 ? kinds : "\(layers.count)-layer \(kinds)"
  }

  private static func joined(_ words: [String]) -> String {
    Set(words).count == 1 ? words[0] : words.joined(separator: "+")
  }
}
