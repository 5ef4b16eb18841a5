import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// What a stack does between and after its layers, in whole numbers and in C.
@Suite struct PooledCodeTests {
  private func model(_ options: Stack.Options, seed: UInt64 = 4) throws -> Model {
    let cell = try Stack(
      layers: [
        GRU(wiring: .fullyConnected(inputs: 3, units: 8, outputs: 8, seed: 1)),
        CfC(
          wiring: .fullyConnected(inputs: 8, units: 6, outputs: 6, seed: 2),
          options: .init(backboneUnits: 8, projection: 2)),
      ], options: options)
    return Model(cell: cell, seed: seed)
  }

  /// Sequences are longer on a device than in training: a mean goes on, though its steps are counted to 32767 only.
  @Test(arguments: Pooling.allCases)
  func aPoolStaysCloseOverSequencesThatAreFiftyTimesAsLong(_ pooling: Pooling) throws {
    var generator = SeededGenerator(seed: 11)
    let model = try model(.init(pooling: pooling))
    let short = (0..<4).map { _ in generator.rows(40, width: 3) }
    let fixed = try FixedProgram(model.stepProgram(), calibratedOn: short)
    let errors = FixedErrors(fixed, over: [generator.rows(2_000, width: 3)])
    // Of a mean that hardly varies any more an error is a larger part.
    let width = max(errors.outputs.width, 0.1)
    #expect(errors.outputs.rootMeanSquare / width < 0.01, "\(pooling)")
    #expect(errors.outputs.largest / width < 0.05, "\(pooling)")
    if pooling == .mean {
      let steps = try #require(fixed.program.vectors.firstIndex { $0.name == "steps" })
      #expect(fixed.formats[steps].bits == 0)
    }
  }

  /// A network that wakes up from zeros has small states first, of which normalisation makes large ones.
  @Test
  func normalisationHoldsAlsoWhereItsChannelsHardlyDiffer() throws {
    var generator = SeededGenerator(seed: 13)
    let model = try model(.init(normalizesLayers: true))
    let quiet = (0..<4).map { _ -> CalibrationSequence in
      let rows = generator.rows(60, width: 3)
      let inputs = rows.inputs.enumerated().map { step, row in row.map { $0 * (step % 20 < 10 ? 0.02 : 3) } }
      return .init(inputs: inputs, elapsed: rows.elapsed)
    }
    let fixed = try FixedProgram(model.stepProgram(), calibratedOn: quiet)
    let errors = FixedErrors(fixed, over: quiet)
    for (name, error) in errors.vectors where name.hasPrefix("normalised") {
      #expect(error.relativeRootMeanSquare < 0.01, "\(name)")
    }
    #expect(errors.outputs.relativeRootMeanSquare < 0.01)
  }

  @Test(.enabled(if: HostCompiler() != nil, "there is no C compiler here"))
  func theSquareRootIsThatOfTheProcessorButForItsLastDigit() throws {
    let code = try RunningCode(model(.init(normalizesLayers: true)))
    try code.write()
    let program = """
      #include "net.c"
      #include <math.h>
      #include <stdio.h>

      int main(void) {
        uint32_t bits;
        double worst = 0.0;
        for (bits = 0x00800000u; bits < 0x7f800000u; bits += 9973u) {
          float x;
          double exact, error;
          memcpy(&x, &bits, sizeof x);
          exact = sqrt((double)x);
          error = fabs((double)net_square_root(x) - exact) / exact;
          if (error > worst) worst = error;
        }
        printf("%d %d %d\\n", worst < 1.2e-7, net_square_root(-1.0f) == 0.0f, net_square_root(0.0f) == 0.0f);
        return 0;
      }

      """
    try Data(program.utf8).write(to: code.folder.appending(path: "main.c"))
    try #require(HostCompiler()).run(
      ["-O1", "-std=c99", "-o", "roots", "main.c", "net_weights.c", "-lm"], in: code.folder)
    let run = try ToolRun(path: code.folder.appending(path: "roots").path, arguments: [], folder: code.folder)
    #expect(run.output == "1 1 1\n")
  }
}
