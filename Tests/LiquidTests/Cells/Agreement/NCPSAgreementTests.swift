import Liquid
import Testing

@Suite("With the parameters of a network of the ncps package, outputs, states and gradients are the same:")
struct NCPSAgreementTests {
  @Test(
    "an LTC on every kind of wiring, with every map, both constraints, irregular times and a mixed memory")
  func ltc() throws {
    let fixtures = try NetworkFixture<LTC.Options>.all(in: "ncps_ltc.json")
    #expect(fixtures.count == 14)
    for fixture in fixtures { try fixture.expectAgreement(LTC.self) }
  }

  @Test("a CfC of every mode, depth and activation, wired or not, with mixed memory and projection")
  func cfc() throws {
    let fixtures = try NetworkFixture<CfC.Options>.all(in: "ncps_cfc.json")
    #expect(fixtures.count == 22)
    for fixture in fixtures { try fixture.expectAgreement(CfC.self) }
  }
}
