import Liquid

// Sums over synapses. Where most of them exist, a table with zeros for the others is quickest; else each row gathers what
// it needs, so that the file grows with the synapses and not with the square of the neurons.

extension ONNXProgramWriter {
  private mutating func value(of start: StepProgram.Start, named name: String) -> Value {
    switch start {
    case .part(let part): return Value(name: read(part), width: part.count, hasRows: true)
    case .constants(let values):
      let constant = builder.constant(.floats(values), shape: [values.count], named: "\(name)_start")
      return Value(name: constant, width: values.count, hasRows: false)
    }
  }

  // MARK: - Products of matrices

  mutating func write(_ linear: StepProgram.LinearStatement) {
    let name = name(linear.target)
    var sum = value(of: linear.start, named: name)
    for term in linear.terms where term.matrix.entryCount > 0 {
      let source = read(term.source)
      let total: String
      if let sparse = SparseMatrix(term.matrix, columns: term.source.count) {
        total = builder.node(.add, [product(sparse, source, named: name), sum.name], named: name)
      } else {
        let matrix = builder.constant(
          .floats(term.matrix.denseValues(columns: term.source.count)),
          shape: [term.matrix.rows, term.source.count], named: "\(name)_weights")
        total = builder.node(.gemm, [source, matrix, sum.name], ["transB": 1], named: name)
      }
      sum = Value(name: total, width: linear.target.count, hasRows: true)
    }
    set(linear.target, to: rows(sum, count: linear.target.count))
  }

  /// The product with a sparse matrix, `[batch, rows]`.
  private mutating func product(_ matrix: SparseMatrix, _ source: String, named name: String) -> String {
    let sums = matrix.rows.blocks.map { block in
      let places = block.table(0) { group, place in matrix.columns[matrix.starts[group] + place] }
      let weights = (0..<matrix.blocks).flatMap { part in
        block.table(0 as Float) { group, place in
          matrix.values[(matrix.starts[group] + place) * matrix.blocks + part]
        }
      }
      let seen = builder.node(
        .gather, [source, builder.integers(places, shape: block.shape)], ["axis": 1], named: "\(name)_seen")
      let shared = builder.node(.unsqueeze, [seen, builder.integers([1])], named: "\(name)_seen")
      let constant = builder.constant(
        .floats(weights), shape: [matrix.blocks] + block.shape, named: "\(name)_weights")
      let products = builder.node(.multiply, [shared, constant], named: "\(name)_products")
      return builder.sum(products, axis: 3, named: "\(name)_sums")
    }
    return reshaped(
      ordered(sums, matrix.rows, axis: 2, named: name), [matrix.blocks * matrix.rows.places.count])
  }

  /// The sums of blocks, which follow one another along an axis, in the order of the rows.
  private mutating func ordered(_ sums: [String], _ rows: PaddedRows, axis: Int, named name: String) -> String
  {
    let all = builder.concat(sums, axis: axis, named: "\(name)_sums")
    return builder.gather(all, rows.places, of: rows.places.count, axis: axis, named: "\(name)_sums")
  }

  // MARK: - Rows of tables

  /// The rows of a table whose numbers are nearest to others, `[batch, 1]`; zeros where there are no such rows.
  mutating func row(of table: [Float], at number: String, for target: Part) -> String {
    let (name, width) = (name(target), target.count)
    let rows = table.count / width
    // Exact, as halves are not in float: 0.5 less the smallest step would become 1.
    let exact = builder.cast(number, to: .double, named: "\(name)_number")
    let isRow = builder.node(
      .and,
      [
        builder.node(.greater, [exact, builder.scalar(-0.5)], named: "\(name)_is_positive"),
        builder.node(.greater, [builder.scalar(Double(rows) - 0.5), exact], named: "\(name)_is_below"),
      ], named: "\(name)_is_row")
    // One row more than there are holds the zeros.
    let held = builder.node(
      .whereTrue, [isRow, exact, builder.scalar(Double(rows))], named: "\(name)_number")
    let raised = builder.node(.add, [held, builder.scalar(0.5)], named: "\(name)_number")
    let place = builder.cast(
      builder.node(.floor, [raised], named: "\(name)_number"), to: .integer, named: "\(name)_row")
    let constant = builder.constant(
      .floats(table + Array(repeating: 0, count: width)), shape: [rows + 1, width], named: "\(name)_table")
    let found = builder.node(.gather, [constant, place], ["axis": 0], named: "\(name)_rows")
    return reshaped(found, [width])
  }

  // MARK: - Synapses

