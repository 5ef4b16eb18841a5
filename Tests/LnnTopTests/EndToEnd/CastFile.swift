import Foundation

/// A recording of a terminal in the format asciicast v2, played to its end without colours.
struct CastFile {
  let width: Int
  let height: Int
  /// Of every output, in seconds.
  let times: [Double]
  /// The rows at the end, without the blanks behind them.
  let screen: [Substring]

  init?(_ text: String) {
    let lines = text.split(separator: "\n")
    guard let first = lines.first,
      let header = try? JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any],
      header["version"] as? Int == 2, let width = header["width"] as? Int,
      let height = header["height"] as? Int
    else { return nil }
    (self.width, self.height) = (width, height)
    var times: [Double] = []
    var rows = [Substring](repeating: "", count: height)
    for line in lines.dropFirst() {
      guard let event = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any], event.count == 3,
        let time = event[0] as? Double, event[1] as? String == "o", let output = event[2] as? String
      else { return nil }
      times.append(time)
      // The program moves to a row and writes all of it, up to the order that erases what is behind.
      for match in output.matches(of: /\u{1B}\[(\d+);1H(.*?)\u{1B}\[K/) {
        guard let row = Int(match.1), (1...height).contains(row) else { return nil }
        rows[row - 1] = match.2.replacing(/\u{1B}\[[\d;]*m/, with: "")[...]
      }
    }
    self.times = times
    screen = rows.map { row in
      let end = row.lastIndex { $0 != " " }.map(row.index(after:)) ?? row.startIndex
      return row[..<end]
    }
  }
}
