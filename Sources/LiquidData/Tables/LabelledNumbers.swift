/// Splits text columns of the form `label number` (`0.jpg -3.25`) in two, as files without a header have them
/// where two separators are mixed; the columns are numbered anew.
func splitLabelledNumbers(_ columns: [Table.Column]) -> [Table.Column] {
  var result: [Table.Column] = []
  for column in columns {
    for values in labelAndNumber(column) ?? [column.values] {
      result.append(Table.Column(name: "column \(result.count + 1)", values: values))
    }
  }
  return result
}

private func labelAndNumber(_ column: Table.Column) -> [Table.Column.Values]? {
  guard case .text(let codes, let levels) = column.values, !levels.isEmpty else { return nil }
  var labels: [String] = []
  var numbers: [Double] = []
  for level in levels {
    let words = level.split(separator: " ")
    guard words.count == 2, let number = Double(words[1]), number.isFinite else { return nil }
    labels.append(String(words[0]))
    numbers.append(number)
  }
  var distinct: [String: Int32] = [:]
  var names: [String] = []
  let labelCodes = labels.map { label -> Int32 in
    if let code = distinct[label] { return code }
    let code = Int32(names.count)
    distinct[label] = code
    names.append(label)
    return code
  }
  let columnCodes = codes.map { $0 < 0 ? -1 : labelCodes[Int($0)] }
  return [
    .text(codes: columnCodes, levels: names),
    .numbers(codes.map { $0 < 0 ? .nan : numbers[Int($0)] }),
  ]
}
