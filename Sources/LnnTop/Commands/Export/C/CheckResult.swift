import Text

/// How the C that was written compares with the model.
struct CheckResult: Encodable {
  /// The differences in one output, in its unit.
  struct OutputError: Encodable {
    let name: String
    private(set) var largest = 0.0
    private(set) var rootMeanSquare = 0.0
    /// Of the model's answers.
    private(set) var range = 0.0
    /// What the last digit of the largest answer is worth in a float.
    private(set) var digit = 0.0
    private var (low, high, squares, count) = (Double.infinity, -Double.infinity, 0.0, 0)

    init(name: String) { self.name = name }

    private enum CodingKeys: String, CodingKey {
      case name
      case largest
      case rootMeanSquare = "root_mean_square"
      case range
    }

    mutating func add(_ found: Float, expected: Float) {
      let difference = Double((found - expected).magnitude)
      // NaN must not pass for no difference.
      largest = difference <= largest ? largest : difference
      squares += difference * difference
      count += 1
      rootMeanSquare = (squares / Double(count)).squareRoot()
      (low, high) = (min(low, Double(expected)), max(high, Double(expected)))
      range = high - low
      digit = max(digit, Double(expected.ulp))
    }

    /// Relative to the range; 0 where the model's answers do not vary.
    var relative: Double { range > 0 ? largest / range : 0 }
  }

  /// The rows, in words.
  var part: String
  var rows: Int
  var outputs: [OutputError]
  var metricName: String
  var metric: Double?
  var modelMetric: Double?
  /// What the self-test said.
  var selfTest = ""
  var isSelfTestRight = true
  var sizes: [CodeSizes] = []

  private enum CodingKeys: String, CodingKey {
    case part, rows, outputs
    case metricName = "metric_name"
    case metric
    case modelMetric = "model_metric"
    case selfTest = "self_test"
    case sizes
  }

  /// What is wrong with the code; nil: nothing.
  ///
  /// - Parameter tolerance: of the largest error, relative to an output's range.
  func objection(tolerance: Double) -> String? {
    if !isSelfTestRight { return "the self-test fails\(selfTest.isEmpty ? "" : ": \(selfTest)")" }
    let worst = outputs.filter { !($0.largest <= max(tolerance * $0.range, 4 * $0.digit)) }
    return worst.first.map {
      "the code's \($0.name.sanitized) is up to \(NumberText.short($0.largest)) from the model's"
    }
  }

  /// Lines for the summary.
  var lines: [(String, String)] {
    let worst = outputs.max { $0.relative < $1.relative }
    var lines = [("checked on", "\(counted(rows, "row")) (\(part))"), ("self-test", selfTest)]
    if let worst {
      lines.append(
        (
          "largest error",
          "\(NumberText.short(worst.largest)) in \(worst.name.sanitized), \(NumberText.short(worst.relative * 100)) % of its range"
        ))
    }
    if let metric, let modelMetric {
      lines.append(
        (metricName, "\(NumberText.short(metric)) beside the model's \(NumberText.short(modelMetric))"))
    }
    return lines + sizes.flatMap(\.lines)
  }
}
