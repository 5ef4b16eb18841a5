import Foundation
import Liquid
import Telemetry

extension SavedTraining {
  static let version = "1"

  /// The bytes, the same for the same state; nil where a parameter is no finite number, so that the next step would
  /// find the run diverged.
  public var bytes: [UInt8]? {
    let vectors = [trainer.parameters, trainer.lastGood, trainer.best?.parameters ?? []]
    guard vectors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let progress = Progress(self).json
    let tensors = tensors
    return Safetensors(
      tensors: tensors,
      metadata: [
        Key.version: Self.version, Key.progress: progress,
        Key.checksum: Self.checksum(progress: progress, tensors: tensors),
      ]
    ).serialized()
  }

  /// Under which names the parts stand.
  enum Key {
    static let version = "lnn-top.training-version"
    static let progress = "lnn-top.training"
    static let checksum = "lnn-top.checksum"
    static let parameters = "parameters"
    static let lastGood = "last_good"
    static let best = "best"
    static let order = "order"
    static let generator = "order.generator"
    static let lastBatch = "last_batch"
    static let optimizer = "optimizer."
  }

  private var tensors: [SafetensorsTensor] {
    func floats(_ name: String, _ values: [Float]) -> SafetensorsTensor {
      SafetensorsTensor(name: name, shape: [values.count], floats: values)
    }
    func indices(_ name: String, _ values: [Int]) -> SafetensorsTensor {
      SafetensorsTensor(name: name, shape: [values.count], int64s: values.lazy.map { Int64($0) })
    }
    let generator = trainer.order.generator.words.map { Int(bitPattern: UInt($0)) }
    return [
      floats(Key.parameters, trainer.parameters), floats(Key.lastGood, trainer.lastGood),
      indices(Key.order, trainer.order.order), indices(Key.generator, generator),
      indices(Key.lastBatch, trainer.lastBatch),
    ] + (trainer.best.map { [floats(Key.best, $0.parameters)] } ?? [])
      + trainer.optimizer.vectors.sorted { $0.key < $1.key }.map { floats(Key.optimizer + $0.key, $0.value) }
  }

  /// Of everything that reading takes from the file.
  package static func checksum(progress: String, tensors: [SafetensorsTensor]) -> String {
    var sum = Checksum()
    sum.add(progress)
    for tensor in tensors.sorted(by: { $0.name < $1.name }) {
      sum.add(tensor.name)
      sum.add(tensor.type.rawValue)
      sum.add(tensor.bytes)
    }
    return sum.text
  }
}

extension SavedTraining {
  /// The numbers and words of a state; the long arrays are tensors beside it.
  struct Progress: Codable {
    var step: Int
    var plannedSteps: Int
    var scheduleSteps: Int
    var learningRate: Double
    var bestStep: Int?
    var bestValidation: Validation?
    var epochsSinceBest: Int
    var smallestLoss: Double
    var optimizerSteps: Int
    var orderPosition: Int
    var perturbations: [Perturbation]
    var interventions: [Intervention]
    var reachTraining: Bool
    var lastPerturbations: [Perturbation]
    var lastValidation: Validation?
    var unvalidated: StepScalars?
    var elapsed: Double
    var dataFingerprint: String

    init(_ saved: SavedTraining) {
      let trainer = saved.trainer
      step = trainer.step
      plannedSteps = trainer.plannedSteps
      scheduleSteps = trainer.scheduleSteps
      learningRate = trainer.learningRate
      bestStep = trainer.best?.step
      bestValidation = trainer.best?.validation
      epochsSinceBest = trainer.epochsSinceBest
      smallestLoss = trainer.smallestLoss
      optimizerSteps = trainer.optimizer.count
      orderPosition = trainer.order.position
      perturbations = saved.disturbances.perturbations
      interventions = saved.disturbances.interventions
      reachTraining = saved.disturbances.reachTraining
      lastPerturbations = trainer.lastPerturbations
      lastValidation = saved.lastValidation
      unvalidated = saved.unvalidated
      elapsed = saved.elapsed
      dataFingerprint = saved.dataFingerprint
    }

    // Foundation writes the shortest decimals that are read as the same number.
    private static let (infinity, minusInfinity, nan) = ("inf", "-inf", "nan")

    fileprivate var json: String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: Self.infinity, negativeInfinity: Self.minusInfinity, nan: Self.nan)
      do {
        return String(decoding: try encoder.encode(self), as: UTF8.self)
      } catch {
        preconditionFailure("numbers and text always have a JSON form: \(error)")
      }
    }

    init(json: String) throws {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: Self.infinity, negativeInfinity: Self.minusInfinity, nan: Self.nan)
      self = try decoder.decode(Self.self, from: Data(json.utf8))
    }
  }
}
