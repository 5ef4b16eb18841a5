import Liquid
import LiquidData
import TestSupport

/// Tables of synapses as texts, read from files of a folder that is gone afterwards.
func connectome(_ text: String, roles: String? = nil) throws -> Connectome {
  let folder = try DataFolder(texts: ["edges.csv": text])
  if let roles { try folder.write(Array(roles.utf8), "roles.csv") }
  return try Connectome(
    path: folder.path + "/edges.csv", roles: roles.map { _ in folder.path + "/roles.csv" })
}

/// The wiring of a table, and what is told of it without the folder's path.
func fileWiring(
  _ text: String, roles: String? = nil, inputs: Int = 2, outputs: Int? = 1, seed: UInt64 = 1
) throws -> (wiring: Wiring, notes: [String]) {
  try connectome(text, roles: roles).wiring(inputs: inputs, outputs: outputs, seed: seed)
}

/// The message that a wiring fails with, without the folder's path; "" where it works.
func wiringFailure(_ text: String?, roles: String? = nil, inputs: Int = 2, outputs: Int = 1) -> String {
  do {
    let folder = try DataFolder()
    if let text { try folder.write(Array(text.utf8), "edges.csv") }
    if let roles { try folder.write(Array(roles.utf8), "roles.csv") }
    do {
      let rolesPath = roles.map { _ in folder.path + "/roles.csv" }
      _ = try Connectome(path: folder.path + "/edges.csv", roles: rolesPath)
        .wiring(inputs: inputs, outputs: outputs, seed: 1)
      return ""
    } catch {
      return "\(error)".replacing(folder.path + "/", with: "")
    }
  } catch {
    return "the test's folder: \(error)"
  }
}

extension Wiring {
  /// Synapses by the names of their ends, with the polarity as sign: `A > B +`.
  var named: Set<String> {
    Set(
      synapses.map {
        "\(name(ofNeuron: $0.source)) > \(name(ofNeuron: $0.target)) \($0.polarity > 0 ? "+" : "-")"
      })
  }

  func names(_ layer: Layer) -> [String] {
    layers.indices.filter { layers[$0] == layer }.map(name)
  }

  /// The neurons that inputs reach.
  var sensoryNames: Set<String> { Set(sensorySynapses.map { name(ofNeuron: $0.target) }) }
}
