/// A key of task files: what may stand under it and what it means. The one table behind reading, error messages, the
/// comments of new task files and the check of the documentation.
public struct TaskFileKey: Sendable, Hashable {
  /// The mapping that a key stands in; the raw value is its path.
  public enum Place: String, Sendable, Hashable, CaseIterable {
    case task = ""
    case data
    case long = "data.long"
    case join = "data.join"
    case split
    case timeFeatures = "time-features"
    case benchmark
    case published = "benchmark.published"
    case paperSplit = "split-like-paper"
  }

  public let place: Place
  public let name: String
  /// What its value must be, such as `a whole number of at least 1`.
  public let form: String
  /// What it means.
  public let help: String

  init(_ place: Place, _ name: String, _ form: String, _ help: String) {
    self.place = place
    self.name = name
    self.form = form
    self.help = help
  }

  /// Such as `data.long.time`.
  public var path: String { place == .task ? name : "\(place.rawValue).\(name)" }

  public static let all = ofTask + ofData + ofSplit + ofBenchmark

  static func names(of place: Place) -> [String] { all.filter { $0.place == place }.map(\.name) }

  /// Every key is read by its row here: one that is missing is a mistake of this program.
  static func row(_ name: String, in place: Place) -> TaskFileKey {
    guard let row = all.first(where: { $0.place == place && $0.name == name }) else {
      preconditionFailure("no row for the key \(name) in '\(place.rawValue)'")
    }
    return row
  }
}

extension TaskFileKey {
  /// The words of a closed choice, as an error names them.
  static func choice<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> String {
    "one of " + type.allCases.map(\.rawValue).joined(separator: ", ")
  }

  static let text = "a text"
  static let names = "a list of names"
  static let count = "a whole number of at least 1"
  static let seed = "a whole number of at least 0"
  static let column = "the name of a column"
  static let share = "a number of at least 0"
}
