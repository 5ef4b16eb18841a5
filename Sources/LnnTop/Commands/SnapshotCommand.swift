import Foundation
import RunStore
import Screen

/// `lnn-top replay --snapshot`: what the dashboard shows of a run at a moment, as a file and without a terminal.
///
/// The same run and options give the same bytes: nothing plays, and no clock or terminal is asked.
struct SnapshotCommand {
  let options: ReplayOptions
  let destination: String
  let locations: Locations

  func run() throws -> Int32 {
    let path = RunPath.resolve(options.run, locations: locations)
    let reader = try RunReader(path: path)
    let appearance = try Appearance(options.display, locations: locations)
    let theme = appearance.themes[appearance.themeIndex]
    let source = ReplaySource(reader: reader, isPlaying: false)
    source.seek(options.snapshot.moment)
    let size = options.snapshot.size
    let screen = try ReplayedScreen(
      source, appearance: appearance, glyphs: options.display.glyphs ?? .braille, size: size,
      view: options.snapshot.view, neuron: options.snapshot.neuron)
    let text = screen.grid(size: size)
      .exported(as: format, theme: theme, title: "\(reader.description.name), step \(screen.step)")
    guard destination != "-" else {
      try Console.writeText(text)
      return ExitStatus.success
    }
    let file = try OutputFile(path: destination, mayReplace: isPicture)
    try file.write(Data(text.utf8))
    return ExitStatus.success
  }

  private var format: ExportFormat {
    options.snapshot.format ?? ExportFormat(fileName: destination) ?? .text
  }

  /// A picture may be made anew; nothing else is overwritten.
  private func isPicture(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes.prefix(4_000), as: UTF8.self)
    switch format {
    case .svg: return text.hasPrefix("<svg ")
    // A screen begins with the run's state.
    case .text, .ansi: return text.contains("REPLAY")
    }
  }
}
