import Foundation
import Liquid
import LiquidData

// A model file, and a table with its columns: what each neuron does as the rows come in.
let predictor = try Predictor(contentsOf: URL(fileURLWithPath: CommandLine.arguments[1]))
let (model, schema) = (predictor.model, predictor.schema)
let wiring = model.cell.wiring
let batch = try Dataset(evaluating: Table.read(path: CommandLine.arguments[2]), schema: schema)
  .batch(.test, indices: [0])

let stream = NetworkStream(model: model)
for step in 0..<batch.lengths[0] {
  let first = step * batch.inputWidth
  try stream.step(Array(batch.inputs[first..<first + batch.inputWidth]), elapsed: batch.elapsed[step])
  let constants = stream.timeConstants.map { Double($0) * schema.timeScale }
  print("time constants", constants.map { "\($0)" }.joined(separator: " "), schema.timeUnit)
  let currents = zip(wiring.synapses, stream.synapseCurrents)
  guard let (synapse, current) = currents.max(by: { $0.1.magnitude < $1.1.magnitude }) else { continue }
  let (source, target) = (wiring.name(ofNeuron: synapse.source), wiring.name(ofNeuron: synapse.target))
  print("strongest current \(current), from \(source) to \(target)")
}
