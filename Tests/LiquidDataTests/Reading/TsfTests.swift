import Foundation
import LiquidData
import Testing

@Suite("Files of the Monash archive")
struct TsfTests {
  private func text(_ frequency: String, _ rows: String, attributes: String = "") -> String {
    "# about it\n@relation r\n@attribute series_name string\n@attribute start_timestamp date\n\(attributes)"
      + "@frequency \(frequency)\n@horizon 8\n@missing true\n@equallength false\n@data\n\(rows)"
  }

  private func read(_ text: String, _ name: String = "a.tsf") throws -> Table {
    try DataFolder(texts: [name: text]).read(DataSources(files: [name]))
  }

  @Test("A line is a sequence, with its attributes in each row")
  func columns() throws {
    let table = try read(
      text(
        "half_hourly", "T1:2020-01-01 00-30-00:NSW:4.5:1,?,3\nT2:2021-01-01 00-00-00:?:?:5\n",
        attributes: "@attribute state string\n@attribute size numeric\n"))
    #expect(
      table.columnNames == ["sequence", "time", "state", "size", "value"] && table.lines == [12, 12, 12, 13])
    #expect(
      texts(table, "sequence") == ["T1", "T1", "T1", "T2"]
        && texts(table, "state") == ["NSW", "NSW", "NSW", nil])
    #expect(dates(table, "time").map { $0 - 1_577_836_800 } == [1800, 3600, 5400, 31_622_400])
    #expect(
      numbers(table, "value").map { $0.isNaN ? -1 : $0 } == [1, -1, 3, 5] && numbers(table, "size")[0] == 4.5)
  }

  @Test(
    "Steps are by the calendar",
    arguments: [
      ("monthly", ["2019-12-31", "2020-01-31", "2020-02-29", "2020-03-31"]),
      ("quarterly", ["2019-11-30", "2020-02-29", "2020-05-30", "2020-08-30"]),
      ("yearly", ["2020-02-29", "2021-02-28", "2022-02-28", "2023-02-28", "2024-02-29"]),
      ("weekly", ["2020-02-24", "2020-03-02"]), ("daily", ["2020-02-28", "2020-02-29", "2020-03-01"]),
      ("6_months", ["1999-08-31", "2000-02-29", "2000-08-31"]),
    ])
  func calendar(frequency: String, days: [String]) throws {
    let values = days.indices.map { "\($0)" }.joined(separator: ",")
    let table = try read(text(frequency, "T1:\(days[0]) 00-00-00:\(values)\n"))
    #expect(try dates(table, "time") == days.map { try seconds("\($0)T00:00:00Z") })
  }

  @Test(
    "Steps below a day have their length",
    arguments: [
      ("4_seconds", 4.0), ("minutely", 60), ("10_minutes", 600), ("hourly", 3600), ("2_hours", 7200),
    ])
  func lengths(frequency: String, step: Double) throws {
    let times = try dates(read(text(frequency, "T1:2020-01-01 00-00-00:1,2,3\n")), "time")
    #expect(times.map { $0 - times[0] } == [0, step, 2 * step])
  }

  @Test("Names that come twice are numbers; without a first time there are no times; a name need not be .tsf")
  func forms() throws {
    let twice = try read(text("daily", "T:2020-01-01 00-00-00:1\nT:2020-01-01 00-00-00:2\n"), "a.txt")
    #expect(texts(twice, "sequence") == ["1", "2"])
    let bare = try read("@attribute series_name string\n@frequency daily\n@data\nT1:1,2\n")
    #expect(bare.columnNames == ["sequence", "value"])
  }

  @Test(
    "What is wrong is told with its line",
    arguments: [
      (
        "daily", "T1:2020-01-01 00-00-00:1,x\n",
        "line 10: this cannot be read as a .tsf file: 'x' is not a number"
      ),
      ("daily", "T1:1,2\n", "2 pieces between colons, and the header wants 3"),
      ("daily", "T1:soon:1\n", "'soon' is no time such as"), ("sometimes", "", "line 5"),
      ("0_months", "", "line 5"), ("daily", "", "there are no series"),
      ("yearly", "T1:9998-01-01 00-00-00:1,2,3\n", "is no time"),
    ])
  func refused(frequency: String, rows: String, expected: String) throws {
    let message = try DataFolder(texts: ["a.tsf": text(frequency, rows)]).failure(
      DataSources(files: ["a.tsf"]))
    #expect(message.contains(expected), "\(message)")
  }
}
