import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// The float C of networks, built with this machine's compiler, against the networks.
@Suite(.enabled(if: HostCompiler() != nil, "there is no C compiler here"))
struct FloatCodeTests {
  @Test(arguments: NetworkVariant.all)
  func givesTheNetworksOutputsOverAThousandSteps(_ variant: NetworkVariant) throws {
    var generator = SeededGenerator(seed: 17)
    let model = try variant.model(&generator, inputs: 5, neurons: 13, outputs: 3, size: .wide)
    let network = try RunningCode(model).compiled()
    let stream = NetworkStream(model: model)
    var differences = OutputDifferences(outputs: model.cell.outputWidth)
    for step in 0..<1000 {
      let inputs = (0..<5).map { _ in Float(generator.normal()) }
      let elapsed = step % 5 == 3 ? 0 : Float(generator.uniform(0.1, 2))
      stream.step(unchecked: inputs, elapsed: step == 0 ? 1 : elapsed)
      let answer = try network.step(inputs, elapsed: elapsed)
      #expect(answer.result == 0)
      differences.add(answer.outputs, stream.outputs)
    }
    #expect(differences.relativeToRange < 1e-5, "\(variant)")
  }
}
