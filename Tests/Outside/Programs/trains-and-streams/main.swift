import Foundation
import Liquid
import LiquidData

// A table whose rows come at irregular times, and where the trained model goes.
let (path, output) = (CommandLine.arguments[1], CommandLine.arguments[2])
let task = TaskDefinition(
  name: "oscillator", inputs: ["force"], targets: ["place"], time: "time_s", sequence: "swing", window: 32)
let data = try Dataset(table: Table.read(path: path), task: task)

// Train, and keep the model of the best epoch.
let wiring = try Wiring.autoNCP(inputs: data.inputWidth, units: 32, outputs: data.outputWidth, seed: 1)
let trainer = try Trainer(model: Model(cell: try LTC(wiring: wiring), seed: 1), loss: data.loss)
let run = try trainer.fit(data.sequences(of: .train), epochs: 3, validation: data.sequences(of: .validation))
for await progress in run { print("validation loss \(progress.validationLoss ?? .nan)") }
let model = trainer.bestModel ?? trainer.model
try ModelFile.write(model, metadata: data.schema.metadata, to: URL(fileURLWithPath: output))

// Stream: the oscillator is pushed once, then looked at after ever longer times, in units of the usual step.
let stream = NetworkStream(model: model)
for (force, elapsed) in [(1.4, 1.0), (0, 1), (0, 2.5), (0, 0.3)] as [(Float, Float)] {
  try stream.step([force], elapsed: elapsed)
  print("after \(elapsed): \(data.schema.preciseAnswers(stream.outputs)[0])")
}
