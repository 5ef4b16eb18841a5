import Foundation
import Telemetry

/// JSON as run files hold it: non-finite numbers as the strings `NaN`, `Infinity`, `-Infinity`; dates as
/// seconds since 2001-01-01 00:00 UTC, which is exact.
package enum RunJSON {
  package static func encode(_ value: some Encodable, path: String) throws(RunStoreError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw .damaged(path: path, what: "a \(type(of: value)) cannot be written as JSON")
    }
  }

  package static func decode<Value: Decodable>(
    _ type: Value.Type, from text: String, path: String
  ) throws(RunStoreError) -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    do {
      return try decoder.decode(type, from: Data(text.utf8))
    } catch {
      throw .damaged(path: path, what: "a \(type) in it cannot be read")
    }
  }
}

/// A frame's perturbations as they are stored: a list, and where they reach the training inputs an object around it.
package struct StoredPerturbations: Codable {
  package let perturbations: [Perturbation]
  package let reachTraining: Bool

  private enum CodingKeys: String, CodingKey {
    case perturbations
    case reachTraining
  }

  package init(_ frame: Frame) {
    perturbations = frame.perturbations
    reachTraining = frame.perturbsTraining
  }

  package init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: CodingKeys.self) {
      perturbations = try container.decode([Perturbation].self, forKey: .perturbations)
      reachTraining = try container.decode(Bool.self, forKey: .reachTraining)
    } else {
      perturbations = try decoder.singleValueContainer().decode([Perturbation].self)
      reachTraining = false
    }
  }

  package func encode(to encoder: any Encoder) throws {
    guard reachTraining else {
      var container = encoder.singleValueContainer()
      try container.encode(perturbations)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(perturbations, forKey: .perturbations)
    try container.encode(reachTraining, forKey: .reachTraining)
  }
}
