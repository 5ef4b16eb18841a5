import Foundation
import Screen

/// The first line of a recording.
struct CastHeader {
  private struct Content: Encodable {
    var version = 2
    var width: Int
    var height: Int
    var timestamp: Int
    var title: String
    var env = ["TERM": "xterm-256color"]
    var theme: Colors
  }

  private struct Colors: Encodable {
    var fg: String
    var bg: String
    /// The eight colours of a terminal, with colons between them.
    var palette: String
  }

  private let content: Content

  init(size: Size, startedAt: Date, title: String, theme: Theme) {
    let color = { (role: Role) in "#" + theme.color(of: role).hex }
    let palette: [Role] = [
      .background, .error, .validation, .paused, .focus, .comparison, .timeConstant, .value,
    ]
    content = Content(
      width: size.columns, height: size.rows, timestamp: Int(max(0, startedAt.timeIntervalSince1970)),
      title: sanitized(title),
      theme: Colors(
        fg: color(.value), bg: color(.background), palette: palette.map(color).joined(separator: ":")))
  }

  var line: String { JSONText.line(content) + "\n" }
}

/// A further line: at `time` seconds the program writes `output`.
struct CastEvent {
  let time: Double
  let output: String

  var line: String { "[\(String(format: "%.6f", time)), \"o\", \(JSONText.line(output))]\n" }
}
