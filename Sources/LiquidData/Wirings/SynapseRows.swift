import Text

/// The rows of a table of synapses, each as it is written.
struct SynapseRows {
  struct Row {
    /// The neuron before the synapse, whichever stands first.
    let source: String
    let target: String
    /// Nil: unknown.
    let type: ConnectomeWords.SynapseType?
    /// Not negative.
    let weight: Double
    /// +1 or -1; nil: not said.
    let polarity: Int?
  }

  let rows: [Row]
  /// The words for types that nobody knows, with the number of their rows.
  private(set) var unknownTypes: [String: Int] = [:]
  /// The words for polarities that say neither, with the number of their rows.
  private(set) var unknownPolarities: [String: Int] = [:]
  /// The roles in columns of the table; nil where it has no such columns.
  private(set) var roles: [String: Set<ConnectomeWords.Role>]?
  let notes: [String]

  /// - Throws: where the file is no table, lacks the columns, or holds something else in them.
  init(path: String) throws(ConnectomeError) {
    let (table, columns) = try Self.read(path)
    func column(_ name: String?) -> Table.Column? { name.flatMap { table.column(named: $0) } }
    let reader = RowReader(table: table, path: path)
    let sources = try reader.names(columns.source)
    let targets = try reader.names(columns.target)
    let weights = try columns.weight.map { name throws(ConnectomeError) in try reader.weights(name) }
    let (types, polarities) = (column(columns.type), column(columns.polarity))
    let signs = polarities == nil && weights?.contains { $0 < 0 } == true
    if polarities != nil, let row = weights?.firstIndex(where: { $0 < 0 }) {
      throw ConnectomeError(.negativeWeight, file: path, line: table.lines[row], column: columns.weight)
    }
    var rows: [Row] = []
    rows.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      let typeText = types?.text(row: row) ?? ""
      let type = ConnectomeWords.type(typeText)
      if type == nil { unknownTypes[typeText.trimmed, default: 0] += 1 }
      let weight = weights?[row] ?? 1
      var polarity = signs ? (weight < 0 ? -1 : 1) : Self.typePolarity(typeText, type)
      if let text = polarities?.text(row: row), !text.isEmpty {
        polarity = ConnectomeWords.polarity(text)
        if polarity == nil { unknownPolarities[text.trimmed, default: 0] += 1 }
      }
      let ends = type == .received ? (targets[row], sources[row]) : (sources[row], targets[row])
      rows.append(
        Row(source: ends.0, target: ends.1, type: type, weight: weight.magnitude, polarity: polarity))
    }
    self.rows = rows
    notes =
      columns.isHeaderless ? ["\(path.sanitized) has no header: its first two columns are the neurons"] : []
    for (name, neurons) in [(columns.sourceRole, sources), (columns.targetRole, targets)] {
      guard let name else { continue }
      let own = try reader.roles(name)
      var roles = self.roles ?? [:]
      for (neuron, role) in zip(neurons, own) { roles[neuron, default: []].formUnion(role) }
      self.roles = roles
    }
  }

  // MARK: - Columns

  /// Which column holds what.
  private struct Columns {
    var source: String
    var target: String
    var type: String?
    var weight: String?
    var polarity: String?
    var sourceRole: String?
    var targetRole: String?
    var isHeaderless = false

    /// Nil where no two columns are called as neurons are.
    init?(names: [String]) {
      guard let source = ConnectomeWords.column(ConnectomeWords.sources, among: names),
        let target = ConnectomeWords.column(ConnectomeWords.targets, among: names)
      else { return nil }
      self.source = source
      self.target = target
      type = ConnectomeWords.column(ConnectomeWords.types, among: names)
      weight = ConnectomeWords.column(ConnectomeWords.weights, among: names)
      polarity = ConnectomeWords.column(ConnectomeWords.polarities, among: names)
      sourceRole = ConnectomeWords.column(ConnectomeWords.sourceRoles, among: names)
      targetRole = ConnectomeWords.column(ConnectomeWords.targetRoles, among: names)
    }

    /// Those of a table without a header: two names, and a number, or a type and a number in any order.
    init(headerless table: Table) {
      source = table.columns[0].name
      target = table.columns[1].name
      let others = table.columns.dropFirst(2)
      weight = others.first { $0.isNumeric }?.name
      type =
        others.first { column in
          !column.isNumeric
            && (0..<column.count).contains { ConnectomeWords.type(column.text(row: $0)) != nil }
        }?.name
      isHeaderless = true
      // A column of anything else should have been numbers.
      if weight == nil, type == nil { weight = others.first?.name }
    }

    var texts: [String] {
      [source, target, type, polarity, sourceRole, targetRole].compactMap(\.self)
    }
  }

  private static func read(_ path: String) throws(ConnectomeError) -> (Table, Columns) {
    let table = try load(path)
    guard table.columns.count > 1 else { throw ConnectomeError(.oneColumn, file: path) }
    if let columns = Columns(names: table.columnNames) {
      for name in [columns.source, columns.target] {
        guard case .numbers(let values) = table.column(named: name)?.values else { continue }
        guard values.allSatisfy({ $0.isNaN || $0 == $0.rounded() }) else {
          throw ConnectomeError(.numbersForNames, file: path, column: name)
        }
      }
      return (try load(path, texts: columns.texts), columns)
    }
    let isNumbered = table.columnNames == table.columns.indices.map { "column \($0 + 1)" }
    // Two names alone look like a header above others.
    let isPair = table.columns.count == 2 && !table.columns.contains(where: \.isNumeric)
    guard isNumbered || isPair else {
      throw ConnectomeError(.unknownColumns(known: table.columnNames), file: path)
    }
    let rows = isNumbered ? table : try load(path, hasHeader: false)
    for column in rows.columns.prefix(2) where column.isNumeric {
      throw ConnectomeError(.numbersForNames, file: path, column: column.name)
    }
    let columns = Columns(headerless: rows)
    return (try load(path, texts: columns.texts, hasHeader: false), columns)
  }

  /// - Parameter texts: the columns whose values are texts as they stand; a polarity may be a single hyphen.
  static func load(
    _ path: String, texts: [String] = [], hasHeader: Bool? = nil
  ) throws(ConnectomeError) -> Table {
    var loader = TableLoader(name: path, limits: .standard)
    loader.sources.reading.missingWords = []
    loader.sources.reading.hasHeader = hasHeader
    loader.sources.reading.textColumns = texts
    do {
      return try loader.load(path: path)
    } catch {
      throw ConnectomeError(.table(error), file: path)
    }
  }

  /// The polarity that a type says, such as `inhibitory`.
  private static func typePolarity(_ text: String, _ type: ConnectomeWords.SynapseType?) -> Int? {
    // The letter e stands for an electrical junction there.
    type == .sent ? ConnectomeWords.polarity(text) : nil
  }
}

