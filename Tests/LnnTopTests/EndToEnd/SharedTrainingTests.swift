import Foundation
import RunStore
import Telemetry
import TestSupport
import Testing

/// `lnn-top train` in several processes, with the real program and the real Open MPI.
@Suite(
  "Trainings that processes of mpirun share",
  .enabled(
    if: SharedTraining.isPossible, "Open MPI is not installed: apt install openmpi-bin libopenmpi-dev"))
struct SharedTrainingTests {
  private let folder: TemporaryFolder
  private static let quick = "train waves.csv --window 16 --stride 4 --batch 64 --epochs 2 --headless"

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeWaves()
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
  }

  private func alone(_ line: String) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder)
  }

  private func shared(_ size: Int, _ line: String) throws -> CommandRun {
    try SharedTraining.run(size, line.split(separator: " ").map(String.init), in: folder)
  }

  /// What was recorded of each step but the times.
  private func course(_ name: String) throws -> [StepScalars] {
    try RunReader(path: folder.path(name)).scalars().map { scalars in
      var scalars = scalars
      scalars.elapsed = 0
      return scalars
    }
  }

  @Test(
    "One, two and four processes write the same model and record the same steps",
    arguments: [
      "--model ltc --units 8", "--model cfc --units 8", "--model lstm --units 8",
      "--model gru --units 8 --layers 2 --dropout 0.3 --input-dropout 0.2",
      "--model cfc --units 6 --tokens words --embedding 3",
    ])
  func sameBytes(network: String) throws {
    var line = Self.quick + " " + network
    if network.contains("--tokens") {
      // An embedding whose rows most batches have a few of.
      let rows = (0..<150).map { row in
        let words = (0..<6).map { "w\((row * 7 + $0 * $0 * 13) % 60)" }.joined(separator: " ")
        return "\(words),\(row * 7 % 60 < 30 ? "low" : "high")\n"
      }
      try folder.write("text,level\n" + rows.joined(), to: "words.csv")
      line = "train words.csv --targets level --batch 64 --epochs 2 --headless " + network
    }
    let one = try alone(line + " --run 1.lnnrun --model-out 1.st")
    #expect(one.status == 0, "\(one.messages)")
    for (size, threads) in [(2, 1), (4, 2)] {
      let run = try shared(
        size, line + " --threads \(threads) --run \(size).lnnrun --model-out \(size).st --json")
      #expect(run.status == 0, "\(run.messages)")
      #expect(try bytes("\(size).st") == bytes("1.st"), "\(size)")
      #expect(try course("\(size).lnnrun") == course("1.lnnrun"), "\(size)")
      // The others say nothing.
      #expect(try run.objects().filter { $0["done"] as? Bool == true }.count == 1)
    }
  }

  @Test("A run that is stopped goes on in any other number of processes, to the same bytes")
  func resumed() throws {
    let line = Self.quick + " --units 8 --epochs 6"
    #expect(try alone(line + " --run whole.lnnrun --model-out whole.st").status == 0)
    let gate = try Gate(afterStep: 5, in: folder)
    let training = try SharedTraining(
      3, line.split(separator: " ").map(String.init) + ["--run", "a.lnnrun"], in: folder,
      environment: gate.environment)
    #expect(gate.waitUntilReached(by: training.process))
    // The others wait for the first one, which waits at the gate; what mpirun passes on stops it there.
    kill(training.process.id, SIGUSR1)
    #expect(training.process.wait() == 128 + SIGUSR1)
    #expect(try course("a.lnnrun").last?.step == 5)
    let second = try shared(2, "train --resume a.lnnrun --headless --model-out 2.st")
    #expect(second.status == 0, "\(second.messages)")
    #expect(second.messages.contains("lnn-top: resumes a.lnnrun at step 5"))
    #expect(try bytes("2.st") == bytes("whole.st"))
    #expect(try course("a.lnnrun") == course("whole.lnnrun"))
  }

  @Test(
    "Where a process is killed all end, one line says it, and the run goes on from its checkpoint",
    arguments: [0, 2])
  func killed(rank: Int) throws {
    let line = Self.quick + " --units 8 --epochs 6"
    #expect(try alone(line + " --run whole.lnnrun --model-out whole.st").status == 0)
    let gate = try Gate(afterStep: 7, in: folder)
    let training = try SharedTraining(
      4, line.split(separator: " ").map(String.init) + ["--run", "k.lnnrun"], in: folder,
      environment: gate.environment)
    #expect(gate.waitUntilReached(by: training.process))
    let processes = training.ranks
    #expect(processes.count == 4)
    kill(try #require(processes[rank]), SIGKILL)
    // Where another one than the first is gone, the first finds out at its next step.
    if rank != 0 { gate.open() }
    #expect(training.process.wait() != 0)
    for process in processes.values { #expect(waitUntil { kill(process, 0) != 0 }) }
    let told = training.messages.split(separator: "\n").filter { $0.hasPrefix("lnn-top: ") }.dropFirst()
    #expect(
      told.filter { !$0.hasPrefix("lnn-top: note:") }.map(String.init) == [
        "lnn-top: process \(rank) of 4 has ended, so training cannot go on; 'lnn-top train --resume k.lnnrun' goes on"
          + " from its last checkpoint"
      ], "\(training.messages)")
    let rest = try alone("train --resume k.lnnrun --headless --model-out rest.st")
    #expect(rest.status == 0, "\(rest.messages)")
    #expect(try bytes("rest.st") == bytes("whole.st"))
    #expect(try course("k.lnnrun") == course("whole.lnnrun"))
  }

  @Test("Processes that cannot train together end with one line that says why")
  func refused() throws {
    try folder.writeWaves(rows: 380, to: "others.csv")
    let rows = try folder.text("waves.csv")
    func message(_ first: String, _ second: String, input: Data? = nil) throws -> String {
      let lines = [first, second].map { line in
        line.split(separator: " ").map(String.init)
      }
      let run = try SharedTraining.run(lines, in: folder, input: input)
      #expect(run.status != 0)
      let told = run.messages.split(separator: "\n").filter { $0.hasPrefix("lnn-top: ") }
      #expect(told.count == 1, "\(run.messages)")
      return told.first.map(String.init) ?? ""
    }
    let line = Self.quick
    let data = try message(line, line.replacing("waves", with: "others"))
    #expect(data.hasPrefix("lnn-top: process 1 on ") && data.contains(" has other data than process 0 on "))
    let options = try message(line, line + " --units 12")
    #expect(
      options.contains(" has --units 12, process 0 on ") && options.contains(" has --units 32: start all"))
    let missing = try message(line, line.replacing("waves", with: "nowhere"))
    #expect(missing.contains("process 1 on ") && missing.contains("nowhere.csv: there is no such file"))
    #expect(try message(line + " --bach 3", line + " --bach 3").contains("--bach"))
    let piped = try message(
      line.replacing("waves.csv", with: "-"), line.replacing("waves.csv", with: "-"), input: Data(rows.utf8))
    #expect(piped.contains("reach one process only"))
    let other = try message("runs", "runs")
    #expect(
      other.hasPrefix("lnn-top: mpirun started 2 processes, which only 'train' and 'sweep work' make use of"))
    let unbuilt = try CommandRun(
      line.split(separator: " ").map(String.init), in: folder,
      environment: [
        "OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "2", "LNN_TOP_MPI_LIBRARY": "nowhere.so",
      ])
    #expect(
      unbuilt.status == 1 && unbuilt.message.contains("'make mpi' builds it ('nowhere.so' is not there)"))
    let foreign = try CommandRun(
      line.split(separator: " ").map(String.init), in: folder,
      environment: [
        "OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "2", "LNN_TOP_MPI_LIBRARY": "waves.csv",
      ])
    #expect(foreign.status == 1 && foreign.messages.hasPrefix("lnn-top: waves.csv: "), "\(foreign.messages)")
  }

  @Test("Processes without work are told, and the environment of one process alone changes nothing")
  func fewParts() throws {
    let line = Self.quick.replacing("--batch 64", with: "--batch 20")
    let run = try shared(4, line + " --no-run")
    #expect(run.status == 0)
    #expect(
      run.messages.contains(
        "note: a batch of 20 is 2 parts of 16 sequences, so only 2 of 4 processes compute; --batch 64 gives each"
      ))
    let one = try CommandRun(
      line.split(separator: " ").map(String.init) + ["--no-run"], in: folder,
      environment: [
        "OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1", "LNN_TOP_MPI_LIBRARY": "nowhere.so",
      ])
    #expect(one.status == 0, "\(one.messages)")
  }
}
