import Text

/// What a person must know of rows that no time column puts into order: that their dates say another order than the
/// file's.
struct OrderNotes {
  let table: Table
  let order: RowOrder
  let roles: ColumnRoles

  /// One sentence at most: columns of dates beside the first in question say the same, or are no order at all.
  var all: [String] {
    if roles.time != nil { return [] }
    for column in table.columns {
      if let note = note(column) { return [note] }
    }
    return []
  }

  private func note(_ column: Table.Column) -> String? {
    guard case .dates(let values) = column.values else { return nil }
    let steps = Steps(values, order: order)
    let name = column.name
    let advice = "--time '\(name)' --sort-by-time reads them in the order of their times"
    let missing = values.count(where: \.isNaN)
    if missing > 0, missing * 10 <= values.count, steps.back == 0, steps.forward > 0,
      let row = values.firstIndex(where: \.isNaN)
    {
      return
        "the dates in '\(name)' are in order, but \(counted(missing, "row")) \(missing == 1 ? "lacks" : "lack") one, first"
        + " line \(table.lines[row]), so they are no time column; fill them in or remove these rows"
    }
    if steps.back > 0, steps.forward == 0 {
      return "the dates in '\(name)' descend: rows are taken from the newest to the oldest; \(advice)"
    }
    // Dates that go back as often as not are no order of the rows, unless there is a past to forecast from.
    guard steps.back > 0, 4 * steps.back <= steps.forward || roles.kind == .forecast else { return nil }
    let rows = "the dates in '\(name)' go back in \(counted(steps.back, "row"))"
    if column.offsets == nil, steps.mayFollowSummer, 4 * steps.back <= steps.forward {
      return "\(rows), as when summer time ends, so they are no time column;"
        + " --time '\(name)' --time-zone ZONE, such as Europe/Berlin, tells the two hours apart"
    }
    return "\(rows), so they are no time column; \(advice)"
  }

  /// How dates go on from row to row of the sequences.
  private struct Steps {
    private(set) var forward = 0
    private(set) var back = 0
    /// Whether every step back is as when summer time ends.
    private(set) var mayFollowSummer = true

    init(_ values: Stored<Double>, order: RowOrder) {
      for range in order.ranges {
        var last = Double.nan
        for position in range {
          let value = values[order.rows[position]]
          if value.isNaN { continue }
          if value > last { forward += 1 }
          if value < last {
            back += 1
            let isInSeason = CalendarTime(secondsSince1970: value).mayBeSetBack
            mayFollowSummer = mayFollowSummer && last - value <= 3600 && isInSeason
          }
          last = value
        }
      }
    }
  }
}
