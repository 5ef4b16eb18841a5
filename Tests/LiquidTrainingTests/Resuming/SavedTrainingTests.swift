import Foundation
import Liquid
import LiquidTraining
import Telemetry
import Testing

/// Training states that were damaged or made up: refused with one line, never a trap.
@Suite struct SavedTrainingTests {
  private let variant = TrainingVariant(network: .ltc, optimizer: .init(.adam))

  private func saved(_ plan: TrainingPlan, steps: Int = 8) -> SavedTraining {
    let trainer = RunTrainer(provider: plan.provider, model: plan.model, configuration: plan.configuration)
    for _ in 0..<steps {
      _ = trainer.makeStep()
      if trainer.isValidationDue { _ = trainer.validate() }
    }
    var disturbances = Disturbances()
    disturbances.add(Perturbation(kind: .noise, channel: 1, magnitude: 0.1))
    disturbances.add(Intervention.silence(neuron: 3))
    return SavedTraining(
      trainer: trainer.state, disturbances: disturbances, lastValidation: nil, unvalidated: nil, elapsed: 2.5,
      dataFingerprint: plan.provider.fingerprint)
  }

  @Test func damagedBytesAreRefused() throws {
    let plan = try variant.plan(epochs: 2)
    let good = saved(plan)
    let bytes = try #require(good.bytes)
    var generator = SeededGenerator(seed: 5)
    for round in 0..<400 {
      var damaged = bytes
      // The header holds the words; the rest is numbers.
      let place = generator.integer(below: round.isMultiple(of: 2) ? 3000 : bytes.count)
      damaged[place] ^= 1 << UInt8(generator.integer(below: 8))
      do {
        // A bit of the padding means nothing.
        let read = try SavedTraining(damaged, plan: plan)
        #expect(read == good, "bit in byte \(place)")
      } catch {
        #expect(!error.description.isEmpty && !error.description.contains("\n"))
      }
      let length = generator.integer(below: bytes.count)
      #expect(throws: SavedTrainingError.self) { try SavedTraining(Array(bytes.prefix(length)), plan: plan) }
    }
    #expect(try SavedTraining(bytes, plan: plan) == good)
  }

