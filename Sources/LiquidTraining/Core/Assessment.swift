import Liquid
import LiquidData
import Telemetry

/// What a network reaches over held-out sequences.
public struct Assessment: Sendable, Hashable {
  public var validation: Validation
  /// One for a classification, else one for each target of 0 or 1; empty for other numbers, and where an answer is not
  /// finite.
  public var figures: [ClassFigures]
}

extension ClassFigures {
  /// Which figures are wanted.
  public struct Request: Sendable, Hashable {
    /// Each above 0 and below 1.
    public var specificities = [0.9, 0.95]
    public var bins = ReliabilityBins.standardCount
    /// How often data are drawn anew for the interval of the area; 0: there is none.
    public var resamples = AreaBootstrap.standardResamples

    public init() {}

    public static let standard = Request()
    /// The share of resampled areas within an interval.
    static let level = 0.95
  }

  static func all(
    _ accumulator: ClassScoreAccumulator, of sequences: SequenceSet, schema: DataSchema, request: Request,
    shouldGoOn: () -> Bool
  ) -> [ClassFigures] {
    var all: [ClassFigures] = []
    for (index, scores) in accumulator.scores.enumerated() {
      guard shouldGoOn(), var figures = ClassFigures(scores, of: sequences, request, shouldGoOn: shouldGoOn)
      else { return [] }
      if accumulator.scores.count > 1 { figures.target = schema.targetNames[index] }
      if scores.classes == 2 { figures.positiveClass = schema.isClassification ? schema.outputNames[1] : "1" }
      all.append(figures)
    }
    return all
  }

  /// Nil where no target counts, an answer is not finite, or there are too many.
  private init?(
    _ scores: ClassScores, of sequences: SequenceSet, _ request: Request, shouldGoOn: () -> Bool
  ) {
    let reliability = ReliabilityBins(scores, count: request.bins)
    guard scores.unanswered == 0, !scores.isFull, let brier = scores.brier,
      let calibrationError = reliability.calibrationError
    else { return nil }
    self.init(
      classes: scores.classes, count: scores.count, brier: brier, calibrationError: calibrationError,
      bins: reliability.bins.map {
        Bin(
          lower: $0.bounds.lowerBound, upper: $0.bounds.upperBound, count: $0.count,
          predicted: $0.predicted, observed: $0.observed)
      })
    let units = ResampledUnits(scores, of: sequences)
    let bootstrap = AreaBootstrap(scores, units: units.ofAnswers, unitCount: units.count)
    area = bootstrap.area
    averagePrecision = bootstrap.averagePrecision
    let interval = bootstrap.interval(
      level: Request.level, resamples: request.resamples, shouldGoOn: shouldGoOn)
    areaInterval = interval.map {
      Interval(
        low: $0.low, high: $0.high, level: Request.level, resamples: $0.resamples, unit: units.name,
        units: units.count)
    }
    guard let ranking = bootstrap.ranking else { return }
    positives = ranking.positives
    leastOfBoth = ranking.leastOfBoth
    bestLeastOfBoth = ranking.bestLeastOfBoth
    operatingPoints = request.specificities.compactMap { least in
      ranking.operatingPoint(specificity: least).map {
        OperatingPoint(
          leastSpecificity: least, specificity: $0.specificity, sensitivity: $0.sensitivity,
          threshold: $0.threshold)
      }
    }
  }
}

/// What is drawn where data are resampled: whole sequences, or windows where all are of one sequence.
private struct ResampledUnits {
  let name: String
  let count: Int
  /// `[answers]`, from 0.
  let ofAnswers: [Int32]

  init(_ scores: ClassScores, of sequences: SequenceSet) {
    let origins = Set(scores.sequences).reduce(into: [Int32: Int]()) {
      $0[$1] = sequences.origin(of: Int($1))
    }
    let areWindows = Set(origins.values).count < 2
    var (numbers, units) = ([Int: Int32](), [Int32]())
    units.reserveCapacity(scores.count)
    for sequence in scores.sequences {
      let origin = areWindows ? Int(sequence) : origins[sequence] ?? 0
      let number = numbers[origin] ?? Int32(numbers.count)
      numbers[origin] = number
      units.append(number)
    }
    (name, count, ofAnswers) = (areWindows ? "window" : "sequence", numbers.count, units)
  }
}
