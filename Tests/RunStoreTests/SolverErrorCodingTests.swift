import RunStore
import Telemetry
import TestSupport
import Testing

@Suite("The solver's error in a run file")
struct SolverErrorCodingTests {
  private let plain = Trace(
    times: [0, 1], inputs: [1, 2], states: [0.5, 0.25], timeConstants: [1, .infinity], outputs: [3, 4],
    targets: [.nan, 1])

  private func trace(_ error: SolverError?) -> Trace {
    var trace = plain
    trace.solverError = error
    return trace
  }

  @Test("comes back as it was, also where it is not finite")
  func roundTrip() throws {
    for (largest, rootMeanSquare) in [(0.048, 0.0123), (.infinity, .infinity), (0, 0)] as [(Float, Float)] {
      let error = SolverError(largest: largest, rootMeanSquare: rootMeanSquare)
      let read = try #require(TraceCoding.trace(from: TraceCoding.encode(trace(error))))
      #expect(read.solverError == error)
      #expect(read.times == plain.times && read.outputs == plain.outputs)
    }
    let bytes = TraceCoding.encode(trace(SolverError(largest: .nan, rootMeanSquare: .nan)))
    #expect(try #require(TraceCoding.trace(from: bytes)?.solverError?.largest).isNaN)
  }

  @Test("is missing in older files, which are read as before")
  func older() throws {
    let bytes = TraceCoding.encode(plain)
    #expect(bytes.first == 1)
    let read = try #require(TraceCoding.trace(from: bytes))
    #expect(read.solverError == nil && read.states == plain.states)
  }

  @Test("is refused where the bytes are not exactly one trace")
  func damaged() {
    let bytes = TraceCoding.encode(trace(SolverError(largest: 1, rootMeanSquare: 1)))
    for length in 0..<bytes.count { #expect(TraceCoding.trace(from: Array(bytes[..<length])) == nil) }
    #expect(TraceCoding.trace(from: bytes + [0]) == nil)
    #expect(TraceCoding.trace(from: [1] + bytes.dropFirst()) == nil)
    #expect(TraceCoding.trace(from: [2] + TraceCoding.encode(plain).dropFirst()) == nil)
    #expect(TraceCoding.synapses(from: [2] + bytes.dropFirst()) == nil)
  }

  @Test("is recorded and read with its frame")
  func recorded() throws {
    let directory = try TemporaryFolder()
    let path = directory.path("a.lnnrun")
    var run = RandomRun(seed: 3)
    var frame = run.frame()
    frame.probe.nominal.solverError = SolverError(largest: 0.048, rootMeanSquare: 0.0123)
    let recorder = try RunRecorder(path: path, description: run.description)
    recorder.receive(.frame(frame, isKey: true))
    recorder.receive(.finished(run.outcome()))
    try recorder.close()
    let reader = try RunReader(path: path)
    let read = try reader.frame(try #require(reader.frames().first))
    #expect(read.probe.nominal.solverError == frame.probe.nominal.solverError)
    #expect(same(frame, read))
  }
}
