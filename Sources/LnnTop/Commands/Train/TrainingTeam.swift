import Foundation
import Liquid
import LiquidTraining
import Processes
import Synchronization
import Terminal
import Text

/// The processes that `mpirun` started for one training, as one of them sees them.
///
/// Process 0 decides, draws and records; the others follow it and say nothing.
final class TrainingTeam {
  private let launched: LaunchedProcess
  private let exchange: MPIExchange
  private let hint: ResumeHint
  /// Whether all processes were found to have the same.
  private var isPrepared = false

  /// Meets the other processes.
  ///
  /// - Throws: where they cannot work together; `QuietEnd` where another one says it.
  init(_ launched: LaunchedProcess, _ options: TrainOptions, locations: Locations) throws {
    self.launched = launched
    let hint = ResumeHint(options)
    self.hint = hint
    do {
      exchange = try MPIExchange(
        libraryPaths: locations.mpiLibraries, isEnding: { SignalGuard.received == SIGTERM },
        onLoss: { Console.writeMessage("lnn-top: \($0), so training cannot go on\(hint.text)") })
    } catch {
      // All processes of a machine find the same; the first of them says so.
      throw launched.localRank == 0 ? CommandFailure("\(error)") : QuietEnd()
    }
  }

  private var isLeader: Bool { exchange.rank == 0 }

  /// Reads the data and so on in every process, and goes on only where all of them have the same.
  ///
  /// - Throws: the reason why one of them cannot train along; `QuietEnd` where process 0 says it.
  func prepare(_ asked: TrainOptions, context: CommandContext) throws -> TrainingSetup {
    var options = asked
    if !options.given.contains("threads"), context.settings.settings.threads == nil {
      options.threads = launched.threads(
        cores: ProcessInfo.processInfo.processorCount, allowed: options.threads)
    }
    let setup = Result { [options] in
      try TrainingSetup(options: options, locations: context.locations, processes: exchange)
    }
    let all = exchange.gather(Introduction(setup).bytes).map { Introduction($0) }
    if isLeader, case .failure(let error) = setup { throw error }
    if let objection = Introduction.objection(all, hosts: exchange.hosts) {
      throw isLeader ? CommandFailure(objection) : QuietEnd()
    }
    isPrepared = true
    return try setup.get()
  }

  /// Trains along until process 0 has ended.
  func follow(_ setup: TrainingSetup) { TrainingFollower(plan: setup.plan).run() }

  /// What a person should know of how the work is shared.
  ///
  /// - Parameter isWatched: false where the person could want a dashboard and has none.
  func notes(_ setup: TrainingSetup, _ recording: Recording?, isWatched: Bool) -> [String] {
    var notes: [String] = []
    if let recording, !isWatched {
      notes.append(
        "mpirun passes no keys on: 'lnn-top attach \(ShellWord.quoted(recording.path))' in another terminal has the"
          + " dashboard")
    }
    let batch = setup.plan.configuration.batchSize
    let shards = LaneShard.count(sequences: batch)
    let bytes = Double(shards) * Double(GradientEngine.bytesOfShard(setup.plan.model))
    notes.append(
      "\(exchange.size) processes share each batch; the gradients that they exchange have"
        + " \(NumberText.withSuffix(bytes, decimals: nil))B a step"
        + (setup.plan.model.network.sparseTensors.isEmpty ? "" : " and the rows that it reads of embeddings"))
    if shards < exchange.size {
      let parts = shards == 1 ? "1 part" : "\(shards) parts"
      notes.append(
        "a batch of \(batch) is \(parts) of \(LaneShard.lanes) sequences, so only \(shards) of \(exchange.size)"
          + " processes compute; --batch \(exchange.size * LaneShard.lanes) gives each one")
    }
    return notes
  }

  /// Remembers where the run is recorded, for the message that it cannot go on.
  func note(_ recording: Recording?) { hint.set(run: recording?.path) }

  /// Lets the others go where this is process 0, and waits for them.
  func end() {
    if isLeader, isPrepared { exchange.dismissFollowers() }
    exchange.finish()
  }
}

/// The end of a process of which another one has said all there is to say.
struct QuietEnd: Error {}

/// How a training can be gone on with.
private final class ResumeHint: Sendable {
  private let run: Mutex<String?>

  init(_ options: TrainOptions) {
    // Only process 0 knows the name that a new run gets.
    run = Mutex(options.isUnrecorded ? nil : options.resume ?? options.runFile ?? "RUN")
  }

  func set(run path: String?) { run.withLock { $0 = path } }

  /// A clause; empty where the run is not recorded.
  var text: String {
    run.withLock { run in
      run.map { "; 'lnn-top train --resume \(ShellWord.quoted($0))' goes on from its last checkpoint" } ?? ""
    }
  }
}

/// What a process says of itself before training: it must be what process 0 says.
private struct Introduction: Codable {
  /// Why it cannot train.
  var failure: String?
  /// What has to be the same, as a clause such as `--units 12`, by what it is about.
  var words: [String: String] = [:]

  private static let data = "data"
  private static let start = "start"

  init(_ setup: Result<TrainingSetup, any Error>) {
    switch setup {
    case .failure(let error): failure = "\(error)"
    case .success(let setup):
      // What says how a network is trained; where the data lie may differ from machine to machine.
      let rows = TrainOptions.table.rows.filter {
        $0.resumption != .forgotten && !TrainOptions.sourceOptions.contains($0.long)
      }
      let configuration = setup.options.configuration
      for row in rows { words[row.name] = configuration[row.long].map { "\(row.name) \($0)" } }
      words["program"] = "\(ProgramVersion.line) for \(Self.processor)"
      words[Self.data] = setup.plan.provider.fingerprint ?? ""
      var sum = Checksum()
      sum.add(setup.plan.model.parameters)
      sum.add((setup.plan.resumed?.bytes ?? [])[...])
      words[Self.start] = sum.text
    }
  }

  private static var processor: String {
    #if arch(x86_64)
      "x86-64"
    #elseif arch(arm64)
      "ARM64"
    #else
      "another processor"
    #endif
  }

  var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map { Array($0) } ?? [] }

  /// What `bytes` gave.
  init(_ bytes: [UInt8]) {
    self =
      (try? JSONDecoder().decode(Introduction.self, from: Data(bytes)))
      ?? Introduction(.failure(CommandFailure("it is another version of lnn-top")))
  }

  /// Why processes cannot train together; nil where they can.
  static func objection(_ all: [Introduction], hosts: [String]) -> String? {
    for (rank, other) in all.enumerated() {
      let name = "process \(rank) on \(hosts[rank])"
      if let failure = other.failure { return "\(name): \(failure)" }
      let names = Set(other.words.keys).union(all[0].words.keys).sorted()
      guard let different = names.first(where: { other.words[$0] != all[0].words[$0] }) else { continue }
      switch different {
      case data:
        return "\(name) has other data than process 0 on \(hosts[0]): the same files must be on all machines"
      case start:
        return "\(name) starts from other weights or another step than process 0 on \(hosts[0]):"
          + " the run or model must be the same file on all machines"
      default:
        let (its, first) = (other.words[different], all[0].words[different])
        return "\(name) has \(its ?? "no \(different)"), process 0 on \(hosts[0]) has \(first ?? "none"):"
          + " start all of them alike"
      }
    }
    return nil
  }
}
