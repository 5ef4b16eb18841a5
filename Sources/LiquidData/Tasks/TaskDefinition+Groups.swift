extension TaskDefinition {
  /// The columns that hold groups out: no inputs unless a task names them.
  var groupColumns: Set<String> { Set([holdOut?.column, validateOn?.column].compactMap(\.self)) }

  /// The shares of what is not held out.
  var splitOfRest: Split {
    var rest = split
    if holdOut != nil { rest.test = 0 }
    if validateOn != nil { rest.validation = 0 }
    return rest
  }

  /// What is wrong with the groups, whatever the table.
  var groupFlaw: String? {
    guard holdOut != nil || validateOn != nil else { return nil }
    if splitBy == .windows { return "a split by windows holds out no group: its windows overlap" }
    if let holdOut, holdOut.values.isEmpty {
      return "no value of '\(holdOut.column.displayed)' is named that is held out"
    }
    if let validateOn, validateOn.values.isEmpty, validateOn.column != holdOut?.column {
      return "no value of '\(validateOn.column.displayed)' is named that validates"
    }
    return nil
  }
}
