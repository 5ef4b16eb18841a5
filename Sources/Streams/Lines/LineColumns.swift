import Text

/// The columns of a stream by name. They grow when new fields come, and keep their places.
struct LineColumns: Sendable {
  /// More are not added, so that a stream of ever new names does not fill the memory.
  static let most = 4_096

  /// Safe to show, each different.
  private(set) var names: [String] = []
  private var placeByField: [String: Int] = [:]
  private var taken: Set<String> = []
  /// How many fields found no place because there were too many.
  private(set) var ignored = 0

  /// The place of a field by the name that it has in the stream; adds it where it is new.
  ///
  /// - Parameters:
  ///   - field: its full name.
  ///   - shortName: what it is called here where no other field is called so; nil: its full name.
  /// - Returns: nil where there are too many.
  mutating func place(of field: String, shortName: String? = nil) -> Int? {
    if let place = placeByField[field] { return place }
    guard names.count < Self.most else {
      ignored += 1
      return nil
    }
    let short = shortName.map(Self.shown)
    let name = if let short, !short.isEmpty, !taken.contains(short) { short } else { Self.shown(field) }
    placeByField[field] = names.count
    names.append(free(name.isEmpty ? "column \(names.count + 1)" : name))
    taken.insert(names[names.count - 1])
    return names.count - 1
  }

  /// Adds the fields of a header. Empty names become `column 3`, repeated ones `name.1`, as in a table.
  ///
  /// - Returns: the places of its fields; -1 where there are too many.
  mutating func places(of header: [String]) -> [Int] {
    var seen: [String: Int] = [:]
    return header.enumerated().map { index, text in
      let name = text.isEmpty ? "column \(index + 1)" : text
      let repetition = seen[name, default: 0]
      seen[name] = repetition + 1
      // A repeated name is a field of its own, the same in each header that repeats it.
      return place(of: repetition == 0 ? name : "\(name).\(repetition)") ?? -1
    }
  }

  private func free(_ name: String) -> String {
    guard taken.contains(name) else { return name }
    var number = 1
    while taken.contains("\(name).\(number)") { number += 1 }
    return "\(name).\(number)"
  }

  private static func shown(_ name: String) -> String { name.displayed(limit: 200) }
}
