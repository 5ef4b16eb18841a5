import LiquidData
import Text

/// Under which conditions a network is tested beside the test part as it is; nil: not under such.
public struct TestOptions: Sendable, Hashable {
  public var drop: [Double]?
  public var jitter: [Double]?
  public var noise: [Double]?
  public var horizon: [Double]?

  public init() {}

  /// In the order of their kinds, each level as often as it was named.
  public var conditions: [TestCondition] {
    TestCondition.Kind.allCases.flatMap { kind in
      (levels(of: kind) ?? []).map { TestCondition(kind, level: $0) }
    }
  }

  private func levels(of kind: TestCondition.Kind) -> [Double]? {
    switch kind {
    case .drop: drop
    case .jitter: jitter
    case .noise: noise
    case .horizon: horizon
    }
  }
}

/// The options of a command that tests networks.
protocol TestingOptions: CommandOptions {
  var tests: TestOptions { get set }
}

extension OptionRow where Options: TestingOptions {
  static var testRows: [Self] {
    [
      .optional(
        "test-drop", \.tests.drop, .levels(of: .drop),
        "test with steps left out at random, with these probabilities, such as 0.1,0.5"),
      .optional(
        "test-jitter", \.tests.jitter, .levels(of: .jitter),
        "test with steps taken earlier or later, by up to these parts of a gap between them"),
      .optional(
        "test-noise", \.tests.noise, .levels(of: .noise),
        "test with Gaussian noise on numeric inputs, in standard deviations of theirs"),
      .optional(
        "test-horizon", \.tests.horizon, .levels(of: .horizon),
        "test with windows so many times as long; steps beyond the first window count"),
    ]
  }
}

extension ValueFormat where Value == [Double] {
  /// Levels of a condition with commas between them.
  fileprivate static func levels(of kind: TestCondition.Kind) -> Self {
    Self(
      placeholder: "X,...",
      parse: { word throws(ValueProblem) in
        var levels: [Double] = []
        for part in word.split(separator: ",", omittingEmptySubsequences: false) {
          guard let level = Double(part) else { throw .malformed("numbers with commas between them") }
          guard TestCondition.isUsable(level, kind) else {
            throw .outOfRange("\(TestCondition.allowed(kind)), each")
          }
          levels.append(level)
        }
        return levels
      },
      text: { $0.map(NumberText.shortest).joined(separator: ",") })
  }
}
