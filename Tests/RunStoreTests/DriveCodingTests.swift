import RunStore
import Telemetry
import Testing

@Suite("A drive in a run file")
struct DriveCodingTests {
  private func drive(_ seed: UInt64) -> Drive {
    var run = RandomRun(seed: seed)
    return run.drive()
  }

  @Test("comes back as it was, for 100 random drives")
  func roundTrip() throws {
    for seed in 0..<UInt64(100) {
      let original = drive(seed)
      let read = try #require(DriveCoding.drive(from: DriveCoding.encode(original)), "seed \(seed)")
      // Bytes, as NaN is not equal to itself.
      #expect(DriveCoding.encode(read) == DriveCoding.encode(original), "seed \(seed)")
      #expect(read.perturbed == nil ? original.perturbed == nil : original.perturbed != nil)
    }
  }

  @Test("is refused where the bytes are not exactly one drive")
  func damaged() {
    let bytes = DriveCoding.encode(drive(3))
    for length in bytes.indices { #expect(DriveCoding.drive(from: Array(bytes[..<length])) == nil) }
    #expect(DriveCoding.drive(from: bytes + [0]) == nil)
    #expect(DriveCoding.drive(from: [9] + bytes.dropFirst()) == nil)
  }
}
