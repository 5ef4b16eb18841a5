/// A network of the papers by its name: which options of `train` make it.
package struct NetworkPreset: Sendable, Hashable {
  package let name: String
  /// As the papers and their tables write it.
  package let title: String
  /// Options by their long names.
  package let words: [String: String]

  private init(_ name: String, _ title: String, _ words: [String: String]) {
    self.name = name
    self.title = title
    self.words = words
  }

  private static let dense = ["wiring": "full", "readout": "dense"]
  private static let ncp = ["wiring": "auto-ncp", "readout": "motor"]

  package static let all: [NetworkPreset] = [
    liquid("ltc", "LTC", "ltc", dense),
    liquid("ltc-ncp", "LTC-NCP", "ltc", ncp),
    liquid("ltc-mm", "LTC, mixed memory", "ltc", dense, mixedMemory: true),
    liquid("cfc", "CfC", "cfc", dense),
    liquid("cfc-ncp", "CfC-NCP", "cfc", ncp),
    liquid("cfc-mm", "CfC, mixed memory", "cfc", dense, mixedMemory: true),
    liquid("cfc-no-gate", "CfC, no gate", "cfc-no-gate", dense),
    liquid("cfc-pure", "CfC, pure", "cfc-pure", dense),
    baseline("lstm", "LSTM"), baseline("gru", "GRU"), baseline("ctrnn", "CT-RNN"),
    baseline("node", "Neural ODE"), baseline("ctgru", "CT-GRU"),
  ]

  /// Those that are compared where nobody says which.
  package static let standard = [
    "ltc", "ltc-ncp", "cfc", "cfc-ncp", "cfc-mm", "lstm", "gru", "ctrnn", "node", "ctgru",
  ]

  package static func named(_ name: String) -> NetworkPreset? { all.first { $0.name == name } }

  /// The set-up of the LTC paper, which holds where neither the task nor the person says otherwise.
  var learning: [String: String] {
    ["batch": "16", "learning-rate": words["model"] == "ltc" ? "0.01" : "0.001"]
  }

  private static func liquid(
    _ name: String, _ title: String, _ model: String, _ wiring: [String: String], mixedMemory: Bool = false
  ) -> NetworkPreset {
    var words = wiring
    words["model"] = model
    if mixedMemory { words["mixed-memory"] = "true" }
    return NetworkPreset(name, title, words)
  }

  private static func baseline(_ model: String, _ title: String) -> NetworkPreset {
    NetworkPreset(model, title, ["model": model, "wiring": "full"])
  }
}
