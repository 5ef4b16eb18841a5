import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// Inputs that are the index of a category, by which a network looks vectors up, in C.
@Suite(.enabled(if: HostCompiler() != nil, "there is no C compiler here"))
struct IndexedInputTests {
  private static let words = (0..<300).map { $0 == 0 ? "<pad>" : $0 == 1 ? "<unk>" : "word \"\($0)\"" }

  private func interface(_ missing: NetworkInterface.Missing) -> NetworkInterface {
    NetworkInterface(
      inputs: [
        .init(name: "speed", kind: .number(mean: 12.5, deviation: 3, hasMask: false), range: 0...30),
        .init(name: "text", kind: .index(levels: 300, names: Self.words, unseen: 1)),
        .init(
          name: "gear", kind: .index(levels: 3, names: ["low", "mid", "high"], unseen: nil), markers: [2]),
      ],
      missing: missing, answer: .numbers, outputs: [.init(name: "load", mean: 40, deviation: 7)],
      time: .init(unit: "s", usualStep: 0.5, longest: 1e6))
  }

  private func model(levels: Int = 300, seed: UInt64 = 3) throws -> Model {
    let tables = [
      EmbeddingTable(channel: 1, levels: levels, width: 8), EmbeddingTable(channel: 2, levels: 3, width: 2),
    ]
    let cell = try Stack(
      layers: [GRU(wiring: .fullyConnected(inputs: 11, units: 9, outputs: 1, seed: seed))],
      options: .init(embeddings: tables))
    var parameters = cell.initialParameters(seed: seed)
    // As after training: vectors that make a difference.
    for index in cell.layout["embedding1"] { parameters[index] *= 20 }
    for index in cell.layout["embedding2"] { parameters[index] *= 20 }
    return try Model(cell: cell, parameters: parameters)
  }

  /// Indices of all kinds, and none.
  private func row(_ generator: inout SeededGenerator) -> [Float] {
    let wild: [Float] = [.nan, .infinity, -1, 0.49999997, -0.5, -0.3, 299.5, 299.4, 300, 1e30, 2.5, 2]
    return [3, 300, 4].map { (levels: Int) -> Float in
      generator.integer(below: 3) == 0
        ? wild[generator.integer(below: wild.count)] : Float(generator.integer(below: levels))
    }
  }

  @Test(arguments: [NetworkInterface.Missing.lastKnown, .mean, .leftOut])
  func valuesBecomeIndicesAsInTheEncoder(_ missing: NetworkInterface.Missing) throws {
    var generator = SeededGenerator(seed: 7)
    let (model, interface) = (try model(), interface(missing))
    let code = try RunningCode(model, interface: interface).compiled()
    let stream = NetworkStream(model: model)
    var encoder = InterfaceEncoder(interface)
    var differences = OutputDifferences(outputs: 1)
    var (isFirst, waiting) = (true, 0.0)
    for _ in 0..<600 {
      let row = row(&generator)
      let answer = try code.step(row, elapsed: 0.5)
      waiting += isFirst ? 0 : 0.5
      guard !encoder.leavesOut(row) else {
        #expect(answer.result == 2 && answer.outputs[0].isNaN)
        continue
      }
      stream.step(
        unchecked: encoder.channels(row), elapsed: isFirst ? 1 : interface.time.elapsed(waiting))
      (isFirst, waiting) = (false, 0)
      differences.add(answer.outputs, stream.outputs.map { $0 * 7 + 40 })
    }
    #expect(differences.relativeToRange < 1e-5)
  }

