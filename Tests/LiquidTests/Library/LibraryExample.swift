import Foundation
import Liquid

/// The example of docs/library.md, as it stands there.
func libraryExample() async throws -> (loss: Double, model: Model, restored: Model, prediction: Float) {
  // Which synapses exist: 12 neurons, one of them a motor neuron, wired as a neural circuit policy.
  let wiring = try Wiring.autoNCP(inputs: 1, units: 12, outputs: 1, seed: 1)
  let trainer = try Trainer(model: Model(cell: try LTC(wiring: wiring), seed: 1))

  // Arrays in, [sequence][step][channel]: sines of four phases, and as targets each sine's next value.
  let sines = (0..<4).map { phase in (0...40).map { step in sin(Float(step + phase) / 3) } }
  let batch = try SequenceBatch(
    inputs: sines.map { $0.dropLast().map { [$0] } }, targets: sines.map { $0.dropFirst().map { [$0] } })

  // Train on all of them.
  var loss = Double.infinity
  for await progress in try trainer.fit(batch, epochs: 300) { loss = progress.loss }
  let model = trainer.model

  // Stream: one step at a time, each with the time that passed since the last.
  let stream = NetworkStream(model: model)
  for value in sines[0].dropLast() { try stream.step([value], elapsed: 1) }
  let prediction = stream.outputs[0]

  // Save and load: a safetensors file that says all it takes to use the model alone.
  let bytes = try ModelFile.write(model)
  let restored = try ModelFile.read(bytes).model
  return (loss, model, restored, prediction)
}
