import Screen
import Testing

@Suite struct ValueScaleTests {
  @Test func fractionsAreLinearOrLogarithmic() throws {
    let linear = ValueScale(kind: .linear, lower: -1, upper: 3)
    #expect(linear.fraction(of: 0) == 0.25)
    let logarithmic = ValueScale(kind: .logarithmic, lower: 0.01, upper: 100)
    #expect(abs(try #require(logarithmic.fraction(of: 1)) - 0.5) < 1e-12)
    #expect(logarithmic.fraction(of: 0) == nil)
    #expect(logarithmic.fraction(of: -1) == nil)
    #expect(linear.fraction(of: .nan) == nil)
  }

  @Test func aConstantRunsThroughTheMiddle() throws {
    for value in [0, 5, -3, 1e-12, 1e12] {
      let scale = ValueScale(kind: .linear, lower: value, upper: value)
      #expect(abs(try #require(scale.fraction(of: value)) - 0.5) < 1e-6, "\(value)")
    }
    let scale = ValueScale(kind: .logarithmic, lower: 7, upper: 7)
    #expect(abs(try #require(scale.fraction(of: 7)) - 0.5) < 1e-12)
  }

  @Test(arguments: [
    (Double.leastNonzeroMagnitude, Double.leastNonzeroMagnitude), (1.7e308, 1.7e308),
    (Double.leastNonzeroMagnitude, 1.7e308), (-1.7e308, 1.7e308), (1e-300, 1e-299),
  ])
  func theEndsOfTheNumberLineHaveTicks(lower: Double, upper: Double) {
    for kind in [ValueScale.Kind.linear, .logarithmic] {
      let scale = ValueScale(kind: kind, lower: lower, upper: upper)
      #expect(scale.lower.isFinite && scale.upper.isFinite && scale.lower < scale.upper)
      #expect(scale.ticks(count: 5).allSatisfy { $0.value.isFinite })
    }
  }

  @Test func rangesThatAreNoneAreReplaced() {
    #expect(ValueScale(kind: .linear, lower: .infinity, upper: -.infinity).lower == 0)
    #expect(ValueScale(kind: .linear, lower: .nan, upper: 1).upper == 1)
    #expect(ValueScale(kind: .linear, lower: -1e308, upper: 1e308).upper == 1)
    #expect(ValueScale(kind: .logarithmic, lower: -1, upper: 5).lower > 0)
  }

  @Test func ticksAreRound() {
    #expect(
      ValueScale(kind: .linear, lower: 0.02, upper: 0.93).ticks(count: 5).map(\.label) == [
        "0.2", "0.4", "0.6", "0.8",
      ])
    #expect(
      ValueScale(kind: .linear, lower: 1, upper: 2_400).ticks(count: 5).map(\.label) == [
        "500", "1.0k", "1.5k", "2.0k",
      ])
    #expect(
      ValueScale(kind: .linear, lower: -1, upper: 1).ticks(count: 4).map(\.label) == [
        "-1.0", "-0.5", "0", "0.5", "1.0",
      ])
    #expect(
      ValueScale(kind: .logarithmic, lower: 0.001, upper: 10).ticks(count: 5).map(\.label) == [
        "0.001", "0.01", "0.1", "1", "10",
      ])
  }

  @Test func ticksLieInsideAndAreFew() {
    for exponent in stride(from: -12.0, through: 12, by: 1.7) {
      for kind in [ValueScale.Kind.linear, .logarithmic] {
        var lower = 1.0
        for _ in 0..<Int(abs(exponent)) { lower = exponent < 0 ? lower / 10 : lower * 10 }
        for ratio in [1.0, 1.001, 1.7, 30, 4e6] {
          let scale = ValueScale(kind: kind, lower: lower, upper: lower * ratio)
          let ticks = scale.ticks(count: 6)
          #expect(ticks.count <= 20, "\(scale)")
          #expect(
            ticks.allSatisfy { $0.value >= scale.lower * (1 - 1e-6) && $0.value <= scale.upper * (1 + 1e-6) })
        }
      }
    }
  }
}