  @Test(arguments: [NetworkInterface.Missing.lastKnown, .mean])
  func wholeNumbersTakeIndicesAsTheyAre(_ missing: NetworkInterface.Missing) throws {
    var generator = SeededGenerator(seed: 9)
    let (model, interface) = (try model(), interface(missing))
    var encoder = InterfaceEncoder(interface)
    let rows = (0..<200).map { _ in encoder.channels(row(&generator).map { $0.magnitude < 400 ? $0 : 0 }) }
    let fixed = try FixedProgram(
      model.stepProgram(), calibratedOn: [.init(inputs: rows, elapsed: rows.map { _ in 1 })])
    let code = try RunningCode(
      model, interface: interface, arithmetic: { IntegerArithmetic(fixed, names: $1) }
    ).compiled()
    var runner = FixedRunner(fixed)
    var differences = OutputDifferences(outputs: 1)
    let stream = NetworkStream(model: model)
    encoder = InterfaceEncoder(interface)
    for step in 0..<400 {
      // A speed that the format holds exactly.
      var row = row(&generator)
      row[0] = 12.5 + 3 * Float(step % 8) / 8
      let channels = encoder.channels(row)
      let answer = try code.step(row, elapsed: 0.5)
      let expected = runner.step(channels, elapsed: 1)
      #expect((Double(answer.outputs[0]) - (expected[0] * 7 + 40)).magnitude < 1e-4, "step \(step)")
      stream.step(unchecked: channels, elapsed: 1)
      differences.add(answer.outputs, stream.outputs.map { $0 * 7 + 40 })
    }
    #expect(differences.relativeToRange < 0.01)
  }

