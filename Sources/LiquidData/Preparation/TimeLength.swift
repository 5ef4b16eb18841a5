import Text

/// A length of time as people write it: `10min`, `1h`, `2 days`, or a number in the unit of the time that it is
/// compared with.
public struct TimeLength: Sendable, Hashable {
  /// Above 0.
  public let amount: Double
  /// In seconds; nil: that of the column of times.
  private let unit: Unit?

  /// What such lengths look like, as errors and documents have it.
  package static let form = "a number above 0 in the time column's unit, or one with ms, s, min, h, d or w"

  private enum Unit: String, CaseIterable {
    case milliseconds = "ms"
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
    case days = "d"
    case weeks = "w"

    var seconds: Double {
      switch self {
      case .milliseconds: 0.001
      case .seconds: 1
      case .minutes: 60
      case .hours: 3_600
      case .days: 86_400
      case .weeks: 604_800
      }
    }

    private var words: [String] {
      switch self {
      case .milliseconds: ["millisecond", "milliseconds"]
      case .seconds: ["sec", "secs", "second", "seconds"]
      case .minutes: ["mins", "minute", "minutes"]
      case .hours: ["hr", "hrs", "hour", "hours"]
      case .days: ["day", "days"]
      case .weeks: ["week", "weeks"]
      }
    }

    init?(word: String) {
      let word = word.lowercased()
      guard let unit = Self.allCases.first(where: { $0.rawValue == word || $0.words.contains(word) }) else {
        return nil
      }
      self = unit
    }
  }

  /// Reads text such as `30min` or `2.5`; nil where it is none.
  public init?(text: String) {
    let text = text.trimmed
    let letters = text.reversed().prefix(while: \.isLetter)
    let word = String(letters.reversed())
    guard let amount = Double(String(text.dropLast(letters.count)).trimmed), amount > 0, amount.isFinite
    else {
      return nil
    }
    if word.isEmpty {
      unit = nil
    } else {
      guard let known = Unit(word: word) else { return nil }
      unit = known
    }
    self.amount = amount
  }

  /// The text that reads as the same length.
  public var text: String { NumberText.shortest(amount) + (unit?.rawValue ?? "") }

  /// The length in the unit of a column of times: seconds for dates, else the unit that the column's name says.
  ///
  /// - Throws: where the column's unit is not known and the length has one.
  func inUnit(of column: Table.Column, _ table: Table) throws(DataError) -> Double {
    let isSeconds = !column.isNumeric || column.unit == "s"
    guard let length = inUnit(of: isSeconds ? 1 : TimeUnit(columnName: column.name).seconds) else {
      throw DataError(
        .badTask(
          reason:
            "\(text) needs times in a known unit, such as dates or a column called time_s: give a number"),
        file: table.name, column: column.name)
    }
    return length
  }

  /// The length in a unit of so many seconds; nil where that is not known and the length has a unit.
  func inUnit(of seconds: Double?) -> Double? {
    guard let unit else { return amount }
    return seconds.map { amount * unit.seconds / $0 }
  }
}

extension TimeLength: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let length = TimeLength(text: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no length of time")
    }
    self = length
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
