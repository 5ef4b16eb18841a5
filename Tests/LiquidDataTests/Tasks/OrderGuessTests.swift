import Foundation
import Liquid
import LiquidData
import Testing

@Suite("Guessed order of rows")
struct OrderGuessTests {
  private func guess(
    _ text: String, _ said: TaskDefinition = TaskDefinition(name: "guessed"), settled: Set<String> = []
  ) throws -> TaskGuess {
    try TaskGuess.usable(table: try table(text), choices: .init(said, settled: settled))
  }

  private func text(_ header: String, _ rows: Range<Int> = 0..<60, _ row: (Int) -> String) -> String {
    header + "\n" + rows.map { row($0) + "\n" }.joined()
  }

  /// The day so many days after the first of 2021.
  private func day(_ number: Int) -> String {
    String(format: "2021-%02d-%02d", 1 + number / 28, 1 + number % 28)
  }

  @Test("Panels are found in blocks, by time, in any mixture, and whether ids are names or numbers")
  func panels() throws {
    let units = (0..<60).map { ($0 * $0 + $0 / 3) % 6 }
    let mixed = units.indices.map { row in (units[row], units[..<row].count { $0 == units[row] }) }
    for rows in [(0..<60).map { ($0 / 10, $0 % 10) }, (0..<60).map { ($0 % 6, $0 / 6) }, mixed] {
      for (id, name) in [("country", "c"), ("store", ""), ("what", "w"), ("region_code", "4")] {
        for (time, first) in [("year", 1950), ("t", 0), ("cycle", 1)] {
          let task = try guess(
            text("\(id),\(time),pop,gdp") { i in
              let (unit, step) = rows[i]
              return "\(name)\(unit + 1),\(first + step),\(Double(unit) + 0.5),\(step * unit)"
            }
          ).definition
          #expect(task.sequence == id && task.time == time, "\(id) \(time)")
          #expect(task.inputs == ["pop"] && task.targets == ["gdp"])
        }
      }
      let dates = try guess(
        text("value,date,ticker") { i in
          let (unit, step) = rows[i]
          return "\(i * i % 17),\(day(step)),T\(unit)"
        }
      ).definition
      #expect(dates.sequence == "ticker" && dates.time == "date" && dates.targets == ["value"])
    }
  }

  private static let series: [(header: String, row: @Sendable (Int) -> String)] = [
    // A class in blocks, with and without a time that goes on.
    ("a,b,class", { "\($0 % 7),\($0 * $0 % 11),k\($0 / 20)" }),
    ("t,a,activity", { "\($0),\($0 % 7),walk \($0 / 20)" }),
    ("t,a,activity", { "\($0 % 20),\($0 % 7),walk \($0 / 20)" }),
    ("sepal,petal,group", { "\($0 % 7),\($0 * $0 % 11),g\($0 / 20)" }),
    ("when,weekday,sales", { "2021-03-\(10 + $0 / 3) 0\($0 % 3):00,d\($0 / 3 % 7),\($0)" }),
    ("weekday,hour,sales", { "d\($0 / 10),\($0 % 10),\($0 * $0 % 13)" }),
    ("year,month,sales", { "\(2000 + $0 / 12),\(1 + $0 % 12),\($0 * $0 % 13)" }),
    ("hour,promo,sales", { "\($0 % 10),\($0 / 10 % 2),\($0 * $0 % 13)" }),
    ("t,gear,speed", { "\($0),\($0 / 10),\($0 * $0 % 13)" }),
  ]

  @Test("Classes, weekdays, flags and parts of dates are no sequences", arguments: series.indices)
  func noPanels(index: Int) throws {
    let (header, row) = Self.series[index]
    let task = try guess(text(header) { row($0) }).definition
    #expect(task.sequence == nil, "\(header): \(task.sequence ?? "")")
  }

  @Test("Dates that descend throughout are sorted and told; a time that goes back now and then is none")
  func newestFirst() throws {
    let newest = try guess(text("Date,Close") { "\(day(99 - $0)),\($0)" })
    #expect(newest.definition.time == "Date" && newest.definition.sortsByTime)
    #expect(newest.notes.contains { $0.contains("'Date' descends") && $0.contains("--time none") })
    let numbers = try guess(text("days,x,y") { "\(99 - $0),\($0 % 7),\($0 % 5)" }).definition
    #expect(numbers.time == nil && !numbers.sortsByTime)
    let compact = try guess(text("date,y", 0..<20) { "\(20_210_131 - $0),\($0)" })
    #expect(compact.definition.sortsByTime)
    let twice = try guess(text("Date,x,Close") { "\(day(99 - $0 / 2)),\($0 % 7),\($0)" }).definition
    #expect(twice.time == nil && !twice.sortsByTime)
  }

