import Text

/// What neurons are for, as a table says.
struct GivenRoles: Sendable, Hashable {
  typealias Role = ConnectomeWords.Role

  private let roles: [String: Set<Role>]
  /// The named neurons in the order in which they are named first.
  let order: [String]

  /// The roles in columns of the table of synapses itself, whose rows may be in any order.
  init(columns roles: [String: Set<Role>]) {
    self.roles = roles
    order = roles.keys.sorted(by: NaturalOrder.precedes)
  }

  /// Reads a table with a row for each neuron, or several.
  ///
  /// - Throws: where it cannot be read, has no column of roles, or an unknown role in it.
  init(path: String) throws(ConnectomeError) {
    let (table, nameColumn, roleColumn) = try Self.read(path)
    let reader = RowReader(table: table, path: path)
    let names = try reader.names(nameColumn)
    var roles: [String: Set<Role>] = [:]
    var order: [String] = []
    for (name, own) in zip(names, try reader.roles(roleColumn)) {
      if roles[name] == nil { order.append(name) }
      roles[name, default: []].formUnion(own)
    }
    self.roles = roles
    self.order = order
  }

  private static func read(_ path: String) throws(ConnectomeError) -> (Table, name: String, role: String) {
    let table = try SynapseRows.load(path)
    if let role = ConnectomeWords.column(ConnectomeWords.roles, among: table.columnNames) {
      let others = table.columnNames.filter { $0 != role }
      guard let name = ConnectomeWords.column(ConnectomeWords.names, among: others) ?? others.first else {
        throw ConnectomeError(.noRoleColumn(known: table.columnNames), file: path)
      }
      return (try SynapseRows.load(path, texts: [name, role]), name, role)
    }
    // Two names alone look like a header above others.
    let second = table.columnNames.dropFirst().first
    guard let second, table.columns.count == 2,
      (try? ConnectomeWords.roles(second, isLandmark: false)) != nil
    else { throw ConnectomeError(.noRoleColumn(known: table.columnNames), file: path) }
    let rows = try SynapseRows.load(path, hasHeader: false)
    let names = rows.columnNames
    return (try SynapseRows.load(path, texts: names, hasHeader: false), names[0], names[1])
  }

  func of(_ name: String) -> Set<Role> { roles[name] ?? [] }

  /// Whether it is no neuron.
  func isOther(_ name: String) -> Bool { of(name).contains(.other) }

  /// The neurons with a role, in their order.
  func members(_ role: Role) -> [String] { order.filter { of($0).contains(role) } }
}
