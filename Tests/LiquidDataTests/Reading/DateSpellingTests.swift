import Foundation
import LiquidData
import TestSupport
import Testing

@Suite("Spellings of dates")
struct DateSpellingTests {
  /// Each with the instant it means.
  private static let spellings: [(String, String)] = [
    ("2015-02-04", "2015-02-04T00:00:00Z"), ("2015/02/04", "2015-02-04T00:00:00Z"),
    ("2015.02.04", "2015-02-04T00:00:00Z"), ("2015-2-4", "2015-02-04T00:00:00Z"),
    ("2015-02", "2015-02-01T00:00:00Z"), ("02/2015", "2015-02-01T00:00:00Z"),
    ("2015-02-04 17:51", "2015-02-04T17:51:00Z"), ("2015-02-04T17:51:08", "2015-02-04T17:51:08Z"),
    ("2015-02-04T17:51:08Z", "2015-02-04T17:51:08Z"), ("2015-02-04 17:51:08+01:00", "2015-02-04T16:51:08Z"),
    ("2015-02-04 17:51-0530", "2015-02-04T23:21:00Z"), ("2015-02-04 17:51 UTC", "2015-02-04T17:51:00Z"),
    ("2015-02-04 17:51 CET", "2015-02-04T16:51:00Z"), ("2015-02-04 17:51:08 PST", "2015-02-05T01:51:08Z"),
    ("2015-02-04 17:51 GMT+2", "2015-02-04T15:51:00Z"), ("2015-02-04 5:51 PM", "2015-02-04T17:51:00Z"),
    ("2015-02-04 12:05:09 am", "2015-02-04T00:05:09Z"), ("2015-02-04 12:05 p.m.", "2015-02-04T12:05:00Z"),
    ("2015-02-04 5 PM", "2015-02-04T17:00:00Z"), ("24.02.2015", "2015-02-24T00:00:00Z"),
    ("24/02/2015 9:05", "2015-02-24T09:05:00Z"), ("24-02-2015", "2015-02-24T00:00:00Z"),
    ("02/24/2015 09:05", "2015-02-24T09:05:00Z"), ("02/24/2015 11:00:00 PM", "2015-02-24T23:00:00Z"),
    ("24/02/15", "2015-02-24T00:00:00Z"), ("24.02.99", "1999-02-24T00:00:00Z"),
    ("4 Feb 2015", "2015-02-04T00:00:00Z"), ("04-Feb-2015", "2015-02-04T00:00:00Z"),
    ("04-Feb-15 10:00", "2015-02-04T10:00:00Z"), ("February 4, 2015", "2015-02-04T00:00:00Z"),
    ("Feb 4 2015", "2015-02-04T00:00:00Z"), ("Feb 2015", "2015-02-01T00:00:00Z"),
    ("Feb-15", "2015-02-01T00:00:00Z"), ("2015-Feb-04", "2015-02-04T00:00:00Z"),
    ("2015 Feb", "2015-02-01T00:00:00Z"), ("Wed, 04 Feb 2015 17:51:08 GMT", "2015-02-04T17:51:08Z"),
    ("Wed Feb 4 2015", "2015-02-04T00:00:00Z"),
  ]

  @Test("Each is read as the instant that it means", arguments: spellings)
  func read(spelling: String, instant: String) throws {
    let table = try readTable("t;x\n\(spelling);1\n\(spelling);2\n")
    let wanted = try seconds(instant)
    #expect(table.dates("t") == [wanted, wanted], "\(spelling): \(table.warnings)")
  }

  @Test(
    "What is no date stays a text",
    arguments: [
      "2015-13-04", "2015-02-30", "31.04.2015", "2015-02-04 25:00", "2015-02-04 10:61", "2015-02-04 13 PM",
      "2015-02-04 10:00 XYZ", "2015-02-04 10:00 CST", "2015-02-04x", "04-Foo-2015", "Feb",
      "2015-02-04 10:00+99",
      "1234-05", "12/2015/04", "room 4 2015",
    ])
  func refused(spelling: String) throws {
    let table = try readTable("t;x\n\(spelling);1\n\(spelling);2\n")
    #expect(table.texts("t") == [spelling, spelling])
  }

  @Test("A fraction of a second keeps its digits")
  func fractions() throws {
    let table = try readTable("t;x\n2020-01-01 00:00:00.004;1\n2020-01-01 00:00:00,25;2\n")
    let start = try seconds("2020-01-01T00:00:00Z")
    #expect(table.dates("t") == [start + 0.004, start + 0.25])
  }

