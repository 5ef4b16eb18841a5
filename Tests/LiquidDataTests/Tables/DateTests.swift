import LiquidData
import Testing

@Suite struct DateTests {
  @Test(
    "Dates are seconds since 1970 in UTC",
    arguments: [
      ("1970-01-01", 0.0), ("2015-02-04 17:51:00", 1_423_072_260), ("2015-02-04T17:51:00Z", 1_423_072_260),
      ("2015-02-04 17:51", 1_423_072_260), ("2015/02/04 17:51:00.25", 1_423_072_260.25),
      ("2015-02-04T18:51:00+01:00", 1_423_072_260), ("2015-02-04T12:51:00-0500", 1_423_072_260),
      ("04.02.2015 17:51", 1_423_072_260), ("2015-2-4 17:51:0", 1_423_072_260),
      ("2018-07-01 17:09:45:76", 1_530_464_985.076), ("2000-02-29", 951_782_400), ("1969-12-31", -86_400),
      ("1600-03-01", -11_670_912_000),
    ])
  func spellings(text: String, seconds: Double) throws {
    #expect(try dates(table("d,x\n\(text),1\n"), "d") == [seconds])
  }

  @Test(
    "Impossible dates are text",
    arguments: [
      "2015-02-29", "2015-13-01", "2015-00-10", "2015-02-04 25:00", "2015-02-04 10:61", "1900-02-29",
      "2015-02-04x",
      "2015-02-0417:00", "20150204 1", "2015-02-04 10:00 east",
    ])
  func impossible(text: String) throws {
    #expect(try texts(table("d,x\n\(text),1\n"), "d") == [text])
  }

  @Test("The day comes first unless a day above 12 says otherwise")
  func dayOrder() throws {
    #expect(try dates(table("d,x\n01/02/1970,1\n"), "d") == [31 * 86_400])
    #expect(try dates(table("d,x\n01/02/1970,1\n01/13/1970,2\n"), "d") == [86_400, 12 * 86_400])
  }
}
