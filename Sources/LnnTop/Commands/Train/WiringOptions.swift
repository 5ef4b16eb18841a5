import Foundation
import Liquid
import LiquidData
import Text

/// Which wiring the network gets.
public struct WiringOptions: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case full
    case random
    case diagonal
    case ncp
    case autoNCP = "auto-ncp"
  }

  /// What `--wiring` says: a kind, or a table of synapses.
  public enum Source: Sendable, Hashable {
    case kind(Kind)
    case file(String)

    /// As it stands on the command line.
    var word: String {
      switch self {
      case .kind(let kind): kind.rawValue
      case .file(let path): path
      }
    }
  }

  public var kind = Kind.autoNCP
  /// A table of synapses, which takes the place of `kind`.
  public var file: String?
  /// A table of the roles of that file's neurons; nil: as the file itself says, or as the synapses suggest.
  public var rolesFile: String?
  /// Neurons of each layer, the first layer's first; one for each layer, or one for all.
  public var layerUnits = [32]
  /// The share of possible synapses that is left out; `full` and `diagonal` ignore it.
  public var sparsity = 0.5

  // For `ncp`; nil: as `auto-ncp` would choose.
  public var commandNeurons: Int?
  public var sensoryFanout: Int?
  public var interFanout: Int?
  public var recurrentSynapses: Int?
  public var motorFanin: Int?

  public init() {}

  /// Neurons of the last layer, and of all others where one number is named.
  public var units: Int {
    get { layerUnits[layerUnits.count - 1] }
    set { layerUnits = [newValue] }
  }

  public var source: Source {
    get { file.map { .file($0) } ?? .kind(kind) }
    set {
      switch newValue {
      case .kind(let kind): (self.kind, file) = (kind, nil)
      case .file(let path): (kind, file) = (Self().kind, path)
      }
    }
  }

  /// Whether its neurons have no layers: each may be read.
  private var isUnlayered: Bool { file == nil && [.full, .random, .diagonal].contains(kind) }

  /// Builds the wiring for a task's inputs and outputs, and says what a person should know of it.
  ///
  /// - Parameter readsAll: whether a dense layer reads what gives outputs: all neurons of a wiring without layers, all
  ///   motor neurons of a file's.
  /// - Throws: `WiringError` where the sizes do not go together, `ConnectomeError` where a file is no wiring.
  func makeWiring(
    inputs: Int, outputs: Int, seed: UInt64, readsAll: Bool
  ) throws -> (wiring: Wiring, notes: [String]) {
    guard let file else {
      let outputs = readsAll && isUnlayered ? units : outputs
      return (try makeWiring(inputs: inputs, outputs: outputs, seed: seed), [])
    }
    return try Connectome(path: file, roles: rolesFile)
      .wiring(inputs: inputs, outputs: readsAll ? nil : outputs, seed: seed)
  }

  /// The same with paths that lead to the same files from anywhere.
  var withAbsolutePaths: WiringOptions {
    var options = self
    for name in ["wiring", "wiring-roles"] {
      options.locate(name, in: FileManager.default.currentDirectoryPath)
    }
    return options
  }

  /// Lets the relative path of an option start at a folder; nothing for options without a path.
  mutating func locate(_ option: String, in folder: String) {
    func path(_ own: String) -> String {
      let start = URL(fileURLWithPath: folder.isEmpty ? "." : folder, isDirectory: true)
      return URL(fileURLWithPath: own, relativeTo: start).standardizedFileURL.path
    }
    switch option {
    case "wiring": file = file.map(path)
    case "wiring-roles": rolesFile = rolesFile.map(path)
    default: return
    }
  }

  /// Builds a wiring of its kind for a task's inputs and outputs.
  ///
  /// - Throws: `WiringError` where the sizes do not go together.
  public func makeWiring(inputs: Int, outputs: Int, seed: UInt64) throws(WiringError) -> Wiring {
    switch kind {
    case .full:
      try .fullyConnected(inputs: inputs, units: units, outputs: outputs, seed: seed)
    case .random:
      try .random(inputs: inputs, units: units, outputs: outputs, sparsity: sparsity, seed: seed)
    case .diagonal:
      try .diagonal(inputs: inputs, units: units, outputs: outputs, seed: seed)
    case .ncp:
      try .ncp(inputs: inputs, sizes: ncpSizes(outputs: outputs), seed: seed)
    case .autoNCP:
      try .autoNCP(inputs: inputs, units: units, outputs: outputs, sparsity: sparsity, seed: seed)
    }
  }

  private func ncpSizes(outputs: Int) throws(WiringError) -> NCPSizes {
    var sizes = try NCPSizes(units: units, outputs: outputs, command: commandNeurons, sparsity: sparsity)
    if let sensoryFanout { sizes.sensoryFanout = sensoryFanout }
    if let interFanout { sizes.interFanout = interFanout }
    if let recurrentSynapses { sizes.recurrentCommandSynapses = recurrentSynapses }
    if let motorFanin { sizes.motorFanin = motorFanin }
    return sizes
  }
}

