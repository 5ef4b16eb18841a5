import Liquid

/// A network of the papers by its name: the options of `train` that make it. `CellTraits` says which there are.
package struct NetworkPreset: Sendable, Hashable {
  package let name: String
  /// As the papers and their tables write it.
  package let title: String
  /// Options by their long names.
  package let words: [String: String]
  /// The set-up of the LTC paper, which holds where neither the task nor the person says otherwise.
  let learning: [String: String]
  /// Whether it is compared where nobody says which.
  private let isStandard: Bool

  package static let all: [NetworkPreset] = CellRegistry.cells.flatMap { cell in
    let traits = cell.traits
    let forms = traits.forms.map { NetworkPreset(traits, traits.variants[0], $0) }
    return forms + traits.variants.dropFirst().map { NetworkPreset(traits, $0, .dense) }
  }

  /// The names of those that are compared where nobody says which.
  package static let standard = all.filter(\.isStandard).map(\.name)

  /// The preset with a name, or with an older name of its cell.
  package static func named(_ name: String) -> NetworkPreset? {
    let name = CellRegistry.identifier(of: name)
    return all.first { $0.name == name }
  }

  private init(_ traits: CellTraits, _ variant: CellTraits.Variant, _ form: CellTraits.Form) {
    var words = ["model": variant.name, "wiring": form == .ncp ? "auto-ncp" : "full"]
    if traits.options.contains("readout") { words["readout"] = form == .ncp ? "motor" : "dense" }
    switch form {
    case .dense: (name, title) = (variant.name, variant.title)
    case .ncp: (name, title) = (variant.name + "-ncp", variant.title + "-NCP")
    case .mixedMemory:
      (name, title) = (variant.name + "-mm", variant.title + ", mixed memory")
      words["mixed-memory"] = "true"
    }
    self.words = words
    learning = ["batch": "16", "learning-rate": "\(traits.paperLearningRate)"]
    isStandard = variant == traits.variants[0] && traits.comparedForms.contains(form)
  }
}
