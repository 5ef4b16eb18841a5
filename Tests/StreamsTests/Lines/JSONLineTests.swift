import LiquidData
import Streams
import Testing

@Suite("Lines of JSON") struct JSONLineTests {
  static let cases: [(lines: [String], columns: [String], rows: [[InputValue]])] = [
    ([#"{"b":1,"a":2.5}"#, #"{"a":-3,"b":1e3}"#], ["b", "a"], [[1, 2.5], [1000, -3]]),
    // True and false are numbers, null is missing, a text that is a number is one.
    (
      [#"{"a":true,"b":false,"c":null,"d":"7","e":"x","f":""}"#], ["a", "b", "c", "d", "e", "f"],
      [[1, 0, nil, 7, "x", nil]]
    ),
    // A field that is absent is missing; a new one comes last.
    ([#"{"a":1}"#, #"{"b":2}"#, #"{"a":3}"#], ["a", "b"], [[1], [nil, 2], [3, nil]]),
    (
      [#"{"s":{"t":1,"u":{"v":2}},"l":[5,[6,7],{"m":8}]}"#],
      ["s.t", "s.u.v", "l.0", "l.1.0", "l.1.1", "l.2.m"], [[1, 2, 5, 6, 7, 8]]
    ),
    ([#" { "a" : [ ] , "b" : { } , "c" : 1 } "#], ["c"], [[1]]),
    (["{}", #"{"a":1}"#], ["a"], [[], [1]]),
    // The last of two values with one name.
    ([#"{"a":1,"a":2}"#], ["a"], [[2]]),
    ([#"{"a":"q\"\\\/\n\u00e9\ud83d\ude00\ud800"}"#], ["a"], [["q\"\\/\né😀\u{FFFD}"]]),
    ([#"{"a":NaN,"b":-Infinity,"c":1e999}"#], ["a", "b", "c"], [[nil, nil, nil]]),
    // What mosquitto_sub prints.
    (
      [#"{"tst":"2026-01-02","topic":"s/1","qos":0,"payload":{"temp":21.5,"qos":3}}"#],
      ["tst", "topic", "qos", "temp", "payload.qos"], [["2026-01-02", "s/1", 0, 21.5, 3]]
    ),
  ]

  @Test("Each case gives its columns and rows", arguments: cases.indices)
  func reads(index: Int) {
    let (lines, columns, rows) = Self.cases[index]
    let reading = LineReading(lines)
    #expect(reading.columns == columns)
    #expect(reading.rows == rows)
    #expect(reading.broken == [:])
    #expect(reading.format == .json)
  }

  static let broken = [
    "{", "[1]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1}}", "{\"a\":1 \"b\":2}", "{a:1}",
    "{\"a\":tru}",
    "{\"a\":\"x}", "{\"a\":\"\\q\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\", "{\"a\":[1,2}", "x", "{\"a\":01x}",
    "{\"a\":\"\\u+123\"}",
    String(repeating: "{\"a\":", count: 100_000), "{\"a\":" + String(repeating: "[", count: 100_000),
  ]

  @Test("What is no JSON object is a broken line", arguments: broken.indices)
  func refuses(index: Int) {
    var options = LineOptions()
    options.format = .json
    let reading = LineReading([Self.broken[index], #"{"z":1}"#], options: options)
    #expect(reading.broken == [.syntax: 1])
    #expect(reading.rows.last?.last == 1)
    #expect(reading.news.count == 1)
  }

  @Test("A stream that is joined in the middle of a line is recognised by the next one")
  func joinedInMiddle() {
    let reading = LineReading([#"p":1,"x":2}"#, #"{"a":1}"#, #"{"a":2}"#])
    #expect(reading.format == .json)
    #expect(reading.columns == ["a"])
    #expect(reading.rows == [[1], [2]])
  }

  @Test("Ever new names do not fill the memory")
  func boundedNames() {
    let reading = LineReader()
    for index in 0..<6_000 {
      let text = #"{"name \#(index)":1}"#
      _ = reading.read(
        SourceLine(text: text, arrival: 0, position: SourcePosition(offset: 0, line: index + 1)))
    }
    #expect(reading.columns.count == 4_096)
    #expect(reading.ignoredFields == 6_000 - 4_096)
    #expect(reading.rows == 6_000)
  }

  @Test("A message that comes again is left out where its number says so")
  func duplicates() {
    var options = LineOptions()
    options.sequenceField = "n"
    let lines = [1, 2, 1, 3, 3, 2].map { #"{"n":\#($0),"x":\#($0 * 10)}"# } + [#"{"x":1}"#, #"{"x":1}"#]
    let reading = LineReading(lines, options: options, topic: "t")
    #expect(reading.rows == [[1, 10], [2, 20], [3, 30], [nil, 1], [nil, 1]])
    #expect(reading.results.filter { if case .duplicate = $0 { true } else { false } }.count == 3)
  }

  @Test("The filter tells topics apart, and forgets what is long ago")
  func filter() {
    var filter = DuplicateFilter(capacity: 3)
    let seen = [("a", 1), ("b", 1), ("a", 1), ("a", 2), ("a", 3), ("a", 1), ("a", 3)].map {
      filter.isRepeated(topic: $0.0, number: .number(Double($0.1)))
    }
    // The fourth number that is remembered replaces the first.
    #expect(seen == [false, false, true, false, false, false, true])
    #expect(filter.removed == 2)
  }
}