  @Test
  func aChannelThatIsNoIndexOfTheDataIsRefusedByName() throws {
    let names = try CNames("net")
    func source(_ model: Model, _ inputs: [NetworkInterface.Input]) throws {
      let (program, own) = (model.stepProgram(), interface(.mean))
      _ = try CSource(
        program: program,
        interface: .init(
          inputs: inputs, missing: .mean, answer: .numbers, outputs: own.outputs, time: own.time),
        arithmetic: FloatArithmetic(program, names: names), names: names, description: [])
    }
    var inputs = interface(.mean).inputs
    try source(model(), inputs)
    let last = inputs[2]
    inputs[2] = .init(name: "gear", kind: .number(mean: 0, deviation: 1, hasMask: false))
    let missing = #expect(throws: DeviceCodeError.self) { try source(self.model(), inputs) }
    #expect(
      missing?.description.hasPrefix("'gear' cannot be exported: the network looks a vector up") == true)
    (inputs[0], inputs[2]) = (.init(name: "speed", kind: .index(levels: 4, names: [], unseen: nil)), last)
    let other = #expect(throws: DeviceCodeError.self) { try source(self.model(), inputs) }
    #expect(other?.description.contains("looks nothing up") == true)
  }

  @Test
  func wordsBeyondTheLimitAreAListInAFileAndNotConstants() throws {
    let code = try RunningCode(model(), interface: interface(.lastKnown), named: "reader")
    try code.write()
    let list = try String(contentsOf: code.folder.appending(path: "reader_vocabulary.txt"), encoding: .utf8)
    #expect(list == Self.words.map { $0 + "\n" }.joined())
    #expect(!FileManager.default.fileExists(atPath: code.folder.appending(path: "reader_levels.json").path))
    let header = try String(contentsOf: code.folder.appending(path: "reader.h"), encoding: .utf8)
    #expect(header.contains("text, a category: 0 to 299, in the order of reader_vocabulary.txt"))
    #expect(header.contains("READER_LEVEL_GEAR_MID = 1"))
    #expect(!header.contains("READER_LEVEL_TEXT"))
    let make = try ToolRun(
      path: "/usr/bin/env",
      arguments: ["make", "CFLAGS=-O1 -std=c99 -Wall -Wextra -Wpedantic -Wconversion -Werror", "test"],
      folder: code.folder)
    #expect(make.status == 0, "\(make.errors)")
    #expect(try report(code) == #"{"speed":3,"text":17,"gear":"mid","reader.elapsed":1,"reader.load":2}"#)
  }

  @Test
  func categoriesBeyondTheLimitAreAListInAFileToo() throws {
    let own = interface(.mean)
    var inputs = own.inputs
    inputs[1] = .init(name: "place", kind: .index(levels: 300, names: Self.words, unseen: nil))
    let interface = NetworkInterface(
      inputs: inputs, missing: .mean, answer: .numbers, outputs: own.outputs, time: own.time)
    let code = try RunningCode(model(), interface: interface, named: "reader")
    try code.write()
    let list = try JSONSerialization.jsonObject(
      with: Data(contentsOf: code.folder.appending(path: "reader_levels.json")))
    #expect(list as? [String: [String]] == ["place": Self.words])
    #expect(interface.vocabulary == nil)
  }

  @Test
  func aVocabularyHasOneTokenALineWhateverTokensAre() throws {
    let pieces = ["\n", "\r\n", "\\", "n", "\u{2028}", "\u{85}", "\0", "\"", "é", "\t", "\\n", " ", "👩‍🚀"]
    for seed in 0..<50 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let tokens = (0..<20).map { _ in
        (0..<1 + generator.integer(below: 3)).map { _ in pieces[generator.integer(below: pieces.count)] }
          .joined()
      }
      let text = InputVocabulary(input: "text", tokens: tokens).text
      let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.dropLast()
      let read = try lines.map { line in
        let quoted = "\"" + line.replacing("\"", with: "\\\"") + "\""
        return try JSONDecoder().decode(String.self, from: Data(quoted.utf8))
      }
      #expect(read == tokens, "seed \(seed)")
    }
  }

  private func report(_ code: RunningCode) throws -> Substring? {
    let program = """
      #include "reader_report.h"
      #include <stdio.h>

      static void put(const char *text, void *context) { fputs(text, (FILE *)context); }

      int main(void) {
        const float inputs[3] = {3.0f, 17.0f, 1.0f};
        const float outputs[1] = {2.0f};
        reader_report(inputs, 1.0f, outputs, 0, put, stdout);
        return 0;
      }

      """
    try Data(program.utf8).write(to: code.folder.appending(path: "main.c"))
    let compiler = try #require(HostCompiler())
    try compiler.run(["-O1", "-std=c99", "-o", "lines", "main.c", "reader_report.c"], in: code.folder)
    let run = try ToolRun(path: code.folder.appending(path: "lines").path, arguments: [], folder: code.folder)
    return run.output.split(separator: "\n").first
  }

  @Test
  func aVocabularyOfTwentyThousandWordsTakesAByteForEachNumberAndMoreThan16BitsCountIsRefused() throws {
    var generator = SeededGenerator(seed: 5)
    func fixed(_ levels: Int) throws -> FixedProgram {
      let rows = (0..<60).map { _ in
        [
          Float(generator.normal()), Float(generator.integer(below: levels)),
          Float(generator.integer(below: 3)),
        ]
      }
      return try FixedProgram(
        model(levels: levels).stepProgram(), calibratedOn: [.init(inputs: rows, elapsed: rows.map { _ in 1 })]
      )
    }
    let words = try fixed(20_000)
    let tables = IntegerArithmetic(words, names: try CNames("net")).tables
    // Each row's factor is a byte or two.
    #expect(tables.reduce(0) { $0 + $1.bytes } < 20_000 * 10 + 2_000)
    // Rows that the calibration did not have are held as well as those that it had.
    let rows = (0..<200).map { _ in [Float(0), Float(generator.integer(below: 20_000)), Float(1)] }
    let errors = FixedErrors(words, over: [.init(inputs: rows, elapsed: rows.map { _ in 1 })])
    let embedded = try #require(errors.vectors.first { $0.name == "embedded" })
    #expect(embedded.error.relativeLargest < 0.003)
    #expect(errors.outputs.relativeLargest < 0.01)
    #expect(throws: FixedPointError.rows(part: "embedded", rows: 40_000)) { try fixed(40_000) }
  }
}
