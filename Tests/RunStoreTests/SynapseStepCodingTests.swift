import RunStore
import Telemetry
import Testing

@Suite("The step of synapse readings in a run file")
struct SynapseStepCodingTests {
  private func readings(_ step: Int?) -> SynapseReadings {
    SynapseReadings(weights: [1, -2], currents: [0.5, .nan], step: step)
  }

  @Test("comes back as it was")
  func roundTrip() throws {
    for step in [0, 1, 63, 1_000_000] {
      let read = try #require(TraceCoding.synapses(from: TraceCoding.encode(readings(step))))
      #expect(read.step == step && read.weights == [1, -2] && read.currents[0] == 0.5)
    }
  }

  @Test("is missing in older files, which are read as before")
  func older() throws {
    let bytes = TraceCoding.encode(readings(nil))
    #expect(bytes.first == 1)
    let read = try #require(TraceCoding.synapses(from: bytes))
    #expect(read.step == nil)
  }

  @Test("is refused where the bytes are not exactly one set of readings")
  func damaged() {
    let bytes = TraceCoding.encode(readings(7))
    for length in 0..<bytes.count { #expect(TraceCoding.synapses(from: Array(bytes[..<length])) == nil) }
    #expect(TraceCoding.synapses(from: bytes + [0]) == nil)
    #expect(TraceCoding.synapses(from: [1] + bytes.dropFirst()) == nil)
    #expect(TraceCoding.synapses(from: [2] + TraceCoding.encode(readings(nil)).dropFirst()) == nil)
    for step in [Float.nan, .infinity, -1, 0.5] {
      let end = withUnsafeBytes(of: step.bitPattern.littleEndian) { Array($0) }
      #expect(TraceCoding.synapses(from: bytes.dropLast(4) + end) == nil)
    }
  }
}
