import CAllocationCount
import Liquid
import TestSupport

/// Counts what steps allocate, in a process of its own, and prints a line for each: the number, a tab, what it is of.
@main
struct AllocationCount {
  static func main() throws {
    guard allocation_count_works() else {
      print("0\tnothing can be counted here")
      return
    }
    var kept: [Int] = []
    report("an array that grows", blocks { kept.append(1) })
    report("an aligned buffer", blocks { kept.append(LaneBuffer(count: 16).count) })
    precondition(kept.count == 2)
    for variant in NetworkVariant.all {
      var generator = SeededGenerator(seed: 1)
      let model = try variant.model(&generator, inputs: 5, neurons: 20, outputs: 3, size: .wide)
      report("stream, \(variant)", try StreamCount(stream: NetworkStream(model: model)).run())
      if let stream = NetworkStream(inOneLane: model) {
        report("stream in one lane, \(variant)", try StreamCount(stream: stream).run())
      }
      for method in [OnlineMethod.rtrl, .snap1] {
        report("online step, \(method), \(variant)", OnlineCount(model: model, method: method).run())
      }
      for loss in Loss.allCases {
        let training = try TrainingCount(model: model, loss: loss, threads: 1)
        report(
          "training step, \(loss), 1 thread, \(variant)", try training.run(sequences: 40, steps: 9).last ?? -1
        )
      }
    }
    try reportThreads()
  }

  /// On two threads, for batches of several sizes: in the best of several steps, since Dispatch now and then starts a
  /// thread anew, more often on a busy machine.
  private static func reportThreads() throws {
    for cell: any NetworkCell in try cells() {
      let training = try TrainingCount(model: Model(cell: cell, seed: 1), loss: .meanSquaredError, threads: 2)
      for (sequences, steps) in [(64, 8), (64, 32), (256, 8)] {
        report(
          "training step, 2 threads, \(cell.identifier), \(sequences) sequences, \(steps) steps",
          try training.run(sequences: sequences, steps: steps)[0])
      }
    }
  }

  private static func cells() throws -> [any NetworkCell] {
    let wiring = try Wiring.autoNCP(inputs: 4, units: 16, outputs: 2, seed: 1)
    return [try LTC(wiring: wiring), try CfC(wiring: wiring)]
  }

  private static func report(_ what: String, _ blocks: Int64) {
    print("\(blocks)\t\(what)")
  }
}

/// How many blocks of memory something allocates.
func blocks(_ body: () throws -> Void) rethrows -> Int64 {
  let before = allocation_count()
  try body()
  return allocation_count() - before
}
