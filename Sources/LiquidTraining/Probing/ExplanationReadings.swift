import Liquid
import Telemetry

/// The explanations that a worker makes of its probe: as often as training can spare the time.
struct ExplanationReadings {
  /// Whether somebody looks at the details.
  var wantsDetails = false {
    didSet { if wantsDetails != oldValue { details.forget() } }
  }
  /// The output that is explained; nil: the first, or the class answered.
  var output: Int? {
    didSet { if output != oldValue { forget() } }
  }

  private var explanations = CostlyReading<Explanation>(interval: 0.2, share: 0.02)
  private var details = CostlyReading<ExplanationDetails>(interval: 0.5, share: 0.02)
  private var probe: Int?
  private var step: Int?

  /// The newest explanation of an answer, made now where that is due.
  ///
  /// - Parameters:
  ///   - step: of the probe; nil, or one beyond its end: the last.
  ///   - isTraining: whether the time is taken from training; where it is not, the explanation is always new.
  mutating func update(
    _ prober: Prober, of index: Int, model: Model, step: Int?, isTraining: Bool, now: () -> Double
  ) -> Explanation? {
    if index != probe || step != self.step { forget() }
    (probe, self.step) = (index, step)
    let output = output
    var newest = explanations.update(isKey: !isTraining, now: now) {
      prober.explanation(of: index, model: model, step: step, output: output)
    }
    guard wantsDetails, let explained = newest else { return newest }
    newest?.details = details.update(isKey: !isTraining, now: now) {
      prober.details(of: index, model: model, explained: explained)
    }
    return newest
  }

  private mutating func forget() {
    explanations.forget()
    details.forget()
  }
}
