import Text

/// Neurons and the synapses between them as tables have them, such as those of an animal.
///
///     let connectome = try Connectome(path: "worm.csv", roles: nil)
///     let (wiring, notes) = try connectome.wiring(inputs: 5, outputs: 1, seed: 1)
///
/// A row is a synapse, or several. Those of one pair of neurons are merged: what a table lists from both of its ends is
/// one. An electrical junction has no direction; it becomes two excitatory synapses, one each way, since those of a
/// liquid network are chemical.
package struct Connectome: Sendable, Hashable {
  /// All rows of one pair of neurons.
  struct Connection: Sendable, Hashable {
    let source: Int
    let target: Int
    /// +1 or -1; nil: the table does not say.
    let polarity: Int?
    /// Whether no chemical synapse goes this way.
    let isElectrical: Bool
  }

  /// What of the tables is not in the network, in rows where nothing else is said.
  struct LeftOut: Sendable, Hashable {
    var toMuscles = 0
    var toOthers = 0
    /// The cells that are no neurons, at the other ends of those.
    var others: [String] = []
    /// Gap junctions of a neuron with itself, through which no current flows.
    var selfJunctions = 0
    var withoutWeight = 0
    var unknownTypes: [String: Int] = [:]
    /// Neurons of the table that no synapse of the network joins.
    var isolated: [String] = []
    /// Those that only the table of roles has.
    var onlyInRoles: [String] = []
  }

  /// The most neurons that a network may have.
  static let mostNeurons = 4096

  /// Where it was read, safe to show.
  let file: String
  /// In the order in which people count, so that it is the same for any order of rows.
  let names: [String]
  /// By source, then target; each pair once.
  let connections: [Connection]
  /// Pairs of neurons that an electrical junction joins.
  let junctions: Int
  /// Nil: nobody says them.
  let roles: GivenRoles?
  let leftOut: LeftOut
  let unknownPolarities: [String: Int]
  /// What a person should know of how it was read.
  let readingNotes: [String]

  /// Reads a table of synapses in any form that data may have, and the table of roles where there is one.
  ///
  /// - Parameters:
  ///   - path: of a table with columns such as `pre`, `post`, `type`, `weight` and `polarity`, or without a header: two
  ///     names and a number.
  ///   - roles: of a table with columns such as `name` and `role`; its order is that of the outputs.
  /// - Throws: where a file cannot be read, or holds something else.
  package init(path: String, roles rolesPath: String?) throws(ConnectomeError) {
    let table = try SynapseRows(path: path)
    var roles = table.roles.map { GivenRoles(columns: $0) }
    if let rolesPath { roles = try GivenRoles(path: rolesPath) }
    var leftOut = LeftOut()
    leftOut.unknownTypes = table.unknownTypes
    let rows = Self.synapses(among: table.rows, roles, &leftOut)
    guard !rows.isEmpty else {
      throw ConnectomeError(.noSynapses(unknownTypes: table.unknownTypes.keys.sorted()), file: path)
    }
    let ends = Set(rows.flatMap { [$0.source, $0.target] })
    guard ends.count <= Self.mostNeurons else {
      throw ConnectomeError(.tooManyNeurons(ends.count, limit: Self.mostNeurons), file: path)
    }
    names = ends.sorted(by: NaturalOrder.precedes)
    let merged = MergedSynapses(rows, names: names)
    connections = merged.connections
    junctions = merged.junctions
    let others = Set(leftOut.others)
    let mentioned = Set(table.rows.flatMap { $0.type == .muscle ? [$0.source] : [$0.source, $0.target] })
    leftOut.isolated = mentioned.subtracting(ends).subtracting(others).sorted(by: NaturalOrder.precedes)
    leftOut.onlyInRoles = roles?.order.filter { !mentioned.contains($0) && roles?.isOther($0) != true } ?? []
    self.leftOut = leftOut
    self.roles = roles
    file = path.sanitized
    unknownPolarities = table.unknownPolarities
    readingNotes = table.notes
  }

  /// The rows that are synapses between two neurons.
  private static func synapses(
    among rows: [SynapseRows.Row], _ roles: GivenRoles?, _ leftOut: inout LeftOut
  ) -> [SynapseRows.Row] {
    var known: [SynapseRows.Row] = []
    for row in rows {
      switch row.type {
      case nil: continue
      case .muscle: leftOut.toMuscles += 1
      case .electrical where row.source == row.target: leftOut.selfJunctions += 1
      default:
        if row.weight == 0 { leftOut.withoutWeight += 1 } else { known.append(row) }
      }
    }
    let others = otherCells(in: known, roles)
    leftOut.others = others.sorted(by: NaturalOrder.precedes)
    let synapses = known.filter { !others.contains($0.source) && !others.contains($0.target) }
    leftOut.toOthers = known.count - synapses.count
    return synapses
  }

  /// From this many cells on, a table is that of an animal.
  private static let animalCells = 100

  /// Cells that are no neurons: those that a role says are none. In the tables of *C. elegans*, neurons have names in
  /// capitals; muscles, skin and glia have small letters in theirs and send no chemical synapse.
  private static func otherCells(in rows: [SynapseRows.Row], _ roles: GivenRoles?) -> Set<String> {
    let names = Set(rows.flatMap { [$0.source, $0.target] })
    let given = names.filter { roles?.isOther($0) == true }
    let capitals = names.count { name in
      name.contains(where: \.isUppercase) && !name.contains(where: \.isLowercase)
    }
    guard names.count >= animalCells, 2 * capitals > names.count else { return given }
    let senders = Set(rows.filter { $0.type != .electrical }.map(\.source))
    return given.union(
      names.filter { name in
        name.contains(where: \.isLowercase) && !senders.contains(name) && roles?.of(name).isEmpty != false
      })
  }
}

