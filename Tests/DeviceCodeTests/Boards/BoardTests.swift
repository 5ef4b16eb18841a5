import Foundation
import TestSupport
import Testing

/// The harness itself, by a network that was written by hand: that it builds, runs, measures, and tells differences.
@Suite("Boards")
struct BoardTests {
  static let example = "\(Board.folder)/example"

  private func build(
    _ board: Board, steps: Int? = nil, standard: String? = nil, flags: [String] = [],
    definitions: [String] = []
  ) throws -> BoardBuild {
    try BoardBuild(
      board, network: Self.example, name: "example", steps: steps, standard: standard, flags: flags,
      definitions: definitions)
  }

  /// In a test of its own, so that nobody takes a short list of boards for all of them.
  @Test(
    "Every board's tools are here",
    .enabled(if: Board.shortage == nil, Comment(rawValue: Board.shortage ?? "")))
  func everyBoardIsUsable() {
    #expect(Board.usable.count == Board.all.count)
  }

  @Test("An answer has the same bits on every board", arguments: Board.usable)
  func sameBits(board: Board) throws {
    let result = try build(board, definitions: ["BOARDS_SELF_TEST"]).run()
    let expected = try build(.reference, steps: result.steps).run()
    #expect(result.hash == expected.hash)
    #expect(result.flagged == expected.flagged)
    #expect(result.failures == 0)
    #expect(result.stateBytes == 16)
  }

  /// Where processors join a product and a sum, a network that lets them has other bits: what is compared does matter.
  @Test(
    "Joined products and sums are noticed",
    arguments: Board.usable.filter {
      ["AArch64, gcc", "Cortex-M4F, gcc -O2", "RV32IMAFC, gcc"].contains($0.name)
    })
  func joinedOperationsAreNoticed(board: Board) throws {
    let joined = try build(board, flags: ["-DEXAMPLE_JOINED"]).run()
    #expect(try joined.hash != build(.reference).run().hash)
  }

  @Test("A trace tells each step's outputs")
  func trace() throws {
    let result = try build(.reference, steps: 3, definitions: ["BOARDS_TRACE"]).run()
    #expect(result.trace.count == 3)
    #expect(result.trace.allSatisfy { $0.split(separator: " ").count == 2 })
  }

  @Test("What a compiler refuses is an error with its words")
  func refusal() throws {
    let failure = #expect(throws: ChildProcessFailure.self) {
      try build(.reference, flags: ["-ffast-math"])
    }
    #expect(failure?.message.contains("compile this file without it") == true)
  }

  @Test("What a compiler warns of is kept")
  func warnings() throws {
    #expect(try build(.reference, flags: ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion"]).messages == "")
    let folder = try TemporaryFolder()
    let header = try folder.write("#warning kept for the test", to: "warning.h")
    #expect(try build(.reference, flags: ["-include", header]).messages.contains("kept for the test"))
  }

  @Test(
    "C++ is compiled, too",
    arguments: ["gcc", "clang"].filter { Tool.path(of: $0 == "gcc" ? "g++" : $0) != nil })
  func cPlusPlus(compiler: String) throws {
    let board = Board("\(compiler), C++", .hosted, compiler: compiler, "-O2")
    let result = try build(board, standard: "c++17", flags: ["-Wall", "-Wextra", "-Wpedantic"])
    #expect(try result.run().hash == build(.reference).run().hash)
    #expect(result.messages == "")
  }

  @Test("Sanitizers run along", arguments: ["undefined", "address"])
  func sanitizers(name: String) throws {
    let clean = try build(.reference, flags: ["-fsanitize=\(name)", "-fno-sanitize-recover=all"])
    #expect(try clean.run().hash == build(.reference).run().hash)
  }
}
