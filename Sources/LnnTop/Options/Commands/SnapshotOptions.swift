import Dashboard
import RunStore
import Screen

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
      "draw one screen into FILE (.svg, .ans or .txt; - for stdout)"),
    .value("view", \.snapshot.view, .view, "the view to draw"),
    .value("at", \.snapshot.moment, .moment, "where in the run: 0 to 1, or step:N"),
    .value("size", \.snapshot.size, .size, "columns and rows"),
    .optional("neuron", \.snapshot.neuron, .text("NAME"), "select a neuron, by name or number"),
    .optional("format", \.snapshot.format, .choice(), shownDefault: "by FILE's ending", "the kind of file"),
  ]

  /// Why such an option means nothing; nil where it means something.
  func snapshotObjection(to option: String) -> UsageError.Cause? {
    switch option {
    case "snapshot":
      guard snapshot.format == nil, let file = snapshot.destination, ExportFormat.isUnknownEnding(of: file)
      else { return nil }
      return .badValue(
        option: "--snapshot", value: file,
        problem: .malformed("a name that ends in .svg, .ans or .txt, unless --format says what to write"))
    case "view" where snapshot.destination == nil, "at" where snapshot.destination == nil,
      "size" where snapshot.destination == nil, "neuron" where snapshot.destination == nil,
      "format" where snapshot.destination == nil:
      return .needs(option: "--\(option)", other: "--snapshot")
    case "speed" where snapshot.destination != nil, "headless" where snapshot.destination != nil,
      "json" where snapshot.destination != nil, "fps" where snapshot.destination != nil:
      return .idle(option: "--\(option)", beside: "--snapshot")
    default:
      return nil
    }
  }
}

extension ValueFormat where Value == ViewKind {
  /// A view by its title in lower case.
  static var view: Self {
    let words = ViewKind.allCases.map { $0.title.lowercased() }
    return Self(
      placeholder: words.joined(separator: "|"),
      parse: { word throws(ValueProblem) in
        guard let index = words.firstIndex(of: word.lowercased()) else { throw .badChoice(words) }
        return ViewKind.allCases[index]
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