  @Test("A panel whose dates descend is sorted within its sequences")
  func newestPanel() throws {
    let task = try guess(text("store,date,x,y") { "s\($0 / 10),\(day(20 - $0 % 10)),\($0 % 7),\($0)" })
      .definition
    #expect(task.sequence == "store" && task.time == "date" && task.sortsByTime)
  }

  @Test("A time that somebody names shows the sequences, whatever it is called")
  func namedTime() throws {
    let panel = text("what,stamp,x,y") { "w\($0 / 10),\($0 % 10),\($0 % 7),\($0 * $0 % 13)" }
    #expect(try guess(panel).definition.sequence == nil)
    let task = try guess(panel, TaskDefinition(name: "x", time: "stamp"), settled: ["time"]).definition
    #expect(task.sequence == "what" && task.time == "stamp")
  }

  @Test("What a person says is left as it is, and that there is none, too")
  func settled() throws {
    let panel = text("country,year,pop,gdp") { "c\($0 / 10),\(1950 + $0 % 10),\($0 % 7),\($0)" }
    let none = try guess(panel, settled: ["time", "sequence"]).definition
    #expect(none.time == nil && none.sequence == nil && none.inputs == ["country", "year", "pop"])
    let dates = text("Date,x,y") { "\(day(99 - $0)),\($0 % 7),\($0 % 5)" }
    #expect(try guess(dates, settled: ["time"]).definition.sortsByTime == false)
    let named = try guess(dates, TaskDefinition(name: "x", time: "Date"), settled: ["time"])
    #expect(named.definition.sortsByTime && named.notes.contains { $0.contains("descends") })
    let inputs = TaskDefinition(name: "x", inputs: ["x", "Date"])
    #expect(try guess(dates, inputs, settled: ["inputs"]).definition.time == nil)
    let same = TaskDefinition(name: "x", inputs: ["y"], targets: ["y"])
    #expect(try guess(dates, same, settled: ["inputs", "targets"]).definition.kind == .forecast)
  }

  @Test("Dates that no time column puts into order are told with the options that do")
  func orderNotes() throws {
    let task = TaskDefinition(name: "x", targets: ["Close"], kind: .forecast)
    func notes(_ text: String) throws -> [String] {
      try Dataset(table: try table(text), task: task).warnings.filter { $0.contains("the dates in") }
    }
    let descending = try notes(text("Date,Close") { "\(day(99 - $0)),\($0)" })
    #expect(
      descending.count == 1 && descending[0].contains("descend") && descending[0].contains("--sort-by-time"))
    let once = try notes(text("Date,Close") { "\(day($0 == 30 ? 3 : $0)),\($0)" })
    #expect(once.count == 1 && once[0].contains("go back in 1 row"))
    let autumn = try notes(
      text("time,Close") { row in
        let minutes = 15 * row - (row < 12 ? 0 : 60)
        return String(format: "2021-10-31 %02d:%02d,%d", minutes / 60, minutes % 60, row)
      })
    #expect(autumn.count == 1 && autumn[0].contains("--time-zone"))
    #expect(try notes(text("Date,Close") { "\(day($0)),\($0)" }).isEmpty)
  }

  @Test("What is left out is counted and named, and a long list is cut")
  func leftOut() throws {
    let constants = (0..<20).map { "c\($0)" }
    let header = "n,empty,remark," + constants.joined(separator: ",") + ",x,y"
    let notes = try guess(
      text(header) {
        "\($0 + 1),,note \($0)," + constants.map { _ in "5" }.joined(separator: ",") + ",\($0 % 7),\($0 % 5)"
      }
    ).notes
    let line = try #require(notes.first { $0.contains("left out") })
    #expect(line.contains("23 columns") && line.contains("'c0', 'c1', 'c2' and 17 more"))
    for word in [
      "without values ('empty')", "row numbers ('n')", "too many different texts ('remark')", "--inputs",
    ] {
      #expect(line.contains(word), "\(word) in: \(line)")
    }
  }
}
