import Foundation
import Liquid

/// The example of docs/library.md, as it stands there.
func libraryExample() throws -> (loss: Double, model: Model, restored: Model, prediction: Float) {
  // Which synapses exist: 12 neurons, one of them a motor neuron, wired as a neural circuit policy.
  let wiring = try Wiring.autoNCP(inputs: 1, units: 12, outputs: 1, seed: 1)
  var model = Model(cell: LTC(wiring: wiring), seed: 1)

  // Arrays in, [sequence][step][channel]: sines of four phases, and as targets each sine's next value.
  let sines = (0..<4).map { phase in (0...40).map { step in sin(Float(step + phase) / 3) } }
  let batch = SequenceBatch(
    inputs: sines.map { $0.dropLast().map { [$0] } }, targets: sines.map { $0.dropFirst().map { [$0] } })

  // Train on all of them.
  let engine = GradientEngine(cell: model.cell, loss: .meanSquaredError, threads: 1)
  var adam = Adam(parameterCount: model.parameterCount)
  var loss = Double.infinity
  for _ in 0..<300 {
    loss = engine.lossAndGradient(parameters: model.parameters, batch: batch)
    adam.step(
      parameters: &model.parameters, gradient: engine.gradient, learningRate: 0.02,
      layout: model.cell.layout)
  }

  // Stream: one step at a time, each with the time that passed since the last.
  let stream = NetworkStream(model: model)
  for value in sines[0].dropLast() { stream.step([value], elapsed: 1) }
  let prediction = stream.outputs[0]

  // Save and load: a safetensors file that says all it takes to use the model alone.
  let bytes = ModelFile.write(model)
  let restored = try ModelFile.read(bytes).model
  return (loss, model, restored, prediction)
}