// MARK: - The options of train

extension TrainOptions {
  static let networkGroups = [
    OptionGroup("Network", networkRows.map(ownedByNetworks)),
    OptionGroup("Neural circuit policy (--wiring ncp)", ncpRows),
    OptionGroup("Layers", stackingRows),
  ]

  /// The long names of the options that describe a network.
  static let networkOptions = Set(networkGroups.flatMap(\.rows).map(\.long))

  /// Takes the wiring that the model needs where none was asked for.
  mutating func settleWiring(given: Set<String>) {
    if let needed = model.neededWiring, !given.contains("wiring") { wiring.kind = needed }
  }

  private static let networkRows: [OptionRow<TrainOptions>] = [
    .value(
      "model", \.model, .choice("KIND"),
      "the kind of network: " + NetworkKind.allCases.map(\.rawValue).joined(separator: ", ")),
    .value(
      "wiring", \.wiring.source, .wiring, shownDefault: NetworkKind.wiringDefault,
      "which synapses there are: drawn, or those in a table"
    ).objecting { options in
      guard let needed = options.model.neededWiring, options.wiring.source != .kind(needed) else {
        return nil
      }
      return .excluded(
        option: "--wiring \(options.wiring.source.word)", by: "--model \(options.model.rawValue)",
        needing: "--wiring \(needed.rawValue)")
    },
    .optional(
      "wiring-roles", \.wiring.rolesFile, .text("FILE"),
      shownDefault: "as the table says, or as its synapses suggest",
      "a table of the sensory and the motor neurons of --wiring FILE"
    ).needing("--wiring FILE") { $0.wiring.file != nil },
    .value(
      "units", \.wiring.layerUnits, .units, "neurons in all; of several layers, each one's or that of all"
    ).idleWithFile,
    .value(
      "sparsity", \.wiring.sparsity, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      "the share of synapses left out; not for the wirings full and diagonal"
    ).idle(with: .full).idle(with: .diagonal).idleWithFile,
    .value(
      "readout", \.readout, .choice(),
      "what gives the outputs of an ltc, cfc or lrc: motor neurons, or a dense layer that reads them (all neurons with"
        + " the wirings full, random and diagonal)"),
    .flag(
      "mixed-memory", \.cell.mixedMemory,
      "an LSTM updates the state of an ltc, cfc or lrc before each step"),
    .optional(
      "unfolds", \.unfolds, .integer(from: 1, through: 1000), shownDefault: NetworkKind.unfoldsDefault,
      "solver steps within each step of the data, for \(NetworkKind.list(having: "unfolds"))"
    ),
    .optional(
      "solver", \.solver, .choice(), shownDefault: NetworkKind.solverDefault,
      "how those steps are made, for \(NetworkKind.list(having: "solver"))"
    ).objecting { options in
      guard let solver = options.solver, !options.model.solvers.contains(solver) else { return nil }
      return .clash(option: "--solver \(solver.rawValue)", other: "--model \(options.model.rawValue)")
    },
    .value(
      "constraints", \.cell.constraints, .choice(),
      "keep an ltc's conductances positive by a softplus, or by cutting off after each step"),
    .value(
      "backbone-layers", \.backboneLayers, .integer(from: 0, through: 16),
      "dense layers of a cfc with the wiring full"
    ).needing("--wiring full") { $0.wiring.kind == .full },
    .value(
      "backbone-units", \.backboneUnits, .integer(from: 1, through: 16_384), "units in each of them"
    ).ofBackbone,
    .value("activation", \.activation, .choice(), "what follows each of them").ofBackbone,
    .value(
      "heads", \.heads, .choice(),
      "synapses of a wired cfc: strictly the wiring's, or those of the ncps package, which can then load it"
    ).idle(with: .full),
    .value("input-map", \.cell.inputMap, .choice(), "how an ltc, cfc or lrc scales inputs on their way in"),
    .value("output-map", \.cell.outputMap, .choice(), "how it scales states on their way out"),
  ]

