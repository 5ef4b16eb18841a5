import DeviceCode
import Liquid
import TestSupport
import Testing

@Suite struct ONNXModelTests {
  @Test(arguments: NetworkVariant.all)
  func theFileHoldsTheModel(_ variant: NetworkVariant) throws {
    try withSeeds(2) { seed, generator in
      let model = try variant.model(&generator)
      let onnx = ONNXNetwork.model(
        model.stepProgram(), NetworkInterface(raw: model.cell), name: "net", version: "1")
      let bytes = try onnx.bytes()
      #expect(ONNXModel.read(bytes)?.model == onnx)
    }
  }
}
