import Telemetry

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