  /// The same file with a part replaced and the checksum of the new contents.
  private func forged(
    _ bytes: [UInt8], tensor name: String? = nil, _ values: SafetensorsTensor? = nil,
    progress change: (String) -> String = { $0 }
  ) throws -> [UInt8] {
    let file = try Safetensors(bytes)
    let progress = change(try #require(file.metadata["lnn-top.training"]))
    let tensors = file.tensors.filter { $0.name != name } + (values.map { [$0] } ?? [])
    return Safetensors(
      tensors: tensors,
      metadata: file.metadata.merging([
        "lnn-top.training": progress,
        "lnn-top.checksum": SavedTraining.checksum(progress: progress, tensors: tensors),
      ]) { $1 }
    ).serialized()
  }

  @Test func impossibleContentsAreRefusedThoughTheirChecksumIsRight() throws {
    let plan = try variant.plan(epochs: 2)
    let bytes = try #require(saved(plan).bytes)
    let file = try Safetensors(bytes)
    #expect(try SavedTraining(try forged(bytes), plan: plan).bytes == bytes)
    for tensor in file.tensors {
      let name = tensor.name
      let others = [
        nil, SafetensorsTensor(name: name, shape: [1], floats: [.nan]),
        SafetensorsTensor(name: name, shape: [3], int64s: [-1, .max, .min]),
        SafetensorsTensor(
          name: name, shape: [tensor.count], floats: repeatElement(.nan, count: tensor.count)),
      ]
      for other in others {
        let forged = try forged(bytes, tensor: name, other)
        #expect(throws: SavedTrainingError.self, "\(name)") { try SavedTraining(forged, plan: plan) }
      }
    }
  }

  @Test(arguments: ["order", "last_batch", "optimizer.mean_square"])
  func valuesOutOfTheirRangeAreRefused(name: String) throws {
    let plan = try variant.plan(epochs: 2)
    let bytes = try #require(saved(plan).bytes)
    let count = try #require(try Safetensors(bytes)[name]).count
    let values =
      name.hasPrefix("optimizer")
      ? SafetensorsTensor(name: name, shape: [count], floats: repeatElement(-1, count: count))
      : SafetensorsTensor(name: name, shape: [count], int64s: repeatElement(1 << 40, count: count))
    let forged = try forged(bytes, tensor: name, values)
    #expect(throws: SavedTrainingError.self) { try SavedTraining(forged, plan: plan) }
  }

  @Test func impossibleNumbersAreRefusedOrHarmless() throws {
    let plan = try variant.plan(epochs: 2)
    let bytes = try #require(saved(plan).bytes)
    let text = try #require(try Safetensors(bytes).metadata["lnn-top.training"])
    let fields = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    var refused = 0
    for field in fields.keys.sorted() {
      for value in [-1, 9_223_372_036_854_775_807, 1e300, "inf", "nan", [7], NSNull(), 0] as [Any] {
        let forged = try forged(bytes) { _ in
          var changed = fields
          changed[field] = value
          let data = (try? JSONSerialization.data(withJSONObject: changed, options: .sortedKeys)) ?? Data()
          return String(decoding: data, as: UTF8.self)
        }
        guard let read = try? SavedTraining(forged, plan: plan) else {
          refused += 1
          continue
        }
        let trainer = RunTrainer(
          provider: plan.provider, model: plan.model, configuration: plan.configuration, state: read.trainer)
        _ = trainer.makeStep()
        #expect(trainer.step == read.step + 1, "\(field) = \(value)")
      }
    }
    #expect(refused > 50)
  }

  @Test func anotherRunsStateIsRefused() throws {
    let plan = try variant.plan(epochs: 2)
    let bytes = try #require(saved(plan).bytes)
    var other = plan
    other.provider = DatasetProvider(try SineTask.dataset(rows: 601), plan.configuration)
    #expect(throws: SavedTrainingError.otherData) { try SavedTraining(bytes, plan: other) }
    var optimizer = plan
    optimizer.configuration.optimizer = .init(.sgd)
    #expect(throws: SavedTrainingError.self) { try SavedTraining(bytes, plan: optimizer) }
    let network = try TrainingVariant(network: .gru, optimizer: .init(.adam)).plan(epochs: 2)
    #expect(throws: SavedTrainingError.self) { try SavedTraining(bytes, plan: network) }
    let model = ModelFile.bytes(of: plan.model)
    #expect(throws: SavedTrainingError.notATrainingState) { try SavedTraining(model, plan: plan) }
    let newer = try Safetensors(bytes)
    let renamed = Safetensors(
      tensors: newer.tensors, metadata: newer.metadata.merging(["lnn-top.training-version": "2"]) { $1 })
    #expect(throws: SavedTrainingError.unsupportedVersion("2")) {
      try SavedTraining(renamed.serialized(), plan: plan)
    }
  }

  @Test func theFingerprintIsThatOfWhatTheNetworkSees() throws {
    let first = try SineTask.dataset().fingerprint
    #expect(try SineTask.dataset().fingerprint == first && first.count == 16)
    #expect(try SineTask.dataset(rows: 599).fingerprint != first)
    #expect(try SineTask.dataset(classes: true).fingerprint != first)
  }

  @Test func whatAPersonDidIsSaidInAFewWords() throws {
    var saved = saved(try variant.plan(epochs: 2))
    #expect(saved.activeChanges(configuredRate: 0.01) == ["1 perturbation", "1 intervention"])
    saved.disturbances.add(Perturbation(kind: .holdLast, channel: 0, magnitude: 0.1))
    saved.disturbances.reachTraining = true
    saved.disturbances.remove(.neuron(3))
    saved.trainer.learningRate = 0.002
    #expect(
      saved.activeChanges(configuredRate: 0.01)
        == ["2 perturbations of the training inputs", "the learning rate 0.002"])
  }
}
