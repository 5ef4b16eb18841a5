import Foundation
import Liquid
import Streams
import TestSupport
import Testing

@Suite("Files, pipes and standard input as sources") struct FileSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func append(_ text: String, to name: String) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path(name)))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  private func started(_ name: String, follows: Bool = false, at position: SourcePosition? = nil) throws
    -> SourceReading
  {
    let source = FileSource(path: folder.path(name), follows: follows)
    try source.start(at: position)
    return SourceReading(source)
  }

  static let contents: [(bytes: [UInt8], lines: [String])] = [
    (Array("a\nb\n".utf8), ["a", "b"]),
    (Array("a\nb".utf8), ["a", "b"]),
    (Array("a\r\nb\r\n\r\nc\r".utf8), ["a", "b", "", "c"]),
    (Array("a\rb\rc".utf8), ["a", "b", "c"]),
    ([0xEF, 0xBB, 0xBF] + Array("a,b\n\u{FEFF}c".utf8), ["a,b", "\u{FEFF}c"]),
    (Array("a\n".utf8) + [0xFF, 0x41, 0xC3] + Array("\nb".utf8), ["a", "\u{FFFD}A\u{FFFD}", "b"]),
    ([0x61, 0, 0x62, 0x0A], ["a\u{0}b"]),
    ([], []),
    ([0x0A, 0x0A], ["", ""]),
  ]

  @Test("A file is read to its end in lines", arguments: contents.indices)
  func wholeFile(index: Int) throws {
    let (bytes, lines) = Self.contents[index]
    try folder.write(bytes, to: "f")
    let reading = try started("f")
    #expect(reading.readToEnd())
    #expect(reading.texts == lines)
    #expect(reading.ending == .finished)
    #expect(reading.lines.last.map(\.position.offset) ?? 0 == bytes.count)
    #expect(reading.lines.map(\.position.line) == Array(reading.lines.indices.map { $0 + 1 }))
  }

  @Test("Reading on from the position of any line gives the lines after it")
  func resumes() throws {
    try withSeeds(8) { seed, generator in
      let text = (0..<40).map { "line \($0)" + (["\n", "\r\n"].randomElement(using: &generator) ?? "") }
        .joined()
      try folder.write(text, to: "f")
      let all = try started("f")
      #expect(all.readToEnd())
      let place = Int.random(in: 0..<40, using: &generator)
      let rest = try started("f", at: all.lines[place].position)
      #expect(rest.readToEnd())
      #expect(rest.lines.map(\.text) == Array(all.texts[(place + 1)...]), "seed \(seed)")
      #expect(rest.lines.map(\.position) == all.lines[(place + 1)...].map(\.position), "seed \(seed)")
    }
  }

  @Test("A position beyond the end is another file")
  func shorterFile() throws {
    try folder.write("a\n", to: "f")
    #expect(throws: LiveSourceError.self) { try started("f", at: SourcePosition(offset: 3, line: 1)) }
  }

  @Test("A line of more than a megabyte is cut, and the next one is whole")
  func longLine() throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
    try folder.write(Array("a\n".utf8) + long + Array("\nb\n".utf8), to: "f")
    let reading = try started("f")
    #expect(reading.readToEnd())
    #expect(reading.lines.map(\.isCut) == [false, true, false])
    #expect(reading.lines[1].text.utf8.count < 1_000)
    #expect(reading.lines[1].position.offset == 2 + (3 << 20) + 1)
    #expect(reading.texts.last == "b")
    let reader = LineReader()
    guard case .broken(let line) = reader.read(reading.lines[1]) else {
      Issue.record("a cut line is a row")
      return
    }
    #expect(line.kind == .tooLong)
  }

  @Test("More lines than the queue holds all come, in order")
  func manyLines() throws {
    let count = 50_000
    try folder.write((0..<count).map { "\($0)\n" }.joined(), to: "f")
    let source = FileSource(path: folder.path("f"), limits: LineQueue.Limits(lines: 100))
    try source.start(at: nil)
    let reading = SourceReading(source)
    #expect(reading.readToEnd())
    #expect(reading.texts == (0..<count).map(String.init))
    #expect(reading.largestBacklog <= 125)
    #expect(reading.dropped == 0)
  }

  @Test("A file that is followed goes on with what is appended, and a line comes once it ended")
  func follows() throws {
    try folder.write("a\nb", to: "f")
    let reading = try started("f", follows: true)
    #expect(reading.readLines(1))
    try append("c\nd\n", to: "f")
    #expect(reading.readLines(3))
    #expect(reading.texts == ["a", "bc", "d"])
    #expect(reading.ending == nil)
    reading.source.stop()
    #expect(reading.readToEnd())
    #expect(reading.ending == .stopped)
  }

  @Test("A file that was cut is read from its start")
  func truncation() throws {
    try folder.write("a\nb\n", to: "f")
    let reading = try started("f", follows: true)
    #expect(reading.readLines(2))
    #expect(truncate(folder.path("f"), 0) == 0)
    #expect(reading.readNews("was cut"))
    try append("c\n", to: "f")
    #expect(reading.readLines(3))
    #expect(reading.texts == ["a", "b", "c"])
    #expect(reading.lines.last?.position == SourcePosition(offset: 2, line: 1))
  }

  @Test("A file that was renamed is read to its end, then the new one; while there is none, that is told")
  func rotation() throws {
    try folder.write("a\n", to: "f")
    let reading = try started("f", follows: true)
    #expect(reading.readLines(1))
    #expect(rename(folder.path("f"), folder.path("f.1")) == 0)
    #expect(reading.readNews("was moved or deleted"))
    // The writer still has the old file, and its last line has no end.
    try append("b\nrest", to: "f.1")
    #expect(reading.readLines(2))
    try folder.write("c\n", to: "f")
    #expect(reading.readLines(4))
    #expect(reading.texts == ["a", "b", "rest", "c"])
    #expect(reading.readNews("is a new file"))
    // Many times over, nothing is lost.
    for round in 0..<20 {
      try append("old \(round)\n", to: "f")
      try folder.write("new \(round)\n", to: "next")
      #expect(rename(folder.path("next"), folder.path("f")) == 0)
      #expect(reading.readLines(4 + 2 * (round + 1)))
    }
    #expect(reading.texts.suffix(4) == ["old 18", "new 18", "old 19", "new 19"].suffix(4))
  }

  @Test("A file that is followed need not be there yet; another must")
  func absentFile() throws {
    #expect(throws: LiveSourceError.self) { try started("none") }
    #expect(throws: LiveSourceError.self) { try started(".") }
    let reading = try started("later", follows: true)
    #expect(reading.readNews("is not there"))
    try folder.write("a\n", to: "later")
    #expect(reading.readLines(1))
  }

  @Test("A pipe ends with its writer; one that is followed waits for the next", arguments: [false, true])
  func pipe(follows: Bool) throws {
    let path = folder.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let reading = try started("pipe", follows: follows)
    #expect(!reading.source.isRewindable)
    for round in 0..<(follows ? 3 : 1) {
      let writer = open(path, O_WRONLY | O_CLOEXEC)
      let text = "a\(round)\nb\(round)"
      #expect(write(writer, text, text.utf8.count) == text.utf8.count)
      #expect(reading.readLines(2 * round + 1))
      close(writer)
      #expect(reading.readLines(2 * round + 2))
    }
    #expect(reading.texts == (0..<(follows ? 3 : 1)).flatMap { ["a\($0)", "b\($0)"] })
    if follows {
      #expect(reading.ending == nil)
    } else {
      #expect(reading.readToEnd())
      #expect(reading.ending == .finished)
    }
  }

  @Test("A wait ends when it is woken")
  func wakes() throws {
    try folder.write("", to: "f")
    let source = FileSource(path: folder.path("f"), follows: true)
    try source.start(at: nil)
    source.wake()
    let batch = source.next(limit: 10, timeout: patience)
    #expect(batch.lines.isEmpty && batch.ending == nil)
    source.stop()
  }
}
