import Liquid
import LiquidData
import Text

/// A network that `--model` offers: a variant of a cell. `CellTraits` says which there are.
public struct NetworkKind: RawRepresentable, Sendable, Hashable, CaseIterable {
  public static let allCases = CellRegistry.cells.flatMap { cell in
    cell.traits.variants.map { NetworkKind(cell: cell, name: $0.name) }
  }

  /// The kind that is trained where none is named.
  public static let standard = allCases[0]

  /// The name of the variant.
  public let rawValue: String
  let cell: any NetworkCell.Type

  private init(cell: any NetworkCell.Type, name: String) {
    self.cell = cell
    rawValue = name
  }

  /// Nil where there is no such network. Older names of a cell stand for its identifier.
  public init?(rawValue: String) {
    let name = CellRegistry.identifier(of: rawValue)
    guard let kind = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = kind
  }

  public static func == (first: NetworkKind, second: NetworkKind) -> Bool {
    first.rawValue == second.rawValue
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }

  /// Whether it has an option, by its long name: some belong to some cells only, the others to all.
  func has(_ option: String) -> Bool {
    cell.traits.options.contains(option) || !Self.ownedOptions.contains(option)
  }

  /// The wiring that it needs; nil: any will do, and what reads the neurons is a choice.
  var neededWiring: WiringOptions.Kind? {
    switch cell.traits.wiring {
    case .any: nil
    case .full: .full
    case .diagonal: .diagonal
    }
  }

  /// That of training where none is asked for.
  var learningRate: Double { cell.traits.learningRate }

  /// What help says about the learning rate that is used without `--learning-rate`: that of most, then those of others.
  static let learningRateDefault: String = {
    let rates = CellRegistry.cells.map { $0.traits.learningRate }
    let usual = rates.max { first, second in rates.count { $0 == first } < rates.count { $0 == second } }
    let others = CellRegistry.cells.filter { $0.traits.learningRate != usual }
    let groups = Dictionary(grouping: others) { $0.traits.learningRate }.sorted { $0.key < $1.key }
    let parts = groups.map { rate, cells in
      "\(NumberText.shortest(rate)) for \(list(cells.map { $0.identifier }))"
    }
    return ([NumberText.shortest(usual ?? 0)] + parts).joined(separator: "; ")
  }()

  /// How its differential equation can be solved, the default first; empty where it has none.
  var solvers: [Solver] { cell.traits.solvers }

  private static let ownedOptions = allCases.reduce(into: Set<String>()) {
    $0.formUnion($1.cell.traits.options)
  }

  /// What help says about the wiring that is used without `--wiring`.
  static let wiringDefault: String = {
    let needs = [WiringOptions.Kind.full, .diagonal].map { needed in
      let names = allCases.filter { $0.neededWiring == needed }.map(\.rawValue)
      return "\(needed.rawValue) for " + names.joined(separator: ", ")
    }
    return ([WiringOptions().kind.rawValue] + needs).joined(separator: "; ")
  }()

  /// The cells with an option, as help lists them: `ltc, ct-rnn and neural-ode`.
  static func list(having option: String) -> String {
    list(CellRegistry.cells.filter { $0.traits.options.contains(option) }.map { $0.identifier })
  }

  private static func list(_ names: [String]) -> String {
    let last = names.suffix(2).joined(separator: " and ")
    return (names.dropLast(2) + [last]).joined(separator: ", ")
  }

  /// What help says about the solver that is used without `--solver`: that of most, then those of others.
  static let solverDefault = defaultOfSolved { $0.solvers[0].rawValue }

  /// What help says about the number of sub-steps that is used without `--unfolds`: that of most, then those of others.
  static let unfoldsDefault = defaultOfSolved { "\($0.unfolds)" }

  /// A default of the cells that solve an equation: that of the first, then those of others with their names.
  private static func defaultOfSolved(_ value: (CellTraits) -> String) -> String {
    let solved = CellRegistry.cells.filter { !$0.traits.solvers.isEmpty }
    var groups: [(value: String, names: [String])] = []
    for cell in solved {
      if let place = groups.firstIndex(where: { $0.value == value(cell.traits) }) {
        groups[place].names.append(cell.identifier)
      } else {
        groups.append((value(cell.traits), [cell.identifier]))
      }
    }
    return ([groups[0].value] + groups.dropFirst().map { "\($0.value) for \(list($0.names))" })
      .joined(separator: "; ")
  }

  /// What a person who trains it on such data should know.
  ///
  /// - Parameter scaling: of its inputs.
  func warnings(_ schema: DataSchema, scaling: TaskDefinition.Scaling) -> [String] {
    if cell is GRUD.Type { return decayNotes(schema, scaling) }
    guard let time = schema.time, !cell.traits.usesElapsedTime else { return [] }
    return ["a network of the kind \(rawValue) knows no time: the column '\(time.column)' has no effect"]
  }

  /// What does not go with values that decay to 0, the mean, where they are missing.
  private func decayNotes(_ schema: DataSchema, _ scaling: TaskDefinition.Scaling) -> [String] {
    guard !schema.maskedChannels.isEmpty else {
      return [
        "no input tells a \(rawValue) where values are missing: --missing mask does, where there are gaps"
      ]
    }
    let filling =
      schema.missing == .fillAndMask
      ? [
        "a \(rawValue) fills gaps itself, with what falls from the last value to the mean: --missing fill-and-mask is the same"
          + " as mask to it"
      ] : []
    let zero: String
    switch scaling {
    case .standard: return filling
    case .range: zero = "the smallest value of the training part"
    case .robust: zero = "the median"
    case .none: zero = "0 in the data's own unit"
    }
    return filling + [
      "missing values fall to what a \(rawValue) sees as 0, with --scaling \(scaling.rawValue) \(zero), and not to the mean:"
        + " --scaling standard makes that 0"
    ]
  }
}