  private static let ncpRows: [OptionRow<TrainOptions>] = [
    size("command-neurons", \.wiring.commandNeurons, "neurons between the inter and the motor layer"),
    size("sensory-fanout", \.wiring.sensoryFanout, "inter neurons that each input reaches"),
    size("inter-fanout", \.wiring.interFanout, "command neurons that each inter neuron reaches"),
    size(
      "recurrent-synapses", \.wiring.recurrentSynapses, "synapses among the command neurons",
      .integer(from: 0, through: 16_777_216)),
    size("motor-fanin", \.wiring.motorFanin, "command neurons that reach each motor neuron"),
  ]

  private static func size(
    _ long: String, _ property: any OptionRow<TrainOptions>.Property<Int?>, _ help: String,
    _ format: ValueFormat<Int> = .integer(from: 1, through: 4096)
  ) -> OptionRow<TrainOptions> {
    OptionRow.optional(long, property, format, shownDefault: "as auto-ncp", help)
      .needing("--wiring ncp") { $0.wiring.kind == .ncp }
  }

  /// Options that only some networks have mean nothing with the others, whatever else is wrong with them.
  @Sendable private static func ownedByNetworks(_ row: OptionRow<TrainOptions>) -> OptionRow<TrainOptions> {
    var owned = row
    owned.objection = { options in
      options.model.has(row.long) || row.isOff(options)
        ? row.objection(options) : .idle(option: row.name, beside: "--model \(options.model.rawValue)")
    }
    return owned
  }
}

extension OptionRow<TrainOptions> {
  fileprivate func idle(with kind: WiringOptions.Kind) -> Self {
    objecting { $0.wiring.kind == kind ? .idle(option: name, beside: "--wiring \(kind.rawValue)") : nil }
  }

  /// A file says how many neurons and synapses there are.
  fileprivate var idleWithFile: Self {
    objecting { options in
      options.wiring.file.map { .idle(option: name, beside: "--wiring \($0.displayed)") }
    }
  }

  fileprivate var ofBackbone: Self {
    needing("--wiring full") { $0.wiring.kind == .full }
      .objecting { $0.backboneLayers == 0 ? .idle(option: name, beside: "--backbone-layers 0") : nil }
  }
}

extension ValueFormat where Value == WiringOptions.Source {
  /// A kind, or a path: what has a slash or a point in it, or is there.
  fileprivate static var wiring: Self {
    let kinds = ValueFormat<WiringOptions.Kind>.choice()
    let words = WiringOptions.Kind.allCases.map(\.rawValue)
    return Self(
      placeholder: "\(kinds.placeholder)|FILE",
      parse: { word throws(ValueProblem) in
        if let kind = try? kinds.parse(word) { return .kind(kind) }
        guard word.contains(where: { "/.".contains($0) }) || FileManager.default.fileExists(atPath: word)
        else {
          throw .malformed("\(words.joined(separator: ", ")), or the path of a table of synapses")
        }
        return .file(word)
      },
      text: { $0.word })
  }
}
