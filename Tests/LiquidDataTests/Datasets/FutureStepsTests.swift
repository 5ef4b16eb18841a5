import Foundation
import LiquidData
import TestSupport
import Testing

/// Steps after the last row are those that rows of the file would have been.
@Suite struct FutureStepsTests {
  /// Times as a file has them, regular by a zone's clocks and calendar.
  struct Times: Sendable, CustomStringConvertible {
    let step: Foundation.Calendar.Component
    var factor = 1
    /// The first, in UTC.
    let start: String
    /// The zone of the local times, and what is told of it.
    var zone = "UTC"
    var isTold = false
    var suffix = ""

    var description: String { "\(factor) \(step) from \(start) \(zone)\(suffix)" }

    func texts(_ count: Int) throws -> [String] {
      let zone = try #require(TimeZone(identifier: self.zone))
      var calendar = Foundation.Calendar(identifier: .gregorian)
      calendar.timeZone = zone
      let first = Date(timeIntervalSince1970: try seconds(start))
      return try (0..<count).map { index in
        let hours = first.addingTimeInterval(Double(factor * index) * 3600)
        let later = calendar.date(byAdding: step, value: factor * index, to: first)
        let date = step == .hour ? hours : try #require(later)
        let local = date.addingTimeInterval(Double(zone.secondsFromGMT(for: date)))
        return "\(ISO8601DateFormatter().string(from: local).dropLast())\(suffix)"
      }
    }
  }

  private static let all = [
    Times(step: .minute, factor: 10, start: "2024-05-01T12:00:00Z"),
    Times(step: .day, factor: 30, start: "2020-01-01T00:00:00Z"),
    Times(step: .month, start: "2020-01-01T00:00:00Z"),
    Times(step: .month, start: "2020-01-31T00:00:00Z"),
    Times(step: .month, start: "2020-01-30T06:00:00Z"),
    Times(step: .month, factor: 3, start: "2000-03-31T00:00:00Z"),
    Times(step: .month, factor: 12, start: "1960-02-29T00:00:00Z"),
    Times(step: .hour, start: "2024-05-01T12:00:00Z", zone: "Etc/GMT-2", suffix: "+02:00"),
    // The clocks change at the second row after the last.
    Times(step: .hour, start: "2024-03-29T08:00:00Z", zone: "Europe/Berlin", isTold: true),
    Times(step: .hour, start: "2024-10-25T08:00:00Z", zone: "Europe/Berlin", isTold: true),
    Times(step: .day, start: "2024-02-19T23:00:00Z", zone: "Europe/Berlin", isTold: true),
    Times(step: .month, start: "2019-12-31T23:00:00Z", zone: "Europe/Berlin", isTold: true),
  ]

  @Test(arguments: all)
  func theyAreThoseOfLaterRows(times: Times) throws {
    let (known, more) = (40, 4)
    let texts = try times.texts(known + more)
    let values = texts.indices.map { Double(($0 * 7) % 23) }
    func table(_ count: Int) throws -> Table {
      let folder = try TemporaryFolder()
      let rows = (0..<count).map { "\(texts[$0]),\(values[$0])\n" }
      try folder.write("t,y\n" + rows.joined(), to: "d.csv")
      let reading = ReadingOptions { $0.timeZone = times.isTold ? times.zone : nil }
      return try Table.read(
        DataSources(files: ["d.csv"], reading: reading), name: "d.csv", folder: folder.path, written: ["t"])
    }
    let task = TaskDefinition(
      name: "t", targets: ["y"], time: "t", kind: .forecast, window: 8,
      timeFeatures: [.hourOfDay, .dayOfWeek, .dayOfMonth, .dayOfYear, .monthOfYear, .elapsed])
    let schema = try Dataset(table: table(known), task: task).schema
    var added = try steps(table(known), schema)
    #expect((1...more).compactMap { added.time(ahead: $0) } == Array(texts.suffix(more)))
    for value in values.suffix(more) { added.append(answers: ["y": value]) }
    let (found, expected) = (added.batch, try steps(table(known + more), schema).batch)
    #expect(found.inputs.count == expected.inputs.count && found.elapsed.count == known + more)
    let (numbers, wanted) = (found.inputs + found.elapsed, expected.inputs + expected.elapsed)
    let largest = zip(numbers, wanted).map { abs($0 - $1) }.max()
    #expect(largest.map { $0 < 1e-4 } == true, "\(largest ?? 0)")
  }

  private func steps(_ table: Table, _ schema: DataSchema) throws -> FutureSteps {
    let dataset = try Dataset(evaluating: table, schema: schema)
    return try #require(dataset.futureSteps(inWindows: false).first)
  }
}
