import Foundation
import RunStore
import Telemetry
import TestSupport

/// Does one thing with a run file in a process of its own, for tests that kill or restrict it.
///
///     run-writer record PATH          records until it is killed; prints now and then which step is committed
///     run-writer fill PATH BYTES      records until files may grow no further; prints why recording stopped
///     run-writer refused PATH         as a user who may not write: prints why nothing can be recorded
///     run-writer label PATH           as a user who may not write: adds a tag, prints why that failed
///     run-writer read PATH            as a user who may not write: prints how many steps can be read
///     run-writer measure PATH...      reads and exports all there is of each; prints the most kilobytes held for them
@main
struct RunWriterMain {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3 else { exit(2) }
    switch arguments[1] {
    case "record": try record(into: arguments[2])
    case "fill": try fill(arguments[2], limit: arguments.count > 3 ? Int(arguments[3]) ?? 0 : 0)
    case "refused": refused(arguments[2])
    case "label": label(arguments[2])
    case "read": read(arguments[2])
    case "measure": measure(arguments[2...])
    default: exit(2)
    }
  }

  private static func record(into path: String) throws {
    let recorder = try RunRecorder(path: path, description: description)
    for step in 1... {
      send(step, to: recorder)
      usleep(100)
      guard step % 10 == 0 else { continue }
      recorder.commitNow()
      // Not buffered: what was printed is known even after a kill.
      FileHandle.standardOutput.write(Data("\(step)\n".utf8))
    }
  }

  private static func fill(_ path: String, limit: Int) throws {
    signal(SIGXFSZ, SIG_IGN)
    let recorder = try RunRecorder(path: path, description: description)
    var size = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &size)
    var step = 0
    while recorder.failure == nil, step < 10_000_000 {
      step += 1
      send(step, to: recorder)
      if step % 100 == 0 { usleep(1_000) }
    }
    do {
      try recorder.close()
    } catch {
      print(error)
    }
  }

  private static func refused(_ path: String) {
    if getuid() == 0 { setuid(65534) }
    do {
      try RunRecorder(path: path, description: description).close()
    } catch {
      print(error)
    }
  }

  private static func label(_ path: String) {
    // Root may write everywhere; "nobody" may not.
    if getuid() == 0 { setuid(65534) }
    do {
      try RunLabels.add(RunLabel(.tag, "tag", at: Date()), path: path)
    } catch {
      print(error)
    }
  }

  private static func read(_ path: String) {
    if getuid() == 0 { setuid(65534) }
    do {
      let reader = try RunReader(path: path)
      print(reader.scalars().count, reader.damage.map { "\($0)" } ?? "sound")
    } catch {
      print(error)
    }
  }

  private static func measure(_ paths: ArraySlice<String>) {
    var checksum = 0
    for path in paths {
      guard let reader = try? RunReader(path: path) else { continue }
      for entry in reader.frames() where (try? reader.frame(entry)) != nil { checksum += 1 }
      for entry in reader.checkpoints() where reader.checkpoint(entry) != nil { checksum += 1 }
      TensorBoardExport(reader: reader).write { checksum += $0.count }
      for table in CSVExport.Table.allCases {
        CSVExport(reader: reader).write(table) { checksum += $0.utf8.count }
      }
    }
    print(Measuring.peakKilobytes(ofProcess: "self"), checksum)
  }

  private static func send(_ step: Int, to recorder: RunRecorder) {
    let elapsed = Double(step) / 100
    recorder.receive(
      .scalars(
        StepScalars(
          step: step, epoch: 0, elapsed: elapsed, loss: 1 / Double(step), learningRate: 0.01, gradientNorm: 1)
      ))
    let trace = Trace(
      times: [0, 1], inputs: [0, 1], states: [0, 0.5, 0.25, 1], timeConstants: [1, 1, 2, 2], outputs: [0, 1],
      targets: [0, .nan])
    recorder.receive(
      .frame(
        Frame(
          step: step, epoch: 0, elapsed: elapsed, state: .training, learningRate: 0.01,
          sequencesPerSecond: 100, remaining: nil, probe: Probe(index: 0, count: 1, nominal: trace)),
        isKey: step % 500 == 0))
    if step % 300 == 0 {
      recorder.receive(
        .checkpoint(
          Checkpoint(
            kind: .periodic, step: step, validation: nil, model: Array(repeating: 7, count: 5_000),
            trainingState: [1])))
    }
  }

  private static let description = RunDescription(
    name: "writer",
    task: TaskSummary(
      name: "writer", kind: "regression", inputNames: ["a"], outputNames: ["b"], lossName: "mse",
      metricName: "mae", timeUnit: "s"),
    model: ModelSummary(
      cell: "ltc", wiring: "full", parameterCount: 10,
      neurons: [NeuronSummary(name: "n0", layer: "motor"), NeuronSummary(name: "n1", layer: "inter")],
      synapses: []),
    seed: 1, startedAt: Date(), plannedSteps: 1_000_000, stepsPerEpoch: 100, batchSize: 32,
    programVersion: "test")
}
