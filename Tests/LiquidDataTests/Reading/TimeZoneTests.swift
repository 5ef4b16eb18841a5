import Foundation
import LiquidData
import TestSupport
import Testing

@Suite("Local times")
struct TimeZoneTests {
  /// A quarter of an hour at a time through both nights in which the clocks change.
  private static func instants(_ zone: TimeZone) throws -> [Double] {
    let start = Date(timeIntervalSince1970: try seconds("2021-01-01T00:00:00Z"))
    let first = zone.nextDaylightSavingTimeTransition(after: start) ?? start
    let second = zone.nextDaylightSavingTimeTransition(after: first) ?? first
    return [first, second].flatMap { change in
      (-20...20).map { change.timeIntervalSince1970.rounded() + Double($0) * 900 }
    }
  }

  @Test(
    "The same instants are read of local times in five zones, over both changes of the clocks",
    arguments: ["Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Sao_Paulo", "Asia/Tokyo"])
  func zones(name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    let instants = try Self.instants(zone)
    for isDescending in [false, true] {
      let ordered = isDescending ? instants.reversed() : instants
      let rows = ordered.map { instant in
        let date = Date(timeIntervalSince1970: instant)
        let local = date.addingTimeInterval(Double(zone.secondsFromGMT(for: date)))
        return "\(ISO8601DateFormatter().string(from: local).dropLast()),1"
      }
      let text = "t,x\n" + rows.joined(separator: "\n") + "\n"
      let table = try readTable(text, ReadingOptions { $0.timeZone = name })
      #expect(table.dates("t") == Array(ordered))
    }
  }

  @Test("Dates with offsets keep their local time, which calendars go by")
  func offsets() throws {
    let text = "t,x\n2021-01-10 12:00:00-05:00,1\n2021-07-10 12:00:00-04:00,2\n"
    let table = try readTable(text)
    #expect(table.dates("t") == [try seconds("2021-01-10T17:00:00Z"), try seconds("2021-07-10T16:00:00Z")])
    #expect(table.column(named: "t")?.offsets == [-18_000, -14_400])
    let moved = try readTable(text, ReadingOptions { $0.timeZone = "Asia/Tokyo" })
    #expect(moved.dates("t") == table.dates("t"))
    #expect(moved.column(named: "t")?.offsets == [32_400, 32_400])
  }

  @Test("A zone that the system does not know is refused by name")
  func unknown() throws {
    let error = #expect(throws: DataError.self) {
      try readTable("t,x\n2021-01-10 12:00,1\n", ReadingOptions { $0.timeZone = "Europe/Atlantis" })
    }
    #expect(error?.description.contains("Europe/Atlantis") == true)
  }
}