/// Reads columns of a table of neurons, with errors that say the line.
struct RowReader {
  let table: Table
  let path: String

  /// A text for each row, none of them empty.
  func names(_ name: String) throws(ConnectomeError) -> [String] {
    guard let column = table.column(named: name) else { return [] }
    var names: [String] = []
    names.reserveCapacity(column.count)
    for row in 0..<column.count {
      let text = column.text(row: row).trimmed
      guard !text.isEmpty else {
        throw ConnectomeError(.missingName, file: path, line: table.lines[row], column: name)
      }
      names.append(text)
    }
    return names
  }

  /// A number for each row.
  func weights(_ name: String) throws(ConnectomeError) -> [Double] {
    guard let column = table.column(named: name) else { return [] }
    if case .numbers(let values) = column.values {
      if let row = values.firstIndex(where: { !$0.isFinite }) {
        throw ConnectomeError(.badWeight(text: ""), file: path, line: table.lines[row], column: name)
      }
      return Array(values)
    }
    let row = (0..<column.count).first { Double(column.text(row: $0)) == nil } ?? 0
    throw ConnectomeError(
      .badWeight(text: column.text(row: row)), file: path, line: table.lines[row], column: name)
  }

  /// The roles in each row.
  func roles(_ name: String) throws(ConnectomeError) -> [Set<ConnectomeWords.Role>] {
    guard let column = table.column(named: name) else { return [] }
    let isLandmark = ConnectomeWords.holdsLandmarks(name)
    var roles: [Set<ConnectomeWords.Role>] = []
    for row in 0..<column.count {
      do {
        roles.append(try ConnectomeWords.roles(column.text(row: row), isLandmark: isLandmark))
      } catch {
        throw ConnectomeError(.unknownRole(error.word), file: path, line: table.lines[row], column: name)
      }
    }
    return roles
  }
}
