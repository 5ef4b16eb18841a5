import Screen

/// What the charts of a sweep show, worked out once for each snapshot rather than for each picture.
struct SweepDigest: Sendable {
  /// Nil where no trial has a figure.
  let scale: SweepScale?
  let best: SweepTrial?
  /// Trials that could not be trained.
  let failures: Int
  /// Indices of the trials that have a figure, the best first.
  let ranked: [Int]
  /// The figures over the trials' numbers, of the largest budget alone as all that follows, and the best so far, which stays so until the next is.
  let figures: [ChartPoint]
  let bestSoFar: [ChartPoint]
  /// The figures over their costs, and those of the front.
  private let byParameters: (all: [ChartPoint], front: [ChartPoint])
  private let bySeconds: (all: [ChartPoint], front: [ChartPoint])
  /// The numbers of the trials of each front.
  private let frontByParameters: Set<Int>
  private let frontBySeconds: Set<Int>

  init(_ snapshot: SweepSnapshot) {
    let trials = snapshot.trials
    let judged = trials.indices.filter { trials[$0].figure != nil }
    ranked = judged.sorted { (trials[$0].rank ?? .max, $0) < (trials[$1].rank ?? .max, $1) }
    let best = ranked.first.map { trials[$0] }
    self.best = best
    failures = trials.count { $0.state == .failed }
    // Figures of other budgets than the best one's say nothing beside it.
    let comparable = judged.filter { trials[$0].rung == best?.rung }.map { trials[$0] }
    scale = SweepScale(comparable.compactMap(\.figure), snapshot)
    figures = comparable.compactMap { trial in
      trial.figure.map { ChartPoint(x: Double(trial.number), y: $0) }
    }
    var steps: [ChartPoint] = []
    for point in figures {
      if let last = steps.last?.y {
        steps.append(ChartPoint(x: point.x, y: last))
        guard snapshot.isBetter(point.y, than: last) else { continue }
      }
      steps.append(point)
    }
    bestSoFar = steps
    frontByParameters = Set(SweepFront.of(comparable, snapshot, .parameters).map(\.number))
    frontBySeconds = Set(SweepFront.of(comparable, snapshot, .seconds).map(\.number))
    byParameters = Self.costs(comparable, snapshot, .parameters)
    bySeconds = Self.costs(comparable, snapshot, .seconds)
  }

  func points(over cost: SweepCost) -> (all: [ChartPoint], front: [ChartPoint]) {
    cost == .parameters ? byParameters : bySeconds
  }

  func front(over cost: SweepCost) -> Set<Int> { cost == .parameters ? frontByParameters : frontBySeconds }

  private static func costs(
    _ trials: [SweepTrial], _ snapshot: SweepSnapshot, _ cost: SweepCost
  ) -> (all: [ChartPoint], front: [ChartPoint]) {
    (points(trials, cost), points(SweepFront.of(trials, snapshot, cost), cost))
  }

  /// In the order of their cost.
  static func points(_ trials: [SweepTrial], _ cost: SweepCost) -> [ChartPoint] {
    trials.compactMap { trial in
      trial.figure.flatMap { figure in cost.value(of: trial).map { ChartPoint(x: $0, y: figure) } }
    }.sorted { $0.x < $1.x }
  }
}

/// The figures that charts of a sweep show: without the worst, which would press the others together.
struct SweepScale: Sendable, Hashable {
  let range: ClosedRange<Double>
  /// Figures that are worse than the range.
  let beyond: Int

  /// Nil without a figure.
  init?(_ figures: [Double], _ snapshot: SweepSnapshot) {
    let figures = figures.sorted { snapshot.isBetter($0, than: $1) }
    guard let best = figures.first, let worst = figures.last else { return nil }
    let middle = figures[figures.count / 2]
    // As far beyond the median as that is from the best, four times.
    let limit = middle + 4 * (middle - best)
    let end = snapshot.isBetter(limit, than: worst) && limit != best ? limit : worst
    let margin = (end - best).magnitude * 0.05
    let (low, high) = (Swift.min(best, end), Swift.max(best, end))
    range = low == high ? (low - 0.5)...(high + 0.5) : (low - margin)...(high + margin)
    beyond = figures.count { snapshot.isBetter(end, than: $0) }
  }

  var remark: [TextRun] {
    beyond == 0 ? [] : [TextRun("\(beyond) worse than the chart shows", .label)]
  }
}
