import LiquidData
import Streams
import Testing

@Suite("Lines of name=value pairs") struct PairsLineTests {
  typealias Case = (lines: [String], columns: [String], rows: [[InputValue]])

  static let cases: [Case] = [
    (["speed=12.5 bend=-0.01", "speed=13,bend=1e-3"], ["speed", "bend"], [[12.5, -0.01], [13, 0.001]]),
    (["a=1,\tb=2; c=3,"], ["a", "b", "c"], [[1, 2, 3]]),
    (["a=1", "b=2 a=3"], ["a", "b"], [[1], [3, 2]]),
    (["a= b=nan c=NA d=1"], ["a", "b", "c", "d"], [[nil, nil, nil, 1]]),
    (
      [#""wind speed"=3 state="no fix" on=true off=false"#], ["wind speed", "state", "on", "off"],
      [[3, "no fix", 1, 0]]
    ),
    (["net.left=0.25 gear=third a=1 a=2"], ["net.left", "gear", "a"], [[0.25, "third", 2]]),
    (["wärme=1"], ["wärme"], [[1]]),
    (["  a=1  ", "", ",;", "a=2"], ["a"], [[1], [2]]),
  ]

  @Test("Each case gives its columns and rows, and is recognised", arguments: cases.indices)
  func reads(index: Int) {
    let (lines, columns, rows) = Self.cases[index]
    let reading = LineReading(lines)
    #expect(reading.columns == columns)
    #expect(reading.rows == rows)
    #expect(reading.broken == [:])
    #expect(reading.format == .pairs)
  }

  @Test(
    "What is not made of pairs is a broken line",
    arguments: [
      "a", "a=1 b", "=1", "a=1 =2", "a=12.b=3", "a==1", "a=\"x", "a=\"x\"y", "\"a\" =1", "\"a", "\"\"=1",
      "a = 1", "boot v1.2",
    ])
  func refuses(line: String) {
    var options = LineOptions()
    options.format = .pairs
    let reading = LineReading([line, "z=1"], options: options)
    #expect(reading.broken.values.reduce(0, +) == 1)
    #expect(reading.rows.count == 1)
  }

  @Test("Other formats are still recognised")
  func others() {
    #expect(LineReading(["m,tag=x field=1"]).format == .influx)
    #expect(LineReading(["m field=1 1465839830100400200"]).format == .influx)
    #expect(LineReading([#"{"a":"b=1"}"#]).format == .json)
    #expect(LineReading(["a,b", "1,2"]).format == .csv)
    // What a device prints before its first row decides nothing.
    #expect(LineReading(["ready", "a=1"]).format == .pairs)
  }

  @Test("Lines that were lost before a row are counted")
  func lost() {
    let reader = LineReader()
    func read(_ text: String, line: Int) -> Int? {
      let position = SourcePosition(offset: 0, line: line)
      guard case .row(let row) = reader.read(SourceLine(text: text, arrival: 0, position: position)) else {
        return nil
      }
      return row.lostBefore
    }
    #expect(read("a=1", line: 7) == 0)
    #expect(read("a=2", line: 8) == 0)
    #expect(read("a", line: 9) == nil)
    #expect(read("", line: 10) == nil)
    // Three were dropped on their way.
    #expect(read("a=3", line: 14) == 4)
    #expect(read("a=4", line: 15) == 0)
  }
}
