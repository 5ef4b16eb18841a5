import Dashboard
import Foundation
import RunStore
import Screen
import Text

/// `lnn-top replay --snapshot`: what the dashboard shows of a run at a moment, as a file and without a terminal.
///
/// The same run and options give the same bytes: nothing plays, and no clock or terminal is asked.
struct Snapshot {
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
      source, appearance: appearance, glyphs: options.display.glyphs?.glyphs ?? .braille, size: size,
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

/// What `lnn-top replay` draws into a file instead of playing.
public struct SnapshotOptions: Sendable, Hashable {
  /// The file, `-` for stdout; nil plays the run.
  public var destination: String?
  public var view = ViewKind.overview
  public var moment = ReplayMoment.fraction(1)
  public var size = Size(columns: 120, rows: 40)
  /// A neuron's name or number.
  public var neuron: String?
  /// Nil: what the file's ending says, else text.
  public var format: ExportFormat?

  public init() {}
}

extension ReplayOptions {
  /// The options that mean something only with `--snapshot`.
  static let snapshotRows: [OptionRow<ReplayOptions>] = [
    .optional(
      "snapshot", \.snapshot.destination, .text("FILE"),
      "draw one screen into FILE (.svg, .ans or .txt; - for stdout)"
    ).objecting { options in
      guard options.snapshot.format == nil, let file = options.snapshot.destination,
        ExportFormat.isUnknownEnding(of: file)
      else { return nil }
      return .badValue(
        option: "--snapshot", value: file,
        problem: .malformed("a name that ends in .svg, .ans or .txt, unless --format says what to write"))
    },
    .value("view", \.snapshot.view, .view, "the view to draw").needingSnapshot,
    .value("at", \.snapshot.moment, .moment, "where in the run: 0 to 1, or step:N").needingSnapshot,
    .value("size", \.snapshot.size, .size, "columns and rows").needingSnapshot,
    .optional("neuron", \.snapshot.neuron, .text("NAME"), "select a neuron, by name or number")
      .needingSnapshot,
    .optional("format", \.snapshot.format, .choice(), shownDefault: "by FILE's ending", "the kind of file")
      .needingSnapshot,
  ]
}

extension OptionRow<ReplayOptions> {
  var idleWithSnapshot: Self {
    objecting { $0.snapshot.destination == nil ? nil : .idle(option: name, beside: "--snapshot") }
  }

  fileprivate var needingSnapshot: Self { needing("--snapshot") { $0.snapshot.destination != nil } }
}

extension ValueFormat where Value == ViewKind {
  /// A view of a run by its title in lower case.
  static var view: Self {
    // The trials of a sweep are no part of a run's recording.
    let kinds = ViewKind.allCases.filter { $0 != .sweep }
    let words = kinds.map { $0.title.lowercased() }
    return Self(
      placeholder: words.joined(separator: "|"),
      parse: { word throws(ValueProblem) in
        guard let index = words.firstIndex(of: word.lowercased()) else { throw .badChoice(words) }
        return kinds[index]
      },
      text: { $0.title.lowercased() })
  }
}

extension ValueFormat where Value == ReplayMoment {
  static var moment: Self {
    Self(
      placeholder: "X|step:N",
      parse: { word throws(ValueProblem) in
        if word.hasPrefix("step:") {
          guard let step = Int(word.dropFirst(5)), step >= 0 else {
            throw .malformed("step: and a whole number")
          }
          return .step(step)
        }
        guard let fraction = Double(word), !fraction.isNaN else { throw .notANumber }
        guard (0...1).contains(fraction) else { throw .outOfRange("between 0 and 1") }
        return .fraction(fraction)
      },
      text: { moment in
        switch moment {
        case .fraction(let fraction): NumberText.shortest(fraction)
        case .step(let step): "step:\(step)"
        }
      })
  }
}

extension ValueFormat where Value == Size {
  /// Columns and rows, such as `120x40`.
  static var size: Self {
    Self(
      placeholder: "WxH",
      parse: { word throws(ValueProblem) in
        let parts = word.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1] else {
          throw .malformed("columns and rows, such as 120x40")
        }
        guard (1...1_000).contains(columns), (1...1_000).contains(rows) else {
          throw .outOfRange("between 1x1 and 1000x1000")
        }
        return Size(columns: columns, rows: rows)
      },
      text: { "\($0.columns)x\($0.rows)" })
  }
}

extension ExportFormat {
  /// Whether a file's name has an ending, such as `.png`, that names no format; a name without one holds text.
  fileprivate static func isUnknownEnding(of file: String) -> Bool {
    let name = file.split(separator: "/").last ?? ""
    return name.dropFirst().contains(".") && ExportFormat(fileName: String(name)) == nil
  }
}
