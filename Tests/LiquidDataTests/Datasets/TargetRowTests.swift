import Foundation
import Liquid
import Testing

@testable import LiquidData

/// Where rows came from, and times as they stand in the file.
@Suite struct TargetRowTests {
  @Test(arguments: [
    ("2024-05-01", 1_714_521_600.0), ("2024-05-01 00:10", 1_714_522_200),
    ("2024/05/01 00:10:00", 1_714_522_200),
    ("2024-05-01T00:10:00Z", 1_714_522_200), ("2024-05-01 02:10:00+02:00", 1_714_522_200),
    ("2024-05-01 00:10:00.004", 1_714_522_200.004), ("2024-05-01 00:10:00,500", 1_714_522_200.5),
    ("31.12.2024 23:59:59", 1_735_689_599), ("12/31/2024 9:05", 1_735_635_900),
    ("1969-12-31 23:59:59.5", -0.5),
  ])
  func aFormOfDatesGivesItsTextsAgain(text: String, seconds: Double) throws {
    let form = try #require(DateForm(of: [(text, seconds)]))
    #expect(form.text(seconds: seconds) == text)
    // Ten minutes later it is written the same way.
    let later = form.text(seconds: seconds + 600)
    #expect(
      later.count >= text.count && later.filter { !$0.isNumber } == text.filter { !$0.isNumber }
        || text.count == 10)
  }

  @Test func theOrderOfDayAndMonthIsThatOfAllDates() throws {
    let (first, last) = (1_714_521_600.0, 1_715_731_200.0)
    let form = try #require(DateForm(of: [("05/01/2024", first), ("05/15/2024", last)]))
    #expect(form.text(seconds: first + 86_400) == "05/02/2024")
    #expect(DateForm(of: [("1 May 2024", first)]) == nil && DateForm(of: []) == nil)
    #expect(DateForm.iso.text(seconds: first + 0.25) == "2024-05-01T00:00:00.25Z")
  }

  @Test func sumsOfDecimalTimesAreWrittenWithoutTheirRounding() {
    let column = Table.Column(name: "t", values: .numbers([0.1 + 0.2, 1e9 + 0.1, 1.0 / 3, 7]))
    #expect((0..<4).map { column.text(row: $0) } == ["0.3", "1000000000.1", "0.3333333333333333", "7"])
  }

  @Test func sortedAndResampledRowsKnowWhereTheyWere() throws {
    let rows = [3, 1, 0, 2, 7, 5, 4, 6].map { "\($0),\($0 * 10),\($0 * $0)\n" }
    let table = try table("t,x,y\n" + rows.joined())
    var task = TaskDefinition(name: "moved", targets: ["y"], time: "t", sortsByTime: true)
    let sorted = try table.prepared(for: task)
    #expect((0..<8).map { sorted.sources.numbers(of: $0)?.first } == [3, 2, 4, 1, 7, 6, 8, 5])
    task.resample = 3
    let binned = try table.prepared(for: task)
    #expect((0..<3).map { binned.sources.numbers(of: $0)?.first } == [3, 2, 7])
    #expect((0..<3).map { binned.sources.numbers(of: $0)?.last } == [3, 1, 8])
  }

  @Test(arguments: [
    (["a/x.csv", "b/x.csv"], ["a/x.csv", "b/x.csv"]), (["a/x.csv", "b/y.csv"], ["x.csv", "y.csv"]),
    (["r/a/x.csv", "r/b/x.csv", "r/b/y.csv"], ["a/x.csv", "b/x.csv", "y.csv"]),
    (["x.csv", "a/x.csv", "b/a/x.csv"], ["x.csv", "a/x.csv", "b/a/x.csv"]), (["d.csv"], ["d.csv"]),
  ])
  func filesOfOneNameAreToldApartByTheirFolders(paths: [String], names: [String]) throws {
    let table = try table(files: paths.map { ($0, "x,y\n1,2\n3,4\n", nil) })
    #expect(table.originNames == names)
    let order = try RowOrder(table: table, sequenceNamed: nil)
    #expect(paths.count == 1 || order.names == names)
  }
}
