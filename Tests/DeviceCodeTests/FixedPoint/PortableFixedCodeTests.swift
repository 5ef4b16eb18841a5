import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// The integer C on other machines, in other languages and under other compilers.
@Suite struct PortableFixedCodeTests {
  private func code(_ variant: NetworkVariant) throws -> RunningCode {
    var generator = SeededGenerator(seed: 5)
    let model = try variant.model(&generator, inputs: 3, neurons: 9, outputs: 2)
    let raw = NetworkInterface(raw: model.cell)
    let inputs = raw.inputs.map { NetworkInterface.Input(name: $0.name, kind: $0.kind, range: -2...2) }
    let rows = generator.rows(60, width: 3)
    let code = try RunningCode(
      model,
      interface: NetworkInterface(
        inputs: inputs, missing: .lastKnown, answer: .numbers, outputs: raw.outputs, time: raw.time),
      arithmetic: { try IntegerArithmetic(FixedProgram($0, calibratedOn: [rows]), names: $1) })
    for file in code.source.sources + [code.source.tablesHeader] {
      try Data(file.text.utf8).write(to: code.folder.appending(path: file.path))
    }
    return code
  }

  @Test(arguments: PortableCodeTests.variants.indices)
  func givesTheSameBitsOnEveryMachine(_ place: Int) throws {
    let variant = PortableCodeTests.variants[place]
    let code = try code(variant)
    var expected: [Int: BoardResult] = [:]
    for board in Board.chosen(forNetwork: place) {
      let result = try BoardBuild(board, network: code.folder.path).run()
      if expected[result.steps] == nil {
        expected[result.steps] = try BoardBuild(.reference, network: code.folder.path, steps: result.steps)
          .run()
      }
      #expect(result.hash == expected[result.steps]?.hash, "\(variant) on \(board.name)")
    }
  }

  @Test(arguments: PortableCodeTests.variants)
  func compilesWithoutAWarningAsCAndCPlusPlus(_ variant: NetworkVariant) throws {
    let code = try code(variant)
    let warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow"]
    let expected = try BoardBuild(.reference, network: code.folder.path).run()
    let gcc = Board("gcc", .hosted, compiler: "gcc", "-O2")
    let clang = Board("clang", .hosted, compiler: "clang", "-O2")
    for (board, standard) in [(gcc, "c99"), (gcc, "c++17"), (clang, "c99")] where board.missing.isEmpty {
      let build = try BoardBuild(board, network: code.folder.path, standard: standard, flags: warnings)
      #expect(build.messages == "", "\(board.name), \(standard)")
      #expect(try build.run().hash == expected.hash)
    }
  }
}
