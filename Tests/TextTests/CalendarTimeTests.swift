import Foundation
import TestSupport
import Testing
import Text

@Suite struct CalendarTimeTests {
  @Test func datesAgreeWithTheCalendar() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    withSeeds(400) { seed, generator in
      let seconds = Double(Int.random(in: -2_000_000_000...9_000_000_000, using: &generator))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: seconds))
      let time = CalendarTime(secondsSince1970: seconds)
      #expect(
        [time.year, time.month, time.dayOfMonth, time.hour, time.minute, time.second]
          == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second], "seed \(seed)")
    }
  }

  @Test func timesAreWrittenInDigits() {
    let time = CalendarTime(secondsSince1970: 1_714_555_805.25)
    #expect(time.dateAndTime == "2024-05-01 09:30" && time.day == "05-01" && time.fraction == 0.25)
    #expect(CalendarTime(secondsSince1970: .nan).isMidnight)
  }
}
