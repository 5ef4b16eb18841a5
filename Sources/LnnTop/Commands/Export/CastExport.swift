import Dashboard
import Foundation
import RunStore
import Screen
import Text

/// A recording of the dashboard playing a run, in the format asciicast v2.
///
/// The same run and options give the same bytes. Source: https://docs.asciinema.org/manual/asciicast/v2/
struct CastExport: Export, DisplayingOptions {
  static let format = "asciicast"
  static let summary = "a recording of the dashboard that asciinema plays"
  static let source = ExportSource.run
  static let writesToStdout = true
  static let options: OptionGroup<Self>? = OptionGroup(
    "Recordings",
    [
      .value("view", \.view, .view, "the view to record"),
      .value("size", \.size, .size, "columns and rows"),
      .optional("neuron", \.neuron, .text("NAME"), "select a neuron, by name or number"),
      .optional(
        "speed", \.speed, .number("more than 0") { $0 > 0 && $0.isFinite },
        shownDefault: "30 s at the most", "how many times faster than recorded"),
      .value("fps", \.framesPerSecond, .integer(from: 1, through: 60), "at most N screens a second"),
      .theme, .glyphs, .color,
    ])

  var view = ViewKind.overview
  var size = Size(columns: 120, rows: 40)
  /// A neuron's name or number.
  var neuron: String?
  /// How many times faster than it was recorded; nil: so that it lasts half a minute at the most.
  var speed: Double?
  /// Screens a second at the most.
  var framesPerSecond = 10
  var display = DisplayOptions()

  /// The longest recording, in seconds, where no speed was asked for.
  private static let longest = 30.0
  /// How long the last screen stays, in seconds.
  private static let rest = 2.0

  mutating func adopt(_ settings: LoadedSettings) { display.adopt(settings) }

  static func defaultOutput(for path: String) -> String { "\(baseName(path)).cast" }

  func write(_ job: ExportJob) throws -> ExportSummary? {
    let reader = try RunReader(path: job.path)
    let player = CastPlayer(reader: reader)
    let appearance = try Appearance(display, locations: job.locations)
    let screen = try ReplayedScreen(
      player.source, appearance: appearance, glyphs: display.glyphs?.glyphs ?? .braille, size: size,
      view: view,
      neuron: neuron)
    if job.output == "-" {
      try record(player, screen, appearance) { text in try Console.writeText(text) }
      return nil
    }
    let file = try OutputFile(path: job.output) { present in
      present.starts(with: "{".utf8)
        && String(decoding: present.prefix(400), as: UTF8.self).contains("\"version\":2")
    }
    try file.write { sink in
      try record(player, screen, appearance) { text in try sink(Data(text.utf8)) }
    }
    var summary = ExportSummary(output: file.path)
    summary.hint = "asciinema play \(file.path)"
    summary.problem = reader.damage?.description
    return summary
  }

  private func record(
    _ player: CastPlayer, _ first: ReplayedScreen, _ appearance: Appearance, to sink: (String) throws -> Void
  ) throws {
    let description = player.source.description
    let theme = appearance.themes[appearance.themeIndex]
    let export = ANSIExport(theme: theme, mode: appearance.colors ?? .palette256)
    let speed = speed ?? max(1, player.duration / Self.longest)
    try sink(
      CastHeader(
        size: size, startedAt: description.startedAt, title: "lnn-top: \(description.name)", theme: theme
      ).line)
    var (screen, shown, time) = (first, nil as Grid?, 0.0)
    // The cursor is no part of the picture.
    try sink(CastEvent(time: 0, output: "\u{1B}[?25l").line)
    while true {
      let grid = screen.grid(size: size)
      let update = export.update(from: shown, to: grid)
      if !update.isEmpty { try sink(CastEvent(time: time, output: update).line) }
      shown = grid
      guard !player.isAtEnd else { break }
      let interval = 1 / Double(framesPerSecond)
      time += interval
      player.advance(by: interval * speed)
      screen.update()
    }
    try sink(CastEvent(time: time + Self.rest, output: "\u{1B}[?25h").line)
  }
}

/// A replay that goes on only when it is told to.
private final class CastPlayer {
  let source: ReplaySource
  private var position = 0.0

  init(reader: RunReader) {
    source = ReplaySource(reader: reader, isPlaying: true, clock: StoppedClock())
  }

  /// Seconds of run time.
  var duration: Double { source.timeline.duration - source.timeline.start }

  var isAtEnd: Bool { position >= duration }

  /// Lets seconds of run time pass.
  func advance(by seconds: Double) {
    position = min(duration, position + seconds)
    let timeline = source.timeline
    source.seek(.fraction(isAtEnd ? 1 : (timeline.start + position) / timeline.duration))
  }
}

private struct StoppedClock: ReplayClock {
  let now = 0.0
}

/// The first line of a recording.
private struct CastHeader {
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
      width: size.columns, height: size.rows,
      timestamp: Int(saturating: max(0, startedAt.timeIntervalSince1970)),
      title: title.sanitized,
      theme: Colors(
        fg: color(.value), bg: color(.background), palette: palette.map(color).joined(separator: ":")))
  }

  var line: String { JSONText.line(content) + "\n" }
}

/// A further line: at `time` seconds the program writes `output`.
private struct CastEvent {
  let time: Double
  let output: String

  var line: String { "[\(NumberText.fixed(time, decimals: 6)), \"o\", \(JSONText.line(output))]\n" }
}
