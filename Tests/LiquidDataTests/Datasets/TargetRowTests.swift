import Foundation
import Liquid
import LiquidData
import Testing

/// Where rows came from, and times as they stand in the file.
@Suite struct TargetRowTests {
  @Test(arguments: [
    ("2024-05-01", 1_714_521_600.0), ("2024-05-01 00:10", 1_714_522_200),
    ("2024/05/01 00:10:00", 1_714_522_200),
    ("2024-05-01T00:10:00Z", 1_714_522_200), ("2024-05-01 02:10:00+02:00", 1_714_529_400),
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
    let times = (0..<24).map { ($0 * 7 + 3) % 24 }
    let table = try table("t,x,y\n" + times.map { "\($0),\($0 % 5),\($0 * $0)\n" }.joined())
    var task = TaskDefinition(
      name: "moved", inputs: ["x"], targets: ["y"], time: "t", kind: .regression, window: 4, sortsByTime: true
    )
    let all = Dataset.Part.allCases
    func rows() throws -> [TargetRow] {
      let dataset = try Dataset(table: table, task: task).evaluating(all, inWindows: true)
      return (0..<dataset.count(of: .test)).flatMap { dataset.targetRows(.test, index: $0, ahead: 0) }
    }
    #expect(try rows().map(\.first) == (0..<24).map { time in times.firstIndex(of: time).map { $0 + 1 } })
    #expect(try rows().map(\.time) == (0..<24).map { "\($0)" })
    // Each bin begins after the one before it.
    task.resample = 2
    let bins = try rows()
    #expect(bins.map(\.time) == (0..<12).map { "\(2 * $0)" })
    #expect(bins.map(\.last) == (0..<12).map { bin in times.firstIndex(of: 2 * bin).map { $0 + 1 } })
    #expect(bins[1].first == times.firstIndex(of: 1).map { $0 + 1 })
  }

  @Test func targetsAreKnownInDoublePrecision() throws {
    let rows = (0..<40).map { "\($0 % 7),\(1_000_000_000.01 + Double($0 * $0) / 100)\n" }
    let dataset = try Dataset(
      table: table("x,y\n" + rows.joined()),
      task: TaskDefinition(name: "big", targets: ["y"], kind: .regression))
    let values = try #require(dataset.targetValues(.test, indices: [0]))
    #expect(values == (34..<40).map { Double("\(1_000_000_000.01 + Double($0 * $0) / 100)") })
  }

  @Test(arguments: [
    (["a/x.csv", "b/x.csv"], ["a/x.csv", "b/x.csv"]), (["a/x.csv", "b/y.csv"], ["x.csv", "y.csv"]),
    (["r/a/x.csv", "r/b/x.csv", "r/b/y.csv"], ["a/x.csv", "b/x.csv", "y.csv"]),
    (["x.csv", "a/x.csv", "b/a/x.csv"], ["x.csv", "a/x.csv", "b/a/x.csv"]), (["d.csv"], ["d.csv"]),
  ])
  func filesOfOneNameAreToldApartByTheirFolders(paths: [String], names: [String]) throws {
    let table = try table(
      files: paths.map { ($0, "x,y\n" + (0..<20).map { "\($0),\($0 * $0)\n" }.joined(), nil) })
    #expect(table.originNames == names)
    guard paths.count > 1 else { return }
    let task = TaskDefinition(name: "files", targets: ["y"], kind: .regression, splitBy: .time)
    let dataset = try Dataset(table: table, task: task)
    let found = (0..<dataset.count(of: .train)).map { dataset.location(.train, index: $0).sequence }
    #expect(found == names)
  }
}
