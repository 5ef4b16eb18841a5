import Text

extension Table {
  /// The name of the column of pieces where the task has no column of sequences.
  package static let pieceColumn = "sequence cut at gaps"

  /// The table with each sequence cut where its time goes on by more than `limit`: the column of sequences says which
  /// piece a row belongs to, or a new column, `pieceColumn`, where there is none.
  func cut(atGapsAbove limit: TimeLength, time name: String?, sequence: String?) throws(DataError) -> Table {
    guard let name else {
      throw DataError(.badTask(reason: "cutting sequences at gaps needs a time column"), file: self.name)
    }
    let own = sequence == Self.pieceColumn ? nil : sequence
    let column = try column(named: name, role: "time")
    let gap = try limit.inUnit(of: column, self)
    let order = try RowOrder(table: self, sequenceNamed: own)
    let times = try StepTimes(column: column, order: order, table: self)
    let pieces = Pieces(order, times, gap: gap)
    let names = try own.map { name throws(DataError) in
      try self.column(named: name, role: "sequence").categories()
    }
    if pieces.cuts == 0, own != nil { return adding(warnings: [note(pieces, name, limit)]) }
    var codes = TextCodes()
    for row in 0..<rowCount {
      let piece = "\(pieces.numbers[row])"
      codes.append(names.map { "\($0.names[Int($0.codes[row])])/\(piece)" } ?? piece)
    }
    var columns = columns
    let cut = Column(name: own ?? Self.pieceColumn, values: codes.values)
    if let own, let place = columnNames.firstIndex(of: own) {
      columns[place] = cut
    } else {
      guard self.column(named: Self.pieceColumn) == nil else {
        throw DataError(.repeatedColumn, file: self.name, column: Self.pieceColumn)
      }
      columns.append(cut)
    }
    return replacing(columns: columns, addingWarnings: [note(pieces, name, limit)])
  }

  private func note(_ pieces: Pieces, _ time: String, _ limit: TimeLength) -> String {
    guard pieces.cuts > 0 else {
      return "'\(time)' nowhere goes on by more than \(limit.text): nothing is cut"
    }
    return "'\(time)' goes on by more than \(limit.text) in \(counted(pieces.cuts, "place")):"
      + " \(counted(pieces.sequences, "sequence")) cut into \(pieces.sequences + pieces.cuts)"
  }
}

/// Which piece of its sequence each row is in.
private struct Pieces {
  /// By row, from 1 in each sequence.
  let numbers: [Int]
  let sequences: Int
  let cuts: Int

  init(_ order: RowOrder, _ times: StepTimes, gap: Double) {
    var numbers = [Int](repeating: 0, count: order.rows.count)
    var cuts = 0
    for range in order.ranges {
      var piece = 1
      for position in range {
        if position > range.lowerBound, times.difference(at: position) > gap {
          piece += 1
          cuts += 1
        }
        numbers[order.rows[position]] = piece
      }
    }
    self.numbers = numbers
    self.cuts = cuts
    sequences = order.ranges.count
  }
}
