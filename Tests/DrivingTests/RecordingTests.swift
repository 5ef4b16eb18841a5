import Driving
import Foundation
import TestSupport
import Testing

/// The recordings in `sample-data`.
@Suite struct RecordingTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../sample-data").standardized
  private static let python = "/usr/bin/python3"

  private static func rows(_ name: String) throws -> [[String]] {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      .split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: python)))
  func theGeneratorWritesTheSampleDataBitForBit() throws {
    let made = try TemporaryFolder()
    // -B: nothing is written beside the script.
    _ = try ChildProcess.output(
      of: Self.python, ["-B", Self.folder.appendingPathComponent("generate.py").path, made.url.path])
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".csv") }
    #expect(names.contains("lane-keeping.csv") && names.contains("lane-keeping-leak.csv"))
    for name in names {
      #expect(
        try Data(contentsOf: made.url.appendingPathComponent(name))
          == Data(contentsOf: Self.folder.appendingPathComponent(name)), "\(name)")
    }
  }

  @Test func theLeakIsTheSteeringOfTheRowBefore() throws {
    let rows = try Self.rows("lane-keeping-leak.csv")
    let header = rows[0]
    let before = try #require(header.firstIndex(of: DriverInputs.steeringBefore))
    let steering = try #require(header.firstIndex(of: "steering"))
    let drive = try #require(header.firstIndex(of: "drive"))
    var last: [String]?
    for (number, row) in rows.dropFirst().enumerated() {
      let expected = last.flatMap { $0[drive] == row[drive] ? $0[steering] : nil } ?? "0.00"
      #expect(row[before] == expected, "row \(number + 1)")
      last = row
    }
    #expect(rows.count == 5_201 && last?[drive] == "20")
  }

  @Test func bothRecordingsHaveTheSameColumnsButForTheLeak() throws {
    let (plain, leaking) = (try Self.rows("lane-keeping.csv")[0], try Self.rows("lane-keeping-leak.csv")[0])
    #expect(leaking.filter { $0 != DriverInputs.steeringBefore } == plain)
    #expect(Set(DriverInputs.names).isSubset(of: leaking) && !plain.contains(DriverInputs.steeringBefore))
  }
}
