import Liquid
import Testing

@Suite struct ButcherTableauTests {
  static let all: [ButcherTableau] = [.euler, .rungeKutta4, .dormandPrince5]

  @Test(arguments: all)
  func satisfiesTheOrderConditionsItClaimsToSatisfy(_ tableau: ButcherTableau) {
    #expect(tableau.violations() == [])
  }

  @Test(arguments: all)
  func doesNotSatisfyThoseOfOneOrderMore(_ tableau: ButcherTableau) {
    var claimed = tableau
    claimed.order += 1
    #expect(!claimed.violations().isEmpty)
    guard tableau.embedded != nil else { return }
    expectViolation(tableau, "embedded") { $0.embedded?.order += 1 }
    expectViolation(tableau, "interpolant") { $0.interpolant?.order += 1 }
  }

  @Test(arguments: all)
  func thatWasTamperedWithIsFoundOutWhicheverNumberItIs(_ tableau: ButcherTableau) {
    let off = 1e-6
    for stage in 0..<tableau.stages {
      for entry in 0..<stage { expectViolation(tableau, "a \(stage) \(entry)") { $0.a[stage][entry] += off } }
      expectViolation(tableau, "b \(stage)") { $0.b[stage] += off }
      expectViolation(tableau, "c \(stage)") { $0.c[stage] += off }
      if tableau.embedded != nil {
        expectViolation(tableau, "embedded \(stage)") { $0.embedded?.weights[stage] += off }
      }
      for power in tableau.interpolant?.coefficients[stage].indices ?? 0..<0 {
        expectViolation(tableau, "interpolant \(stage) \(power)") {
          $0.interpolant?.coefficients[stage][power] += off
        }
      }
    }
    expectViolation(tableau, "NaN") { $0.b[0] = .nan }
  }

  @Test
  func ofTheWrongShapeIsFoundOut() {
    expectViolation(.rungeKutta4, "a") { $0.a[2] = [0] }
    expectViolation(.rungeKutta4, "c") { $0.c = [0, 1] }
    expectViolation(.dormandPrince5, "embedded") { $0.embedded?.weights = [1] }
    expectViolation(.dormandPrince5, "interpolant") { $0.interpolant?.coefficients = [] }
    expectViolation(.dormandPrince5, "no estimate") { $0.embedded = .init(weights: $0.b, order: 4) }
  }

  @Test
  func knowsWhetherItsLastStageBeginsTheNextStep() {
    #expect(ButcherTableau.dormandPrince5.isFirstSameAsLast)
    #expect(!ButcherTableau.rungeKutta4.isFirstSameAsLast && !ButcherTableau.euler.isFirstSameAsLast)
  }

  private func expectViolation(
    _ tableau: ButcherTableau, _ what: String, _ change: (inout ButcherTableau) -> Void
  ) {
    var changed = tableau
    change(&changed)
    let violations = changed.violations()
    #expect(!violations.isEmpty, "\(what)")
  }
}
