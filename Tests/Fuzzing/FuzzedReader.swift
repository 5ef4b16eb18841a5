import Foundation
import Liquid
import LiquidData
import RunStore
import Screen
import Streams
import Sweeps

/// Something that reads bytes of others: whatever they are it must come to an end with a value or an error.
enum FuzzedReader: String, CaseIterable {
  /// The first byte chooses the name, by whose ending formats are told.
  case table
  case task
  case sweep
  case theme
  case model
  case stream
  case run
  case wiring

  private static let endings = [
    "csv", "tsv", "jsonl", "arff", "ts", "tsf", "npy", "zip", "gz", "wav", "flac",
  ]

  func read(_ bytes: [UInt8]) {
    switch self {
    case .table:
      let ending = Self.endings[Int(bytes.first ?? 0) % Self.endings.count]
      _ = try? Table(bytes: Array(bytes.dropFirst()), name: "fuzzed.\(ending)")
    case .task: _ = try? TaskFile(bytes: bytes, path: "fuzzed.yaml")
    case .sweep: _ = try? SweepFile(bytes: bytes, path: "fuzzed.yaml")
    case .theme: _ = try? ThemeFile.parse(bytes, file: "fuzzed.yaml", slug: "fuzzed")
    case .model: _ = try? ModelFile.read(bytes)
    case .stream: readLines(bytes)
    case .run: withFile(bytes, "lnnrun", readRun)
    case .wiring: withFile(bytes, "csv") { _ = try? Connectome(path: $0, roles: nil) }
    }
  }

  private func readLines(_ bytes: [UInt8]) {
    let reader = LineReader()
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (place, line) in lines.enumerated() {
      let position = SourcePosition(offset: 0, line: place + 1)
      _ = reader.read(
        SourceLine(text: String(decoding: line, as: UTF8.self), arrival: Double(place), position: position))
    }
  }

  private func readRun(_ path: String) {
    guard let reader = try? RunReader(path: path) else { return }
    _ = (reader.state, reader.damage)
    _ = RunListing.summary(of: path)
  }

  /// Calls with a file that holds the bytes, in memory.
  private func withFile(_ bytes: [UInt8], _ ending: String, _ body: (String) -> Void) {
    let path = "\(Self.folder)/fuzzed.\(ending)"
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return }
    body(path)
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
  }

  private static let folder: String = {
    let memory = "/dev/shm"
    let base = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    let path = "\(base)/lnn-top-fuzzing-\(getpid())"
    mkdir(path, 0o700)
    return path
  }()
}
