import Foundation
import Liquid

// Arrays of [sequence][step][channel]; the target is the wave's next value.
let wave = (0...40).map { [sin(Float($0) / 3)] }
let batch = SequenceBatch(inputs: [Array(wave.dropLast())], targets: [Array(wave.dropFirst())])
var model = Model(cell: LTC(wiring: try .autoNCP(inputs: 1, units: 12, outputs: 1, seed: 1)), seed: 1)
let engine = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
var adam = Adam(parameterCount: model.parameterCount)
for step in 1...300 {
  let loss = engine.lossAndGradient(parameters: model.parameters, batch: batch)
  let (gradient, layout) = (engine.gradient, model.cell.layout)
  adam.step(parameters: &model.parameters, gradient: gradient, learningRate: 0.02, layout: layout)
  if step % 100 == 0 { print("step \(step): loss \(loss)") }
}
