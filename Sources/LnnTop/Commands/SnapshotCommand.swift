import Dashboard
import Foundation
import RunStore
import Screen
import Telemetry

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
    let state = try state(of: reader, appearance)
    let step = state.frame?.step ?? 0
    let text = render(state, size: options.snapshot.size)
      .exported(as: format, theme: theme, title: "\(reader.description.name), step \(step)")
    guard destination != "-" else {
      Console.writeScreen(text)
      return ExitStatus.success
    }
    let file = try OutputFile(path: destination, mayReplace: isPicture)
    try file.write(Data(text.utf8))
    return ExitStatus.success
  }

  private func state(of reader: RunReader, _ appearance: Appearance) throws -> DashboardState {
    let source = ReplaySource(reader: reader, isPlaying: false)
    source.seek(options.snapshot.moment)
    var state = DashboardState(
      description: source.description, mode: .replay, themeNames: appearance.themes.map(\.slug),
      themeIndex: appearance.themeIndex, glyphs: options.display.glyphs ?? .braille)
    _ = reduce(&state, .resized(options.snapshot.size))
    _ = reduce(&state, .telemetry(source.drain()))
    _ = reduce(&state, .show(options.snapshot.view, neuron: try neuron(in: source.description.model)))
    // What there was to say is over: the picture has the keys in its last row, not a remark of the first second.
    _ = reduce(&state, .tick(now: .greatestFiniteMagnitude))
    return state
  }

  /// A neuron by its number or its name.
  private func neuron(in model: ModelSummary) throws -> Int? {
    guard let wanted = options.snapshot.neuron else { return nil }
    if let index = model.neurons.firstIndex(where: { $0.name == wanted }) { return index }
    if let index = Int(wanted), model.neurons.indices.contains(index) { return index }
    let last = max(0, model.neurons.count - 1)
    throw CommandFailure("the run has no neuron \(sanitized(wanted)); they are 0 to \(last), or go by name")
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
