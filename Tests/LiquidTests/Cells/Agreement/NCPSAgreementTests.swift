import Liquid
import Testing

@Suite struct NCPSAgreementTests {
  @Test
  func anLTCOnEveryKindOfWiringWithEveryMapBothConstraintsIrregularTimesAndAMixedMemory() throws {
    let fixtures = try NetworkFixture<LTC.Options>.all(in: "ncps_ltc.json")
    #expect(fixtures.count == 14)
    for fixture in fixtures { try fixture.expectAgreement(LTC.self) }
  }

  @Test
  func aCfCOfEveryModeDepthAndActivationWiredOrNotWithMixedMemoryAndProjection() throws {
    let fixtures = try NetworkFixture<CfC.Options>.all(in: "ncps_cfc.json")
    #expect(fixtures.count == 22)
    for fixture in fixtures { try fixture.expectAgreement(CfC.self) }
  }
}
