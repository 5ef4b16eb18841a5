import Text

/// The groups of a table's sequences, and which of them are held out.
package struct GroupParts: Sendable {
  /// The part of each sequence that a group decides; nil where the split does.
  let parts: [Dataset.Part?]
  /// What is held out for the test and for validation, with every value by its name in the table.
  package let holdOut: HeldOut?
  package let validateOn: HeldOut?

  /// - Throws: if a column is not there, a value is not in it, a sequence is in several groups or in none, or a group
  ///   would be in two parts.
  init(_ task: TaskDefinition, order: RowOrder, table: Table) throws(DataError) {
    let test = try task.holdOut.map { held throws(DataError) in
      (held, try Self.groups(held.column, order, table))
    }
    let validation = try task.validateOn.map { held throws(DataError) in
      (held, try Self.groups(held.column, order, table))
    }
    holdOut = try test.map { held, groups throws(DataError) in try Self.found(held, groups, table) }
    validateOn = try validation.map { [holdOut] held, groups throws(DataError) in
      guard held.values.isEmpty, let holdOut else { return try Self.found(held, groups, table) }
      return try Self.next(after: holdOut, groups, table)
    }
    var parts = [Dataset.Part?](repeating: nil, count: order.ranges.count)
    if let validateOn, let groups = validation?.1 {
      for index in parts.indices where validateOn.values.contains(groups[index]) {
        parts[index] = .validation
      }
    }
    // What is held out is in no other part, whatever else is said of it.
    if let holdOut, let groups = test?.1 {
      for index in parts.indices where holdOut.values.contains(groups[index]) { parts[index] = .test }
    }
    self.parts = parts
    guard validateOn == nil || parts.contains(.validation) else {
      throw DataError(
        .badTask(reason: "what is to validate is held out for the test"), file: table.name,
        column: validateOn?.column)
    }
  }

  /// The values of a column, each once, in the order in which people count.
  package static func values(of column: String, in table: Table) throws(DataError) -> [String] {
    let (codes, names) = try table.column(named: column, role: "hold-out").categories()
    return Set(codes.lazy.filter { $0 >= 0 }).map { names[Int($0)] }.sorted(by: NaturalOrder.precedes)
  }

  /// The group of each sequence.
  private static func groups(_ name: String, _ order: RowOrder, _ table: Table) throws(DataError) -> [String]
  {
    let column = try table.column(named: name, role: "hold-out")
    let (codes, names) = try column.categories()
    var groups: [String] = []
    for range in order.ranges {
      let known = Set(range.lazy.map { codes[order.rows[$0]] }).filter { $0 >= 0 }
      guard let code = known.first else {
        throw table.failure(.missingValue(role: "hold-out"), row: order.rows[range.lowerBound], column: name)
      }
      guard known.count == 1 else {
        let values = known.map { names[Int($0)] }.sorted(by: NaturalOrder.precedes)
        throw table.failure(
          .severalGroups(first: values[0], second: values[1]), row: order.rows[range.lowerBound], column: name
        )
      }
      groups.append(names[Int(code)])
    }
    return groups
  }

  /// The values as the table has them: `01` is 1 where a column holds numbers.
  private static func found(_ held: HeldOut, _ groups: [String], _ table: Table) throws(DataError) -> HeldOut
  {
    let known = Set(groups)
    var found = held
    found.values = []
    for value in held.values {
      let same =
        known.contains(value) ? value : known.first { Double($0) == Double(value) && Double(value) != nil }
      guard let same else {
        throw DataError(
          .unknownGroup(name: value, known: known.sorted(by: NaturalOrder.precedes)), file: table.name,
          column: held.column)
      }
      if !found.values.contains(same) { found.values.append(same) }
    }
    return found
  }

  private static func next(after held: HeldOut, _ groups: [String], _ table: Table) throws(DataError)
    -> HeldOut
  {
    let all = Set(groups).sorted(by: NaturalOrder.precedes)
    let last = held.values.compactMap(all.firstIndex).max() ?? 0
    let following = all[(last + 1)...] + all[...last]
    guard let next = following.first(where: { !held.values.contains($0) }) else {
      throw DataError(.emptyTraining, file: table.name, column: held.column)
    }
    return HeldOut(column: held.column, values: [next])
  }
}
