import Telemetry
import Text

/// The figures of a classification's probabilities in words.
struct ClassFiguresText {
  let figures: ClassFigures

  init(_ figures: ClassFigures) {
    self.figures = figures
  }

  /// Names and values, a line each.
  var rows: [(name: String, value: String)] {
    var rows: [(name: String, value: String)] = []
    if let target = figures.target { rows.append(("figures of", target)) }
    if let area { rows.append(("area under ROC", area)) }
    if let precision = figures.averagePrecision {
      rows.append(("avg. precision", Self.number(precision) + (prevalence.map { " (\($0))" } ?? "")))
    }
    rows.append(("brier score", Self.number(figures.brier)))
    rows.append(("calibr. error", "\(Self.number(figures.calibrationError)) (\(figures.bins.count) bins)"))
    rows += figures.operatingPoints.map { ("sensitivity", Self.words($0)) }
    if let own = figures.leastOfBoth, let best = figures.bestLeastOfBoth {
      rows.append(
        (
          "event 1",
          "\(Self.number(own)), at the best threshold \(Self.number(best))"
            + " (the smaller of sensitivity and precision)"
        ))
    }
    return rows
  }

  /// The area with its interval and how that was found; nil where there is none.
  var area: String? {
    guard let area = figures.area else { return nil }
    let rest = figures.classes > 2 ? ", mean of each class against the rest" : ""
    guard let interval = figures.areaInterval else { return Self.number(area) + rest }
    return "\(Self.number(area)), \(Self.words(interval))\(rest)"
  }

  /// `95 % 0.81 to 0.86 (1000 resamples of 800 sequences)`
  static func words(_ interval: ClassFigures.Interval) -> String {
    "\(NumberText.percent(interval.level)) \(number(interval.low)) to \(number(interval.high))"
      + " (\(counted(interval.resamples, "resample")) of \(counted(interval.units, interval.unit)))"
  }

  /// `0.52 at a specificity of 0.9013 (probabilities from 0.61 on)`
  static func words(_ point: ClassFigures.OperatingPoint) -> String {
    guard let threshold = point.threshold else {
      return "0: no threshold has a specificity of \(number(point.leastSpecificity))"
    }
    return "\(number(point.sensitivity)) at a specificity of \(number(point.specificity))"
      + " (probabilities from \(number(threshold)) on)"
  }

  /// What the bins' probabilities are of.
  var probabilityOf: String {
    figures.positiveClass.map { "the probability of \($0)" }
      ?? "the probability of the class that is answered"
  }

  /// The bins as a table with a bar each: what is observed, and a mark where it is predicted.
  var reliability: String {
    var table = TextTable(columns: [
      .init("  BIN"), .init("PREDICTED", alignsRight: true), .init("OBSERVED", alignsRight: true),
      .init("COUNT", alignsRight: true), .init("observed #, predicted |"),
    ])
    table.rows = figures.bins.map { bin in
      [
        "  \(Self.number(bin.lower))-\(Self.number(bin.upper))", bin.predicted.map(Self.decimals) ?? "-",
        bin.observed.map(Self.decimals) ?? "-", "\(bin.count)", Self.bar(bin),
      ]
    }
    return "reliability of \(probabilityOf)\n\(table.text)"
  }

  /// Columns of a share of 1.
  private static let width = 40

  private static func bar(_ bin: ClassFigures.Bin) -> String {
    guard let predicted = bin.predicted, let observed = bin.observed else { return "" }
    func column(_ share: Double) -> Int { Int(saturating: (share * Double(width)).rounded()) }
    let (end, mark) = (column(observed), column(predicted))
    return String((0...max(end, mark)).map { $0 == mark ? "|" : $0 < end ? "#" : " " })
  }

  private var prevalence: String? {
    guard let positives = figures.positives, figures.count > 0 else { return nil }
    let share = Double(positives) / Double(figures.count)
    return
      "\(Self.number(share)) of \(NumberText.grouped(figures.count)) are \(figures.positiveClass ?? "positive")"
  }

  static func number(_ value: Double) -> String { NumberText.significant(value) }
  private static func decimals(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
}

extension ClassFigures {
  /// The single numbers among the figures, by names that stand above a column.
  var columns: [(name: String, value: Double)] {
    let prefix = target.map { "\($0) " } ?? ""
    let all: [(String, Double?)] =
      [
        ("AUC", area), ("AVERAGE PRECISION", averagePrecision), ("BRIER", brier),
        ("CALIBRATION ERROR", calibrationError),
      ]
      + operatingPoints.map {
        ("SENSITIVITY AT \(NumberText.shortest($0.leastSpecificity))", $0.sensitivity)
      } + [("EVENT 1", leastOfBoth), ("EVENT 1 AT BEST", bestLeastOfBoth)]
    return all.compactMap { name, value in value.map { (prefix + name, $0) } }
  }
}
