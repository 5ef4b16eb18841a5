import Foundation

extension ModelFile {
  /// Reads a model and the metadata that its writer's caller added.
  ///
  /// Every tensor is checked against the network's layout: name, type, shape, finite values, constraints.
  /// - Throws: `ModelFileError`, naming the tensor where the fault is in one.
  public static func read(
    _ bytes: [UInt8]
  ) throws(ModelFileError) -> (model: Model, metadata: [String: String]) {
    let file = try container(bytes)
    guard let found = file.metadata[versionKey] else { throw .notAModel(missing: versionKey) }
    guard found == version else { throw .unsupportedVersion(found) }
    guard let description = file.metadata[architectureKey] else {
      throw .notAModel(missing: architectureKey)
    }
    let cell = try makeCell(description)
    let parameters = try parameters(of: file, layout: cell.layout)
    let metadata = file.metadata.filter { !$0.key.hasPrefix(reservedPrefix) }
    return (Model(cell: cell, parameters: parameters), metadata)
  }

  private static func container(_ bytes: [UInt8]) throws(ModelFileError) -> Safetensors {
    do {
      return try Safetensors(bytes)
    } catch {
      throw .container(error)
    }
  }

  private static func makeCell(_ description: String) throws(ModelFileError) -> any Cell {
    do {
      let architecture = try JSONDecoder().decode(Architecture.self, from: Data(description.utf8))
      guard architecture.wiring.inputs <= mostInputs else {
        throw ModelFileError.tooManyInputs(architecture.wiring.inputs, limit: mostInputs)
      }
      return try CellRegistry.makeCell(architecture)
    } catch let error as ModelFileError {
      throw error
    } catch let error as ArchitectureError {
      throw .architecture(error)
    } catch let error as DecodingError {
      throw .badDescription(reason(error))
    } catch {
      throw .badDescription("it cannot be read")
    }
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .dataCorrupted(let context): context.debugDescription
    case .keyNotFound(let key, _): "it has no \(quotedForMessage(key.stringValue))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has the wrong type"
    @unknown default: "it cannot be read"
    }
  }

  private static func parameters(
    of file: Safetensors, layout: ParameterLayout
  ) throws(ModelFileError) -> [Float] {
    let tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    var parameters: [Float] = []
    for entry in layout.entries {
      guard let tensor = tensors[entry.name] else { throw .missingTensor(entry.name) }
      parameters += try values(tensor, for: entry)
    }
    let expected = Set(layout.entries.map(\.name))
    if let name = tensors.keys.sorted().first(where: { !expected.contains($0) }) {
      throw .unexpectedTensor(name)
    }
    return parameters
  }

  private static func values(
    _ tensor: SafetensorsTensor, for entry: ParameterLayout.Entry
  ) throws(ModelFileError) -> [Float] {
    guard tensor.shape == entry.shape else {
      throw .wrongShape(tensor: entry.name, expected: entry.shape, found: tensor.shape)
    }
    let values: [Float]
    do {
      values = try tensor.floats()
    } catch {
      throw .container(error)
    }
    for (index, value) in values.enumerated() {
      guard value.isFinite else { throw .notFinite(tensor: entry.name, index: index) }
      guard entry.constraint.allows(value) else {
        throw .outOfConstraint(tensor: entry.name, index: index, value: value)
      }
    }
    return values
  }
}

extension ParameterLayout.Constraint {
  /// Whether a value is one that training could have left.
  package func allows(_ value: Float) -> Bool {
    switch self {
    case .none: true
    case .nonNegative: value >= 0
    case .positive: value > 0
    }
  }
}
