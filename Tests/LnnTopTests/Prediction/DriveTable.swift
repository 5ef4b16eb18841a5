import Liquid

/// A table with a bit of everything that a task can be made of, written in one of several ways.
struct DriveTable {
  enum Style: CaseIterable {
    /// Irregular seconds.
    case plain
    /// A row every half second.
    case regular
    /// Irregular dates with a zone.
    case dates
    /// Separated by semicolons, with decimal commas and days first.
    case european
    /// The day and the time of day in two columns.
    case parts
    /// A sensor's words for missing values, and units after numbers.
    case words
  }

  let header: [String]
  let rows: [[String]]
  private let style: Style

  init(_ style: Style, seed: UInt64, rows count: Int = 70) {
    self.style = style
    var random = SeededGenerator(seed: seed)
    let times = style == .parts ? ["day", "clock"] : ["when_s"]
    header = times + ["drive", "speed", "gear", "load", "slope", "sensor", "y", "z", "pace", "on"]
    var seconds = 100 * Double(seed)
    var rows: [[String]] = []
    for row in 0..<count {
      let begins = row == count / 3 || row == count / 2
      seconds += style == .regular ? 0.5 : Double(1 + random.integer(below: 40)) / 8
      if row % 17 == 16, style != .regular { seconds += 30 }
      if begins { seconds = 50 }
      let speed = random.normal() * 3 + 20
      let sensor = random.normal()
      let y = speed / 4 + sensor
      rows.append(
        Self.times(seconds, style) + [
          "d\(row < count / 3 ? 1 : row < count / 2 ? 2 : 3)",
          Self.number(speed, style) + (style == .words ? " %" : ""),
          random.integer(below: 9) == 0 ? "" : ["first", "second", "third"][random.integer(below: 3)],
          random.integer(below: 8) == 0 ? "-999" : "\(random.integer(below: 4))",
          Self.number((random.normal() * 10).rounded() / 10, style),
          random.integer(below: 4) == 0
            ? style == .words ? "broken" : ["", "NA"][random.integer(below: 2)] : Self.number(sensor, style),
          Self.number(y, style), Self.number(-y, style), ["walk", "run", "stand"][random.integer(below: 3)],
          "\(random.integer(below: 2))",
        ])
    }
    self.rows = rows
  }

  var text: String {
    let separator = style == .european ? ";" : ","
    return ([header] + rows).map { $0.joined(separator: separator) + "\n" }.joined()
  }

  /// The rows as the fields of their columns; those with `ahead` have the slope and the time of later rows too.
  func fields(ahead: [Int] = []) -> [[String: String]] {
    rows.indices.map { index in
      var fields = Dictionary(uniqueKeysWithValues: zip(header, rows[index]))
      for rows in ahead {
        for name in ["slope", "when_s"] {
          guard let place = header.firstIndex(of: name) else { continue }
          let later = self.rows.indices.contains(index + rows) ? self.rows[index + rows] : self.rows[index]
          fields["\(name) +\(rows)"] = later[place]
        }
      }
      return fields
    }
  }

  /// The times of the plain styles, as numbers.
  var seconds: [Double] { rows.map { Double($0[0]) ?? .nan } }

  private static func number(_ value: Double, _ style: Style) -> String {
    style == .european ? "\(value)".replacing(".", with: ",") : "\(value)"
  }

  private static func times(_ seconds: Double, _ style: Style) -> [String] {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let whole = Int(seconds.rounded(.down))
    let clock = "\(two(whole / 3600 % 24)):\(two(whole / 60 % 60)):\(two(whole % 60))"
    let day = 9 + whole / 86_400
    switch style {
    case .plain, .regular, .words: return ["\(seconds)"]
    case .dates: return ["2024-05-\(two(day))T\(clock).\(Int((seconds - Double(whole)) * 1000) + 1000)+02:00"]
    case .european: return ["\(two(day)).05.2024 \(clock)"]
    case .parts: return ["2024-05-\(two(day))", clock]
    }
  }
}
