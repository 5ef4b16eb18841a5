import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// The generated C on other machines, in other languages and under other compilers.
@Suite struct PortableCodeTests {
  /// Some with all kinds of statements, functions and options between them; all of them where all is tested.
  static let variants = Board.testsAll ? NetworkVariant.all : few
  private static let few = NetworkVariant.all.filter {
    [
      "LTC, mixed memory", "CfC pure, sparse as in ncps", "CfC, gelu", "CT-GRU", "CT-RNN, rk4",
      "stack, LSTM below GRU, mean", "stack, GRU below sparse CfC, attention",
      "stack, CfC with an embedding of a channel",
    ].contains($0.name)
  }

  private func code(_ variant: NetworkVariant) throws -> RunningCode {
    var generator = SeededGenerator(seed: 5)
    let model = try variant.model(&generator, inputs: 3, neurons: 9, outputs: 2)
    let raw = NetworkInterface(raw: model.cell)
    let inputs = raw.inputs.map { NetworkInterface.Input(name: $0.name, kind: $0.kind, range: -2...2) }
    let code = try RunningCode(
      model,
      interface: NetworkInterface(
        inputs: inputs, missing: .lastKnown, answer: .numbers, outputs: raw.outputs, time: raw.time))
    try code.write()
    return code
  }

  @Test(arguments: variants.indices)
  func givesTheSameBitsOnEveryMachine(_ place: Int) throws {
    let variant = Self.variants[place]
    let code = try code(variant)
    var expected: [Int: BoardResult] = [:]
    for board in Board.chosen(forNetwork: place) {
      let definitions = board.place == .hosted ? ["BOARDS_SELF_TEST"] : []
      let result: BoardResult
      do {
        result = try BoardBuild(board, network: code.folder.path, definitions: definitions).run()
      } catch let failure as ChildProcessFailure
        where board.place == .avr && failure.message.contains("overflow")
      {
        // Some networks are too large for some of these chips.
        continue
      }
      if expected[result.steps] == nil {
        expected[result.steps] = try BoardBuild(.reference, network: code.folder.path, steps: result.steps)
          .run()
      }
      #expect(result.hash == expected[result.steps]?.hash, "\(variant) on \(board.name)")
      #expect(result.failures == 0 || board.place != .hosted, "\(variant) on \(board.name)")
    }
  }

  @Test(arguments: variants)
  func compilesWithoutAWarningAsCAndCPlusPlusAndRunsCleanUnderSanitizers(_ variant: NetworkVariant) throws {
    let code = try code(variant)
    let warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wdouble-promotion"]
    let expected = try BoardBuild(.reference, network: code.folder.path).run()
    let gcc = Board("gcc", .hosted, compiler: "gcc", "-O2")
    for (board, standard) in [
      (gcc, "c99"), (gcc, "c++17"), (Board("clang", .hosted, compiler: "clang", "-O2"), "c99"),
    ]
    where board.missing.isEmpty {
      let build = try BoardBuild(board, network: code.folder.path, standard: standard, flags: warnings)
      #expect(build.messages == "", "\(board.name), \(standard)")
      #expect(try build.run().hash == expected.hash)
    }
    let build = try BoardBuild(
      .reference, network: code.folder.path,
      flags: ["-fsanitize=undefined,address", "-fno-sanitize-recover=all"],
      definitions: ["BOARDS_SELF_TEST"])
    #expect(try build.run().hash == expected.hash)
  }

  @Test(
    .enabled(if: HostCompiler() != nil, "there is no C compiler here"), arguments: ["-ffast-math", "-Ofast"])
  func refusesFastMathWhenItIsCompiled(_ flag: String) throws {
    let code = try code(Self.variants[0])
    let failure = #expect(throws: ChildProcessFailure.self) {
      try BoardBuild(.reference, network: code.folder.path, flags: [flag])
    }
    #expect(failure?.message.contains("build without -ffast-math") == true)
  }
}
