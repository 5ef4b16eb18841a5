/// The rows whose targets are missing: a class whose name stands for a missing value would vanish with them.
struct MissingTargets {
  let table: Table
  let roles: ColumnRoles

  /// One sentence for each target with gaps.
  var notes: [String] {
    roles.targets.compactMap { target in
      let missing = (0..<target.count).count(where: target.isMissing)
      guard missing > 0 else { return nil }
      let advice =
        roles.isClassification
        ? "; a class called NA, null, - or ? is read as one with other --missing-words" : ""
      return
        "the target '\(target.name)' is missing in \(missing) of \(counted(table.rowCount, "row")), which do not count"
        + advice
    }
  }
}
