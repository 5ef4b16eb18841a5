import Screen
import Telemetry
import Text

/// How perturbations and interventions are put into words, in 7-bit characters.
enum Wording {
  /// `noise 0.5 sd`.
  static func perturbation(_ perturbation: Perturbation) -> String {
    var words = perturbation.kind.rawValue
    let magnitude = magnitude(perturbation.magnitude, of: perturbation.kind)
    if !magnitude.isEmpty { words += " \(magnitude)" }
    if perturbation.probability < 1 { words += ", chance \(percent(perturbation.probability))" }
    if let duration = perturbation.duration { words += ", for \(percent(duration))" }
    if let start = perturbation.start { words += ", from \(percent(start))" }
    return words
  }

  static func percent(_ fraction: Double) -> String { trimmed(fraction * 100) + " %" }

  /// A share to three digits: `0.0123 %`.
  static func share(_ share: Double) -> String { NumberText.significant(100 * share, digits: 3) + " %" }

  /// How long a perturbation lasts: `20 % of the probe`, what the kind does by itself for nil.
  static func duration(_ duration: Double?, of kind: Perturbation.Kind) -> String {
    if let duration { return percent(duration) + " of the probe" }
    return kind == .pulse ? "a short pulse" : "to the end"
  }

  /// Where a perturbation begins: `40 % into the probe`, what the kind does by itself for nil.
  static func start(_ start: Double?, of kind: Perturbation.Kind) -> String {
    let fraction = start ?? kind.ownStart
    guard fraction > 0 else { return "the beginning" }
    return percent(fraction) + " into the probe"
  }

  /// A magnitude with its unit; empty where the kind has none.
  static func magnitude(_ value: Double, of kind: Perturbation.Kind) -> String {
    switch kind {
    case .noise, .pulse: trimmed(value) + " sd"
    case .offset: (value > 0 ? "+" : "") + trimmed(value) + " sd"
    case .hold: ""
    case .holdLast: trimmed(value * 100) + " %"
    case .scale: "x" + trimmed(1 + value)
    }
  }

  /// `! 1 input, 2 held, 1 cut`: how many channels are perturbed, neurons held and synapses cut, wherever they are listed;
  /// nil for none.
  static func disturbance(_ state: DashboardState) -> String? {
    let inputs = Set(state.activePerturbations.map(\.channel)).count
    let cut = state.cutSynapses.count
    let held = state.activeInterventions.count - cut
    let words = [
      inputs > 0 ? "\(inputs) input\(inputs == 1 ? "" : "s")" : nil, held > 0 ? "\(held) held" : nil,
      cut > 0 ? "\(cut) cut" : nil,
    ]
    .compactMap { $0 }
    return words.isEmpty ? nil : "\(state.glyphs.symbols.perturbed) " + words.joined(separator: ", ")
  }

  /// `silenced`, `clamped at 0.31`, `cut`.
  static func intervention(_ intervention: Intervention) -> String {
    switch intervention {
    case .silence: "silenced"
    case .clamp(_, let value): "clamped at \(NumberText.short(Double(value)))"
    case .cut: "cut"
    }
  }

  /// `solver error 4.8 %`: the largest one.
  static func solverError(_ error: SolverError) -> String {
    let percent = Double(error.largest) * 100
    if percent < 0.001 { return "solver error < 0.001 %" }
    let text = percent < 9.95 ? NumberText.fixed(percent, decimals: percent < 0.0995 ? 3 : 1) : nil
    return "solver error \(text ?? NumberText.short(percent)) %"
  }

  /// One letter for narrow columns.
  static func mark(_ intervention: Intervention) -> String {
    intervention.isClamp ? "=" : "x"
  }

  /// A round number without needless zeros.
  private static func trimmed(_ value: Double) -> String {
    guard value.isFinite else { return NumberText.short(value) }
    var text = NumberText.fixed(value, decimals: 2)
    while text.contains("."), text.hasSuffix("0") || text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
