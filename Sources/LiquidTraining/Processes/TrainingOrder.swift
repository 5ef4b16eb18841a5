import Foundation
import LiquidData
import Telemetry

/// What process 0 of a training tells the others to do next, all together.
enum TrainingOrder: Hashable {
  /// An optimiser step, with the learning rate before the schedule's factor and what the inputs are perturbed with.
  case step(learningRate: Double, perturbations: [Perturbation])
  case validate
  case test
  case testUnder(TestCondition)
  /// The newest step was no good.
  case undo
  /// There is nothing more to do.
  case leave
}

extension TrainingOrder {
  private enum Code: UInt8 { case step, validate, test, testUnder, undo, leave }

  /// Small for a plain step, of which there are many.
  var bytes: [UInt8] {
    switch self {
    case .step(let rate, let perturbations):
      withUnsafeBytes(of: rate) { [Code.step.rawValue] + $0 }
        + (perturbations.isEmpty ? [] : Self.json(perturbations))
    case .validate: [Code.validate.rawValue]
    case .test: [Code.test.rawValue]
    case .testUnder(let condition): [Code.testUnder.rawValue] + Self.json(condition)
    case .undo: [Code.undo.rawValue]
    case .leave: [Code.leave.rawValue]
    }
  }

  /// What `bytes` of the same program gave.
  init(_ bytes: [UInt8]) {
    let rest = Array(bytes.dropFirst())
    switch Code(rawValue: bytes.first ?? .max) {
    case .step:
      let size = MemoryLayout<Double>.size
      self = .step(
        learningRate: rest.withUnsafeBytes { $0.loadUnaligned(as: Double.self) },
        perturbations: rest.count > size ? Self.value(Array(rest.dropFirst(size))) : [])
    case .validate: self = .validate
    case .test: self = .test
    case .testUnder: self = .testUnder(Self.value(rest))
    case .undo: self = .undo
    case .leave: self = .leave
    case nil: preconditionFailure("the bytes \(bytes) are no order")
    }
  }

  private static func json(_ value: some Encodable) -> [UInt8] {
    do {
      return Array(try JSONEncoder().encode(value))
    } catch {
      preconditionFailure("finite numbers and words always have a JSON form: \(error)")
    }
  }

  private static func value<Value: Decodable>(_ json: [UInt8]) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(json))
    } catch {
      preconditionFailure("what the same program encoded: \(error)")
    }
  }
}
