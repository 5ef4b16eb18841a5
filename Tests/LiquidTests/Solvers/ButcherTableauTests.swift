import Liquid
import Testing

@Suite("A Butcher tableau")
struct ButcherTableauTests {
  static let all: [ButcherTableau] = [.euler, .rungeKutta4, .dormandPrince5]

  @Test("satisfies the order conditions it claims to satisfy", arguments: all)
  func valid(_ tableau: ButcherTableau) {
    #expect(tableau.violations() == [])
  }

  @Test("does not satisfy those of one order more", arguments: all)
  func noMore(_ tableau: ButcherTableau) {
    var claimed = tableau
    claimed.order += 1
    #expect(!claimed.violations().isEmpty)
    guard var embedded = tableau.embedded, let interpolant = tableau.interpolant else { return }
    embedded.order += 1
    #expect(!changed(tableau) { $0.embedded = embedded }.violations().isEmpty)
    let better = ButcherTableau.Interpolant(
      coefficients: interpolant.coefficients, order: interpolant.order + 1)
    #expect(!changed(tableau) { $0.interpolant = better }.violations().isEmpty)
  }

  @Test("that was tampered with is found out, whichever number it is", arguments: all)
  func tampered(_ tableau: ButcherTableau) {
    let off = 1e-6
    for stage in 0..<tableau.stages {
      for entry in 0..<stage {
        #expect(!changed(tableau) { $0.a[stage][entry] += off }.violations().isEmpty, "a \(stage) \(entry)")
      }
      #expect(!changed(tableau) { $0.b[stage] += off }.violations().isEmpty, "b \(stage)")
      #expect(!changed(tableau) { $0.c[stage] += off }.violations().isEmpty, "c \(stage)")
      if tableau.embedded != nil {
        #expect(!changed(tableau) { $0.embedded?.weights[stage] += off }.violations().isEmpty)
      }
      for power in tableau.interpolant?.coefficients[stage].indices ?? 0..<0 {
        let changed = changed(tableau) { $0.interpolant?.coefficients[stage][power] += off }
        #expect(!changed.violations().isEmpty, "interpolant \(stage) \(power)")
      }
    }
    let notANumber = changed(tableau) { $0.b[0] = .nan }
    #expect(!notANumber.violations().isEmpty)
  }

  @Test("of the wrong shape is found out")
  func shape() {
    #expect(!changed(.rungeKutta4) { $0.a[2] = [0] }.violations().isEmpty)
    #expect(!changed(.rungeKutta4) { $0.c = [0, 1] }.violations().isEmpty)
    #expect(!changed(.dormandPrince5) { $0.embedded?.weights = [1] }.violations().isEmpty)
    #expect(!changed(.dormandPrince5) { $0.interpolant?.coefficients = [] }.violations().isEmpty)
    #expect(
      !changed(.dormandPrince5) { $0.embedded = .init(weights: $0.b, order: 4) }.violations().isEmpty)
  }

  @Test("knows whether its last stage begins the next step")
  func firstSameAsLast() {
    #expect(ButcherTableau.dormandPrince5.isFirstSameAsLast)
    #expect(!ButcherTableau.rungeKutta4.isFirstSameAsLast && !ButcherTableau.euler.isFirstSameAsLast)
  }

  private func changed(
    _ tableau: ButcherTableau, _ change: (inout ButcherTableau) -> Void
  ) -> ButcherTableau {
    var changed = tableau
    change(&changed)
    return changed
  }
}
