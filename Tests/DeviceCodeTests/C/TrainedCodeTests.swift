import DeviceCode
import Foundation
import Liquid
import LiquidData
import TestSupport
import Testing

/// Networks that were trained a little on data that people collected, and their C.
@Suite(.enabled(if: HostCompiler() != nil, "there is no C compiler here"))
struct TrainedCodeTests {
  /// Sixty, over all kinds of networks, where all is tested; else a few of them.
  static let numbers = Board.testsAll ? Array(0..<60) : stride(from: 0, to: 60, by: 7).map(\.self)

  @Test(arguments: numbers)
  func theCodeOfATrainedNetworkGivesItsOutputsOnRealRows(_ number: Int) throws {
    var generator = SeededGenerator(seed: UInt64(1000 + number))
    let rows = try RealRows(number: number)
    let variant = NetworkVariant.all[number * 11 % NetworkVariant.all.count]
    let model = try variant.model(
      &generator, inputs: rows.width, neurons: rows.outputs + 4 + generator.integer(below: 20),
      outputs: rows.outputs)
    let trained = try rows.train(model)
    let code = try RunningCode(trained).compiled([["-O0", "-O2", "-O3"][number % 3], "-std=c99"])
    let stream = NetworkStream(model: trained)
    var differences = OutputDifferences(outputs: trained.cell.outputWidth)
    for step in 0..<1000 {
      let (inputs, elapsed) = rows.step(step)
      stream.step(unchecked: inputs, elapsed: step == 0 ? 1 : elapsed)
      differences.add(try code.step(inputs, elapsed: elapsed).outputs, stream.outputs)
    }
    #expect(differences.relativeToRange < 1e-5, "\(variant) on \(rows.name): \(differences)")
  }
}

/// The training part of one of several data sets, as a network sees it.
private struct RealRows {
  let name: String
  private let dataset: Dataset
  private let batch: SequenceBatch
  /// Of the rows in the batch.
  private let places: [Int]

  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL
  private static let tasks = ["occupancy", "traffic", "japanese-vowels", "vix"]

  /// A task whose data are at hand; the sample that comes with the program where none is.
  init(number: Int) throws {
    let shared = Self.package.deletingLastPathComponent().appending(path: "shared/data").path
    let known = Self.tasks.compactMap { name -> (String, Dataset)? in
      let path = Self.package.appending(path: "sample-data/tasks/\(name).yaml").path
      guard let task = try? TaskFile.read(path: path),
        let table = try? Table.read(task.sources, name: name, folder: shared)
      else { return nil }
      return (try? Dataset(table: table, task: task.definition)).map { (name, $0) }
    }
    let sample = try Table.read(path: Self.package.appending(path: "sample-data/lane-keeping.csv").path)
    let all =
      known + [("lane keeping", try Dataset(table: sample, task: TaskDefinition(name: "lane keeping")))]
    (name, dataset) = all[number % all.count]
    let count = dataset.count(of: .train)
    let batch = dataset.batch(.train, indices: (0..<min(count, 64)).map { $0 * count / min(count, 64) })
    self.batch = batch
    places = batch.lengths.enumerated().flatMap { sequence, length in
      (0..<length).map { sequence * batch.steps + $0 }
    }
  }

  var width: Int { batch.inputWidth }
  var outputs: Int { dataset.outputWidth }

  /// Some steps of training: on the targets where the network has as many outputs, else on their numbers.
  func train(_ model: Model) throws -> Model {
    let fits = model.cell.outputWidth == dataset.outputWidth
    let trainer = try Trainer(
      model: model, loss: fits ? dataset.schema.loss : .meanSquaredError, learningRate: 0.005, threads: 1)
    let own = fits ? batch : batch.repeatingTargets(model.cell.outputWidth)
    for _ in 0..<6 { _ = try trainer.step(own) }
    return trainer.model
  }

  /// One row after another, through all sequences and from the beginning again.
  func step(_ index: Int) -> (inputs: [Float], elapsed: Float) {
    let place = places[index % places.count]
    return (Array(batch.inputs[place * width..<(place + 1) * width]), batch.elapsed[place])
  }
}

extension SequenceBatch {
  /// The batch with so many targets, those that it has again and again.
  fileprivate func repeatingTargets(_ count: Int) -> SequenceBatch {
    func repeated(_ values: [Float]) -> [Float] {
      stride(from: 0, to: values.count, by: targetWidth).flatMap { first in
        (0..<count).map { values[first + $0 % targetWidth] }
      }
    }
    return SequenceBatch(
      unchecked: self.count, steps: steps, inputWidth: inputWidth, targetWidth: count, lengths: lengths,
      inputs: inputs, elapsed: elapsed, targets: repeated(targets), targetWeights: repeated(targetWeights))
  }
}
