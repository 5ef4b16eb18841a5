import Dashboard
import Screen

/// How `lnn-top export --format asciicast` plays a run.
public struct CastOptions: Sendable, Hashable {
  public var view = ViewKind.overview
  public var size = Size(columns: 120, rows: 40)
  /// A neuron's name or number.
  public var neuron: String?
  /// How many times faster than it was recorded; nil: so that it lasts half a minute at the most.
  public var speed: Double?
  /// Screens a second at the most.
  public var framesPerSecond = 10

  public init() {}
}

extension ExportOptions {
  static let castRows: [OptionRow<ExportOptions>] = [
    .value("view", \.cast.view, .view, "the view to record"),
    .value("size", \.cast.size, .size, "columns and rows"),
    .optional("neuron", \.cast.neuron, .text("NAME"), "select a neuron, by name or number"),
    .optional(
      "speed", \.cast.speed, .number("more than 0") { $0 > 0 && $0.isFinite },
      shownDefault: "30 s at the most", "how many times faster than recorded"),
    .value("fps", \.cast.framesPerSecond, .integer(from: 1, through: 60), "at most N screens a second"),
  ]
}
