import LiquidData
import Testing

@Suite("Sequences cut at gaps")
struct GapCuttingTests {
  @Test(
    "A length of time is a number, or one with its unit",
    arguments: [
      ("5", "5"), ("10min", "10min"), ("1 h", "1h"), ("2days", "2d"), ("0.5d", "0.5d"), ("500ms", "500ms"),
      ("1e3 seconds", "1000s"), ("3W", "3w"), ("", nil), ("h", nil), ("-1", nil), ("0", nil), ("nan", nil),
      ("1 lightyear", nil), ("1min30", nil), ("inf", nil),
    ] as [(String, String?)])
  func lengths(text: String, read: String?) { #expect(TimeLength(text: text)?.text == read) }

  /// Ten rows a minute apart, an hour's pause, ten more, for each of some sequences.
  private func rows(_ time: (Int) -> String, sequences: [String] = ["a"]) -> String {
    "id,time,x,y\n"
      + sequences.flatMap { id in
        (0..<20).map { "\(id),\(time($0 < 10 ? $0 : $0 + 60)),\($0),\($0 * $0)\n" }
      }.joined()
  }

  private func dataset(_ text: String, _ length: String, sequence: String? = nil, time: String = "time")
    throws
    -> Dataset
  {
    let task = TaskDefinition(
      name: "t", inputs: ["x"], targets: ["y"], time: time, sequence: sequence,
      cutGaps: TimeLength(text: length))
    return try Dataset(table: table(text), task: task)
  }

  private func pieces(_ dataset: Dataset) -> Int {
    var names: Set<String?> = []
    for part in Dataset.Part.allCases {
      for index in 0..<dataset.count(of: part) { names.insert(dataset.location(part, index: index).sequence) }
    }
    return names.count
  }

  @Test("Dates are cut by units, numbers by their own unit or the one of their column's name")
  func units() throws {
    let minutes = rows { "2020-01-01 0\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60)" }
    let cut = try dataset(minutes, "10min", sequence: "id")
    #expect(cut.warnings.contains("'time' goes on by more than 10min in 1 place: 1 sequence cut into 2"))
    #expect(pieces(cut) == 2)
    #expect(pieces(try dataset(minutes, "3600", sequence: "id")) == 2)
    let whole = try dataset(minutes, "2h", sequence: "id")
    #expect(whole.warnings.contains { $0.contains("nothing is cut") })
    let named = rows { "\($0)" }.replacing("time", with: "time_min")
    #expect(pieces(try dataset(named, "10min", sequence: "id", time: "time_min")) == 2)
    #expect(pieces(try dataset(rows { "\($0)" }, "5", sequence: "id")) == 2)
    #expect(throws: DataError.self) { try dataset(rows { "\($0)" }, "10min", sequence: "id") }
  }

  @Test("No window runs across a cut, with and without a column of sequences")
  func windows() throws {
    for (sequence, count) in [("id", 4), (nil, 2)] as [(String?, Int)] {
      let ids = sequence == nil ? ["a"] : ["a", "b"]
      let cut = try dataset(rows({ "\($0)" }, sequences: ids), "5", sequence: sequence)
      #expect(pieces(cut) == count)
      for part in Dataset.Part.allCases {
        for index in 0..<cut.count(of: part) {
          let rows = cut.location(part, index: index).rows
          #expect(Set(rows.map { $0 / 10 }).count == 1, "\(rows)")
        }
      }
      // A column of the program's own making leaves the window as it is without one.
      #expect(cut.schema.window == (sequence == nil ? 32 : nil))
    }
  }

  @Test("What was learnt cuts other data the same way, also after resampling")
  func evaluation() throws {
    for sequence in ["id", nil] {
      var task = TaskDefinition(
        name: "t", inputs: ["x"], targets: ["y"], time: "time", sequence: sequence, resample: 2,
        cutGaps: TimeLength(text: "5"))
      let text = rows { "\($0)" }
      let trained = try Dataset(table: table(text), task: task)
      let read = try DataSchema(json: trained.schema.json, source: "m")
      let evaluated = try Dataset(evaluating: table(text), schema: read)
      #expect(evaluated.count(of: .test) == 2 && evaluated.stepCount(.test, index: 0) == 5)
      task.cutGaps = nil
      #expect(
        try Dataset(evaluating: table(text), schema: Dataset(table: table(text), task: task).schema)
          .stepCount(.test, index: 0) > 5)
    }
  }

  @Test("Cutting needs times")
  func noTime() throws {
    let task = TaskDefinition(name: "t", cutGaps: TimeLength(text: "5"))
    #expect(failure(rows { "\($0)" }, task).contains("needs a time column"))
  }
}
