import LiquidData

/// The rows a part uses, as inputs or as targets.
func usedRows(_ dataset: Dataset, _ part: Dataset.Part) -> Set<Int> {
  var rows: Set<Int> = []
  for index in 0..<dataset.count(of: part) {
    let location = dataset.location(part, index: index)
    rows.formUnion(location.rows)
    rows.formUnion(location.targetRows)
  }
  return rows
}
