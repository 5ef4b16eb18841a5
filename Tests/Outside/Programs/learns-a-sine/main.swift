import Foundation
import Liquid

// Arrays of [sequence][step][channel]; the target is the wave's next value.
let wave = (0...40).map { [sin(Float($0) / 3)] }
let batch = try SequenceBatch(inputs: [Array(wave.dropLast())], targets: [Array(wave.dropFirst())])
let wiring = try Wiring.autoNCP(inputs: 1, units: 12, outputs: 1, seed: 1)
let trainer = try Trainer(model: Model(cell: try LTC(wiring: wiring), seed: 1))
for step in 1...300 {
  let loss = try trainer.step(batch).loss
  if step % 100 == 0 { print("step \(step): loss \(loss)") }
}