  @Test("The whole file decides between day and month, and what it leaves open is told")
  func order() throws {
    let certain = try readTable("t,x\n05/04/2021,1\n05/20/2021,2\n")
    #expect(certain.dates("t") == [try seconds("2021-05-04T00:00:00Z"), try seconds("2021-05-20T00:00:00Z")])
    #expect(certain.warnings == [])
    let other = try readTable("a,t,x\n20/05/2021,05/04/2021,1\n21/05/2021,06/04/2021,2\n")
    #expect(other.dates("t")[0] == (try seconds("2021-04-05T00:00:00Z")))
    #expect(other.warnings == [])
    let open = try readTable("t,x\n05/04/2021,1\n06/04/2021,2\n")
    #expect(open.dates("t")[0] == (try seconds("2021-04-05T00:00:00Z")))
    #expect(open.warnings.count == 1 && open.warnings[0].contains("--date-order mdy"))
    let told = try readTable(
      "t,x\n05/04/2021,1\n06/04/2021,2\n", ReadingOptions { $0.dateOrder = .monthFirst })
    #expect(told.dates("t")[0] == (try seconds("2021-05-04T00:00:00Z")))
    #expect(told.warnings == [])
    let american = try readTable("t,x\n05/04/2021 1:00 AM,1\n06/04/2021 1:00 PM,2\n")
    #expect(american.dates("t")[0] == (try seconds("2021-05-04T01:00:00Z")))
    #expect(american.warnings.count == 1 && american.warnings[0].contains("--date-order dmy"))
  }

  @Test("Years of two digits are told")
  func shortYears() throws {
    #expect(try readTable("t,x\n24/02/15,1\n").warnings.contains { $0.contains("two digits") })
  }

  @Test(
    "A format is that of strptime, with a fraction",
    arguments: [
      ("%d|%m|%y %H.%M", "24|02|15 17.51", "2015-02-24T17:51:00Z"),
      ("%Y%m%dT%H%M%S.%fZ", "20150224T175108.500Z", "2015-02-24T17:51:08Z"),
      ("%j/%Y", "055/2015", "2015-02-24T00:00:00Z"),
    ])
  func format(format: String, spelling: String, instant: String) throws {
    let table = try readTable("t;x\n\(spelling);1\n", ReadingOptions { $0.dateFormat = format })
    let half = format.contains("%f") ? 0.5 : 0
    #expect(table.dates("t") == [try seconds(instant) + half])
    let wrong = try readTable("t;x\n31|02|15 00.00;1\n", ReadingOptions { $0.dateFormat = "%d|%m|%y %H.%M" })
    #expect(wrong.dates("t").isEmpty)
  }

  @Test("Numbers that write dates are dates where they are the time")
  func numericDates() throws {
    let roles = ReadingRoles(time: "t")
    let compact = try readTable("t,x\n20210131,1\n20210201,2\n", roles: roles)
    #expect(compact.dates("t") == [try seconds("2021-01-31T00:00:00Z"), try seconds("2021-02-01T00:00:00Z")])
    #expect(compact.warnings.count == 1)
    #expect(try readTable("t,x\n20210131,1\n20210201,2\n").dates("t").isEmpty)
    let long = try readTable("t,x\n20210131123005,1\n", roles: roles)
    #expect(long.dates("t") == [try seconds("2021-01-31T12:30:05Z")])
    let epochs = try readTable("time,x\n1609459200,1\n1609459260,2\n", roles: ReadingRoles(time: "time"))
    #expect(epochs.dates("time") == [1_609_459_200, 1_609_459_260])
    let milliseconds = try readTable(
      "time,x\n1609459200250,1\n", roles: ReadingRoles(time: "time"))
    #expect(milliseconds.dates("time") == [1_609_459_200.25])
    let number = ReadingRoles(time: "time", hasNumericTime: true)
    #expect(try readTable("time,x\n1609459200,1\n", roles: number).dates("time").isEmpty)
  }

  @Test(
    "Several columns make one time",
    arguments: [
      ("Date,Time,x\n2021-03-04,10:30,1\n", "Date,Time"), ("d,h,x\n2021-03-04,10.5,1\n", "date=d,hour=h"),
      ("Y,M,D,h,m,x\n2021,3,4,10,30,1\n", "year=Y,month=M,day=D,hour=h,minute=m"),
      ("Y,M,D,c,x\n2021,Mar,4,10:30 AM,1\n", "year=Y,month=M,day=D,time=c"),
      ("Date,Time,x\n20210304,10:30:00,1\n", "Date,Time"),
    ])
  func parts(text: String, time: String) throws {
    let table = try readTable(text, roles: ReadingRoles(time: time))
    #expect(table.dates(time) == [try seconds("2021-03-04T10:30:00Z")])
  }
}
