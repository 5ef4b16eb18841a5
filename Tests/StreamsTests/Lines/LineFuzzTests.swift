import Foundation
import Liquid
import Streams
import TestSupport
import Testing

@Suite("Any bytes as lines") struct LineFuzzTests {
  private static let seeds: [[String]] = [
    ["a,b,c", "1,2,3", "\"x\"\"y\",2,", "4;5|6\t7"],
    [#"{"a":1,"b":{"c":[1,2,"x\u00e9"]},"payload":{"d":true}}"#],
    [#"m,tag=x\ y field=1i,other="s \"q\"",t=true 1465839830100400200"#],
    [#"speed=12.5 "a b"="x y",on=true;net.left=-1e-3"#],
  ]

  @Test("Nothing that a line holds ends the reading; rows are as wide as their columns")
  func fuzz() {
    withSeeds(Thoroughness.cases(400)) { seed, generator in
      var options = LineOptions()
      options.format = [nil, .csv, .json, .influx, .pairs].randomElement(using: &generator) ?? nil
      options.sequenceField = Bool.random(using: &generator) ? "a" : nil
      let reader = LineReader(options: options)
      for number in 1...30 {
        let text = Self.line(&generator)
        let result = reader.read(
          SourceLine(text: text, arrival: 0, position: SourcePosition(offset: 0, line: number)))
        guard case .row(let row) = result else { continue }
        #expect(row.fields.count <= reader.columns.count, "seed \(seed): \(text)")
        for case .number(let number) in row.fields { #expect(number.isFinite, "seed \(seed): \(text)") }
      }
      #expect(Set(reader.columns).count == reader.columns.count, "seed \(seed)")
      #expect(reader.drainNews().count <= 40, "seed \(seed)")
    }
  }

  /// A line of one of the formats, cut, doubled, with other bytes or none at all of it.
  private static func line(_ generator: inout SeededGenerator) -> String {
    var bytes = Array((seeds.randomElement(using: &generator)?.randomElement(using: &generator) ?? "").utf8)
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes = Array(bytes[..<place])
      case 1: bytes = Array(bytes[place...])
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
      case 3:
        bytes.insert(
          contentsOf: Array("{}[],:;=\"\\ |\t#".utf8).shuffled(using: &generator).prefix(3), at: place)
      case 4: bytes.insert(contentsOf: Array(repeating: UInt8(ascii: "9"), count: 400), at: place)
      default: bytes += bytes.prefix(200)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("Reading a million rows of eight numbers", .enabled(if: Measuring.isAsked))
  func speed() {
    let formats = [
      ("csv", "a,b,c,d,e,f,g,h", "1.25,-3.5,100,0.001,7,21.375,-0.5,1013.2"),
      ("json", "{}", #"{"a":1.25,"b":-3.5,"c":100,"d":0.001,"e":7,"f":21.375,"g":-0.5,"h":1013.2}"#),
      ("influx", "m a=1", "m a=1.25,b=-3.5,c=100,d=0.001,e=7,f=21.375,g=-0.5,h=1013.2 1465839830100400200"),
      ("pairs", "a=1", "a=1.25 b=-3.5 c=100 d=0.001 e=7 f=21.375 g=-0.5 h=1013.2"),
    ]
    for (name, first, line) in formats {
      let reader = LineReader()
      let position = SourcePosition(offset: 0, line: 1)
      _ = reader.read(SourceLine(text: first, arrival: 0, position: position))
      let source = SourceLine(text: line, arrival: 0, position: position)
      let start = Measuring.threadSeconds
      for _ in 0..<1_000_000 { _ = reader.read(source) }
      print("\(name): \(Measuring.threadSeconds - start) s for \(reader.rows) rows of eight numbers")
    }
  }
}