/// The rows of a table, merged to one connection for each pair of neurons and direction.
private struct MergedSynapses {
  private(set) var connections: [Connectome.Connection] = []
  private(set) var junctions = 0

  private struct Pair: Hashable {
    let source: Int
    let target: Int
  }

  /// The rows from one neuron to another.
  private struct Sums {
    private(set) var isChemical = false
    var isElectrical = false
    /// The weights of the rows with a polarity, each times its own; those of received rows apart, since they are the
    /// same synapses, listed by their other end.
    private var (sent, received) = (0.0, 0.0)

    /// What most of the weight says; nil where nothing does, or as much says one as the other.
    var polarity: Int? {
      let sum = sent != 0 ? sent : received
      return sum == 0 ? nil : sum > 0 ? 1 : -1
    }

    mutating func addChemical(_ row: SynapseRows.Row) {
      isChemical = true
      let signed = row.weight * Double(row.polarity ?? 0)
      if row.type == .received { received += signed } else { sent += signed }
    }
  }

  init(_ rows: [SynapseRows.Row], names: [String]) {
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    var sums: [Pair: Sums] = [:]
    for row in rows {
      guard let source = places[row.source], let target = places[row.target] else { continue }
      let pair = Pair(source: source, target: target)
      if row.type == .electrical {
        sums[pair, default: Sums()].isElectrical = true
        sums[Pair(source: target, target: source), default: Sums()].isElectrical = true
      } else {
        sums[pair, default: Sums()].addChemical(row)
      }
    }
    connections = sums.map { pair, sums in
      // Where both join a pair, the chemical synapse says whether it excites.
      Connectome.Connection(
        source: pair.source, target: pair.target, polarity: sums.isChemical ? sums.polarity : 1,
        isElectrical: !sums.isChemical)
    }.sorted { ($0.source, $0.target) < ($1.source, $1.target) }
    junctions = sums.count { $0.value.isElectrical } / 2
  }
}
