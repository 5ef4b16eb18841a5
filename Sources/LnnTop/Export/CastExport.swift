import Foundation
import RunStore
import Screen

/// Plays a run in the dashboard and records the screens in the format asciicast v2.
///
/// The same run and options give the same bytes. Source: https://docs.asciinema.org/manual/asciicast/v2/
struct CastExport {
  let options: ExportOptions
  let path: String
  let locations: Locations

  /// The longest recording, in seconds, where no speed was asked for.
  private static let longest = 30.0
  /// How long the last screen stays, in seconds.
  private static let rest = 2.0

  func write() throws -> ExportSummary? {
    let reader = try RunReader(path: path)
    let player = CastPlayer(reader: reader)
    let appearance = try Appearance(options.display, locations: locations)
    let screen = try ReplayedScreen(
      player.source, appearance: appearance, glyphs: options.display.glyphs ?? .braille,
      size: options.cast.size, view: options.cast.view, neuron: options.cast.neuron)
    if options.output == "-" {
      try record(player, screen, appearance) { text in try Console.writeText(text) }
      return nil
    }
    let file = try OutputFile(path: options.output ?? ExportName.of(path, ending: "cast")) { present in
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
    let (size, speed) = (options.cast.size, options.cast.speed ?? max(1, player.duration / Self.longest))
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
      let interval = 1 / Double(options.cast.framesPerSecond)
      time += interval
      player.advance(by: interval * speed)
      screen.update()
    }
    try sink(CastEvent(time: time + Self.rest, output: "\u{1B}[?25h").line)
  }
}
