import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// The integer C of networks, built with this machine's compiler, against `FixedRunner`: bit by bit.
@Suite(.enabled(if: HostCompiler() != nil, "there is no C compiler here"))
struct FixedCodeTests {
  private static let strict = [
    "-O1", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Werror",
    "-fsanitize=undefined", "-fno-sanitize-recover=all",
  ]

  /// Builds the code and takes steps, some of them with inputs and times far outside of everything.
  private func compare(_ fixed: FixedProgram, _ cell: any Cell, _ generator: inout SeededGenerator) throws {
    let folder = try TemporaryFolder()
    let names = try CNames("net")
    let source = try CSource(
      program: fixed.program, interface: .init(raw: cell), arithmetic: IntegerArithmetic(fixed, names: names),
      names: names, description: ["a network of a test"])
    let compiler = try #require(HostCompiler())
    let network = try CompiledNetwork(source, compiler: compiler, options: Self.strict, folder: folder.url)
    var runner = FixedRunner(fixed)
    let rows = generator.rows(60, width: cell.wiring.inputs)
    for (step, var inputs) in rows.inputs.enumerated() {
      var elapsed = step == 0 ? 1 : rows.elapsed[step]
      if step % 7 == 3 { inputs = inputs.map { $0 * 1e30 } }
      if step % 11 == 5 { elapsed = 1e30 }
      // What 16 bits can say, so that both round alike.
      inputs = inputs.map { Float(fixed.inputFormat.decode(fixed.inputFormat.encode(Double($0)))) }
      elapsed = Float(fixed.elapsedFormat.decode(fixed.elapsedFormat.encode(Double(elapsed))))
      let answer = try network.step(inputs, elapsed: elapsed)
      #expect(answer.result == 0)
      #expect(answer.outputs == runner.step(inputs, elapsed: elapsed).map(Float.init), "step \(step)")
    }
  }

  @Test(arguments: NetworkVariant.all)
  func givesTheSameBits(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 23)
    let (model, fixed) = try variant.fixed(&generator, size: .wide, rows: 40)
    try compare(fixed, model.cell, &generator)
  }

  /// Parameters and inputs of all sizes make formats of all kinds.
  @Test
  func givesTheSameBitsWhateverTheSizesOfTheParameters() throws {
    try withSeeds(Thoroughness.cases(8)) { seed, generator in
      let variant = NetworkVariant.all[generator.integer(below: NetworkVariant.all.count)]
      var (model, _) = try variant.fixed(&generator, size: .small, rows: 2)
      for entry in model.cell.layout.entries {
        let scale = Float(pow(10, generator.uniform(-3, 2)))
        model.parameters.replaceSubrange(entry.range, with: model.parameters[entry.range].map { $0 * scale })
      }
      let size = Float(pow(10, generator.uniform(-3, 3)))
      var rows = generator.rows(30, width: model.cell.wiring.inputs)
      rows = .init(inputs: rows.inputs.map { $0.map { $0 * size } }, elapsed: rows.elapsed)
      do {
        let fixed = try FixedProgram(model.stepProgram(), calibratedOn: [rows])
        try compare(fixed, model.cell, &generator)
      } catch let error as FixedPointError {
        // An explicit method that diverges, or a conductance below 0.
        switch error {
        case .notFinite, .divisor: break
        default: Issue.record("seed \(seed): \(error)")
        }
      }
    }
  }

  @Test
  func anNCPOf19NeuronsTakesLessThanTwoKilobytesOfTables() throws {
    let wiring = try Wiring.autoNCP(inputs: 32, units: 19, outputs: 4, sparsity: 0.3, seed: 1)
    #expect(wiring.sensorySynapses.count + wiring.synapses.count == 252)
    let model = Model(cell: try LTC(wiring: wiring), seed: 1)
    var generator = SeededGenerator(seed: 5)
    let fixed = try FixedProgram(model.stepProgram(), calibratedOn: [generator.rows(100, width: 32)])
    let names = try CNames("net")
    let arithmetic = IntegerArithmetic(fixed, names: names)
    #expect(arithmetic.tables.reduce(0) { $0 + $1.bytes } <= 1900)
    #expect(arithmetic.workBytes + 2 * 19 <= 256)
  }
}
