import DeviceCode
import Liquid
import TestSupport
import Testing

/// Networks in whole numbers against the same ones in floating point.
@Suite struct FixedAccuracyTests {
  /// Random networks are harsher than trained ones: some are so sensitive that any rounding throws them off for a while.
  /// Most are not.
  @Test(arguments: NetworkVariant.all)
  func outputsStayWithinAHundredthOfTheirRange(_ variant: NetworkVariant) throws {
    var (largest, mean): ([Double], [Double]) = ([], [])
    try withSeeds(3) { seed, generator in
      let (model, fixed) = try variant.fixed(&generator, size: seed == 0 ? .small : .wide, rows: 80)
      let errors = FixedErrors(fixed, over: [generator.rows(80, width: model.cell.wiring.inputs)])
      largest.append(errors.outputs.relativeLargest)
      mean.append(errors.outputs.relativeRootMeanSquare)
      #expect(errors.vectors.map(\.name).contains("state"))
    }
    #expect(largest.sorted()[1] <= 0.01, "\(variant): \(largest)")
    #expect(mean.sorted()[1] <= 0.004, "\(variant): \(mean)")
  }

  @Test
  func aTimeFarBeyondTrainingLeadsToTheSameRest() throws {
    let wiring = try Wiring.autoNCP(inputs: 4, units: 12, outputs: 2, seed: 3)
    let model = Model(cell: try LTC(wiring: wiring), seed: 4)
    var generator = SeededGenerator(seed: 5)
    let fixed = try FixedProgram(model.stepProgram(), calibratedOn: [generator.rows(300, width: 4)])
    var (exact, whole) = (ProgramRunner(fixed.program), FixedRunner(fixed))
    let inputs: [Float] = [1, -0.5, 0.3, 0.8]
    var (settled, other): ([Double], [Double]) = ([], [])
    for _ in 0..<30 {
      settled = exact.step(inputs, elapsed: 1e6)
      other = whole.step(inputs, elapsed: 1e6)
    }
    for (value, whole) in zip(settled, other) { #expect((value - whole).magnitude < 0.01) }
  }

  /// A step changes such neurons by far less than a unit of their states' 16 bits.
  @Test
  func neuronsAHundredTimesSlowerThanTheStepsReachTheirRest() throws {
    var generator = SeededGenerator(seed: 5)
    let wiring = try Wiring.autoNCP(inputs: 4, units: 12, outputs: 2, seed: 3)
    var ltc = Model(cell: try LTC(wiring: wiring), seed: 4)
    ltc[parameter: "cm"] = ltc[parameter: "cm"].map { _ in 100 }[...]
    let dense = try Wiring.fullyConnected(inputs: 4, units: 8, outputs: 2, seed: 1)
    var ctrnn = Model(cell: try CTRNN(wiring: dense), seed: 4)
    ctrnn[parameter: "tau"] = ctrnn[parameter: "tau"].map { _ in 300 }[...]
    for model in [ltc, ctrnn] {
      var level: [Float] = []
      let inputs = (0..<1200).map { step in
        if step % 400 == 0 { level = (0..<4).map { _ in Float(generator.normal()) } }
        return level
      }
      let rows = CalibrationSequence(inputs: inputs, elapsed: inputs.map { _ in 1 })
      let fixed = try FixedProgram(model.stepProgram(), calibratedOn: [rows])
      let errors = FixedErrors(fixed, over: [rows])
      #expect(errors.vectors.first { $0.name == "state" }.map { $0.error.relativeLargest < 0.005 } == true)
    }
  }

  @Test
  func rowsThatCannotSayRangesAreRefused() throws {
    let cell = try NeuralODE(wiring: .fullyConnected(inputs: 1, units: 2, outputs: 1, seed: 1))
    var model = Model(cell: cell, seed: 1)
    #expect(throws: FixedPointError.noCalibration) {
      try FixedProgram(model.stepProgram(), calibratedOn: [.init(inputs: [], elapsed: [])])
    }
    model[parameter: "readout_w"] = [1e25, -1e25]
    #expect(throws: Never.self) {
      try FixedProgram(model.stepProgram(), calibratedOn: [.init(inputs: [[1]], elapsed: [1])])
    }
    let rows = CalibrationSequence(inputs: [[.infinity], [1]], elapsed: [1, 1])
    #expect(throws: FixedPointError.notFinite(part: "inputs")) {
      try FixedProgram(model.stepProgram(), calibratedOn: [rows])
    }
    #expect("\(FixedPointError.notFinite(part: "inputs"))".contains("'inputs' left the finite numbers"))
  }
}