  mutating func write(_ statement: StepProgram.SynapseStatement) {
    let (conductance, drive) = (name(statement.conductance), name(statement.drive))
    let starts = (
      value(of: statement.conductanceStart, named: conductance), value(of: statement.driveStart, named: drive)
    )
    guard statement.synapses.contains(where: { !$0.isEmpty }) else {
      set(statement.conductance, to: rows(starts.0, count: statement.conductance.count))
      set(statement.drive, to: rows(starts.1, count: statement.drive.count))
      return
    }
    let source = read(statement.source)
    let table = SynapseTable(statement)
    var sums: (conductances: [String], drives: [String]) = ([], [])
    for block in table.rows.blocks {
      let seen = seen(source, by: block, table, named: conductance)
      func values(_ parameter: KeyPath<StepProgram.SynapseStatement.Synapse, Float>, _ name: String) -> String
      {
        let values = block.table(0 as Float) { table.synapses[$0][$1]?[keyPath: parameter] }
        return builder.constant(.floats(values), shape: block.shape, named: "\(conductance)_\(name)")
      }
      let above = builder.node(.subtract, [seen, values(\.mu, "mu")], named: "\(conductance)_above")
      let scaled = builder.node(
        .multiply, [above, values(\.sigma, "sigma")], named: "\(conductance)_argument")
      let open = builder.node(.sigmoid, [scaled], named: "\(conductance)_open")
      let passed = builder.node(.multiply, [open, values(\.w, "w")], named: "\(conductance)_passed")
      let driven = builder.node(
        .multiply, [open, values(\.driveWeight, "drive_weight")], named: "\(drive)_passed")
      sums.conductances.append(builder.sum(passed, axis: 2, named: "\(conductance)_sums"))
      sums.drives.append(builder.sum(driven, axis: 2, named: "\(drive)_sums"))
    }
    let (opened, driven) = (
      ordered(sums.conductances, table.rows, axis: 1, named: conductance),
      ordered(sums.drives, table.rows, axis: 1, named: drive)
    )
    set(statement.conductance, to: builder.node(.add, [starts.0.name, opened], named: conductance))
    set(statement.drive, to: builder.node(.add, [starts.1.name, driven], named: drive))
  }

  /// What the synapses of some targets see, `[batch, targets, synapses]`; with an axis of 1 where all see the same.
  private mutating func seen(
    _ source: String, by block: PaddedRows.Block, _ table: SynapseTable, named name: String
  ) -> String {
    if table.isComplete {
      return builder.node(.unsqueeze, [source, builder.integers([1])], named: "\(name)_seen")
    }
    let places = block.table(0) { table.synapses[$0][$1]?.source }
    return builder.node(
      .gather, [source, builder.integers(places, shape: block.shape)], ["axis": 1], named: "\(name)_seen")
  }
}

/// A matrix that is written without its zeros.
private struct SparseMatrix {
  let blocks: Int
  let starts: [Int]
  let columns: [Int]
  let values: [Float]
  let rows: PaddedRows

  /// A matrix of so many elements is not worth the trouble.
  private static let small = 16_384
  /// So many multiplications in one product with a matrix take as long as a gathered one.
  private static let denseAdvantage = 3

  /// Nil for a matrix that is better written with its zeros.
  init?(_ matrix: ProgramMatrix, columns width: Int) {
    guard case .sparse(let blocks, let starts, let columns, let values) = matrix else { return nil }
    rows = PaddedRows(lengths: zip(starts, starts.dropFirst()).map { $1 - $0 })
    let gathered = blocks * rows.blocks.reduce(0) { $0 + $1.rows.count * $1.width }
    guard matrix.rows * width > max(Self.small, Self.denseAdvantage * gathered) else { return nil }
    (self.blocks, self.starts, self.columns, self.values) = (blocks, starts, columns, values)
  }
}

extension ProgramMatrix {
  /// Row-major, `[rows, columns]`.
  fileprivate func denseValues(columns: Int) -> [Float] {
    if case .dense(_, _, let values) = self { return values }
    var all = [Float](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for entry in self.row(row) { all[row * columns + entry.column] += entry.value }
    }
    return all
  }
}

/// The synapses of each target in a row: all that could exist, by source, where most of them do.
private struct SynapseTable {
  /// By target; nil where there is none.
  let synapses: [[StepProgram.SynapseStatement.Synapse?]]
  let rows: PaddedRows
  /// Whether each row has a place for every source.
  let isComplete: Bool

  init(_ statement: StepProgram.SynapseStatement) {
    let (existing, width) = (statement.synapses, statement.source.count)
    let rows = PaddedRows(lengths: existing.map(\.count))
    let gathered = rows.blocks.reduce(0) { $0 + $1.rows.count * $1.width }
    isComplete =
      4 * gathered >= 3 * existing.count * width
      && existing.allSatisfy { Set($0.map(\.source)).count == $0.count }
    guard isComplete else {
      self.rows = rows
      synapses = existing
      return
    }
    self.rows = PaddedRows(lengths: existing.map { _ in width })
    synapses = existing.map { existing in
      var row = [StepProgram.SynapseStatement.Synapse?](repeating: nil, count: width)
      for synapse in existing { row[synapse.source] = synapse }
      return row
    }
  }
}
