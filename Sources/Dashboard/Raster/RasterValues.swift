import Screen
import Telemetry
import Text

/// How the raster is shown.
public struct RasterState: Sendable, Hashable {
  /// What a cell of the raster stands for.
  public enum Quantity: Sendable, Hashable, CaseIterable {
    case state
    /// What the active perturbations and interventions change in the state.
    case change
    case timeConstant
  }

  public internal(set) var quantity: Quantity = .state
}

/// What the cells of the raster show, and the scale that colours them.
struct RasterValues {
  let quantity: RasterState.Quantity
  let scale: HeatScale
  /// The ends of the scale as text.
  let lowest: String
  let highest: String
  private let trace: Trace
  private let perturbed: Trace?

  init(_ state: DashboardState, _ probe: Probe) {
    trace = probe.nominal
    perturbed = probe.perturbed
    quantity = Self.shown(state, probe)
    switch quantity {
    case .state: (scale, lowest, highest) = Self.diverging(state.stateLimit)
    case .change:
      let largest = zip(probe.nominal.states, probe.perturbed?.states ?? [])
        .reduce(Float(0)) { $0.maximumFinite(($1.1 - $1.0).magnitude) }
      (scale, lowest, highest) = Self.diverging(Double(largest))
    case .timeConstant:
      let range = state.digest?.timeConstantRange ?? 0.1...10
      let scale = ValueScale(kind: .logarithmic, lower: range.lowerBound, upper: range.upperBound)
      self.scale = .sequential(scale, role: .timeConstant)
      lowest = NumberText.short(scale.lower)
      highest = NumberText.short(scale.upper)
    }
  }

  /// One value for each column, the mean over the steps that fall into it; NaN where none is finite.
  func columns(ofNeuron neuron: Int, count: Int) -> [Double] {
    let series = series(ofNeuron: neuron)
    guard !series.isEmpty else { return Array(repeating: .nan, count: count) }
    return (0..<count).map { column in
      let start = column * series.count / count
      let end = max(start + 1, (column + 1) * series.count / count)
      let finite = series[start..<end].filter(\.isFinite)
      // A held neuron's time constant is infinite: the far end of the scale.
      if finite.isEmpty { return series[start..<end].contains(.infinity) ? .infinity : .nan }
      return finite.reduce(0) { $0 + Double($1) } / Double(finite.count)
    }
  }

  private func series(ofNeuron neuron: Int) -> [Float] {
    switch quantity {
    case .state: trace.state(neuron)
    case .timeConstant: trace.timeConstant(neuron)
    case .change: zip(trace.state(neuron), perturbed?.state(neuron) ?? []).map { $1 - $0 }
    }
  }

  /// The chosen quantity, or the state where the frame does not have it.
  private static func shown(_ state: DashboardState, _ probe: Probe) -> RasterState.Quantity {
    switch state.raster.quantity {
    case .change where probe.perturbed == nil: .state
    case .timeConstant where !probe.nominal.hasTimeConstants: .state
    case let quantity: quantity
    }
  }

  private static func diverging(_ limit: Double) -> (HeatScale, String, String) {
    let text = NumberText.short(limit)
    return (.diverging(limit: limit, positive: .focus, negative: .error), "-\(text)", "+\(text)")
  }
}

extension DashboardState {
  /// The largest magnitude of any neuron's state over the probe; 0 where there is none.
  var stateLimit: Double {
    let limit = (digest?.states ?? []).reduce(Float(0)) {
      $0.maximumFinite($1.minimum.magnitude).maximumFinite($1.maximum.magnitude)
    }
    return Double(limit)
  }

  /// Shows the next quantity of those that the frame has.
  mutating func nextRasterQuantity() -> [Effect] {
    let all = RasterState.Quantity.allCases.filter { quantity in
      switch quantity {
      case .state: true
      case .change: frame?.probe.perturbed != nil
      case .timeConstant: frame?.probe.nominal.hasTimeConstants ?? true
      }
    }
    let place = all.firstIndex(of: raster.quantity) ?? 0
    raster.quantity = all[(place + 1) % all.count]
    return []
  }
}

extension Float {
  /// The larger of both, leaving out what is not finite.
  func maximumFinite(_ other: Float) -> Float { other.isFinite ? Swift.max(self, other) : self }
}
