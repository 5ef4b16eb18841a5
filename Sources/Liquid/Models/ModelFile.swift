import Foundation
import Text

/// A model as a safetensors file that other programs can open: one tensor per entry of the parameter layout.
///
/// The metadata hold the format's version, the network's `Architecture` as JSON, and what the caller adds.
public enum ModelFile {
  /// The version of the format that is written, and the only one that is read.
  public static let version = "1"

  /// Metadata under this prefix belong to the format.
  static let reservedPrefix = "lnn-top."
  static let versionKey = "lnn-top.format"
  private static let architectureKey = "lnn-top.architecture"

  /// More than any real network, few enough that no size computed from a file overflows.
  private static let mostInputs = 1_000_000
}

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
    return (Model(unchecked: cell, parameters: parameters), metadata)
  }

  private static func container(_ bytes: [UInt8]) throws(ModelFileError) -> Safetensors {
    do {
      return try Safetensors(bytes)
    } catch {
      throw .container(error)
    }
  }

  private static func makeCell(_ description: String) throws(ModelFileError) -> any NetworkCell {
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
    case .keyNotFound(let key, _): "it has no \(key.stringValue.quoted)"
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
    try check(values[...], for: entry)
    return values
  }

  private static func check(
    _ values: ArraySlice<Float>, for entry: ParameterLayout.Entry
  ) throws(ModelFileError) {
    for (index, value) in values.enumerated() {
      guard value.isFinite else { throw .notFinite(tensor: entry.name, index: index) }
      guard entry.constraint.allows(value) else {
        throw .outOfConstraint(tensor: entry.name, index: index, value: value)
      }
    }
  }
}

extension ModelFile {
  /// The bytes of a model file: the same model and metadata always give the same bytes.
  ///
  ///     let bytes = try ModelFile.write(model, metadata: ["trained on": "sines"])
  ///     let restored = try ModelFile.read(bytes).model
  ///
  /// - Parameter metadata: texts that are read with the model; no key begins with `lnn-top.`.
  /// - Throws: where what is written could not be read again.
  public static func write(
    _ model: Model, metadata: [String: String] = [:]
  ) throws(ModelFileError) -> [UInt8] {
    if let key = metadata.keys.filter({ $0.hasPrefix(reservedPrefix) }).min() { throw .reservedKey(key) }
    for entry in model.network.layout.entries { try check(model.parameters[entry.range], for: entry) }
    return bytes(of: model, metadata: metadata)
  }

  /// The same for a model and metadata that are known to be sound: what should not be read again is written as well.
  package static func bytes(of model: Model, metadata: [String: String] = [:]) -> [UInt8] {
    let reserved = metadata.keys.filter { $0.hasPrefix(reservedPrefix) }
    precondition(reserved.isEmpty, "metadata under reserved keys: \(reserved.sorted())")
    let tensors = model.network.layout.entries.map { entry in
      SafetensorsTensor(name: entry.name, shape: entry.shape, floats: model.parameters[entry.range])
    }
    var all = metadata
    all[versionKey] = version
    all[architectureKey] = json(Architecture(model.network))
    return Safetensors(tensors: tensors, metadata: all).serialized()
  }

  private static func json(_ architecture: Architecture) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(architecture), as: UTF8.self)
    } catch {
      preconditionFailure("a cell's options always have a JSON form: \(error)")
    }
  }
}

extension ModelFile {
  /// Reads a model file, and the metadata that its writer's caller added.
  ///
  ///     let (model, metadata) = try ModelFile.read(contentsOf: URL(filePath: "driver.safetensors"))
  ///
  /// - Throws: `ModelFileError` where the file cannot be read, is a run, or is not a model that can be used.
  public static func read(
    contentsOf url: URL
  ) throws(ModelFileError) -> (model: Model, metadata: [String: String]) {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: url))
    } catch {
      throw .unreadable(path: url.path, reason: FileFailure.reason(error))
    }
    guard !bytes.starts(with: runBeginning) else { throw .run(path: url.path) }
    return try read(bytes)
  }

  /// Writes a model file whole or not at all: where writing fails, what was there before is left.
  ///
  /// - Throws: `ModelFileError.unwritable`, and where what is written could not be read again.
  public static func write(
    _ model: Model, metadata: [String: String] = [:], to url: URL
  ) throws(ModelFileError) {
    let bytes = try write(model, metadata: metadata)
    do {
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw .unwritable(path: url.path, reason: FileFailure.reason(error))
    }
  }

  /// How a run begins, which is an SQLite file.
  private static let runBeginning = Array("SQLite format 3\0".utf8)
}

/// Why bytes are not a model that can be used, or why its file cannot be read or written.
public enum ModelFileError: Error, Sendable, Hashable {
  case unreadable(path: String, reason: String)
  case unwritable(path: String, reason: String)
  /// A run of the program `lnn-top`, which holds models among much else.
  case run(path: String)
  /// The file itself is damaged, or no safetensors file.
  case container(SafetensorsError)
  /// Tensors without the description of the network: made by another program.
  case notAModel(missing: String)
  /// The file was written by a newer version of the format.
  case unsupportedVersion(String)
  /// Metadata under a key that belongs to the format.
  case reservedKey(String)
  /// The description of the network is damaged.
  case badDescription(String)
  /// The description is well formed, but there is no such network.
  case architecture(ArchitectureError)
  case tooManyInputs(Int, limit: Int)
  case missingTensor(String)
  case unexpectedTensor(String)
  case wrongShape(tensor: String, expected: [Int], found: [Int])
  case notFinite(tensor: String, index: Int)
  /// A value that the network's constraints do not allow.
  case outOfConstraint(tensor: String, index: Int, value: Float)
}

extension ModelFileError: WordedError {
  public var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path.sanitized) cannot be read: \(reason)"
    case .unwritable(let path, let reason): "\(path.sanitized) cannot be written: \(reason)"
    case .run(let path):
      "\(path.sanitized) is a run, not a model file: lnn-top export \(path.sanitized) --format model writes one,"
        + " and so does lnn-top train --model-out FILE"
    case .container(let error): error.description
    case .notAModel(let missing):
      "this safetensors file is not a model of lnn-top: its metadata have no \(missing.quoted);"
        + " weights of the Python package ncps need lnn-top import, or NCPS.read, first"
    case .unsupportedVersion(let version):
      "the model file has the format version \(version.quoted);"
        + " this program reads version \(ModelFile.version)"
    case .reservedKey(let key):
      "the metadata's key \(key.quoted) begins with \(ModelFile.reservedPrefix.quoted), which belongs to the format"
    case .badDescription(let reason):
      "the model file's description of the network is damaged: \(reason.sanitized)"
    case .architecture(let error):
      "the model file's network cannot be built: \(error.description.sanitized)"
    case .tooManyInputs(let count, let limit):
      "the model file's network has \(count) inputs; at most \(limit) are supported"
    case .missingTensor(let name):
      "the model file has no tensor \(name.quoted)"
    case .unexpectedTensor(let name):
      "the model file's network has no place for the tensor \(name.quoted)"
    case .wrongShape(let tensor, let expected, let found):
      "tensor \(tensor.quoted) has the shape \(found) instead of \(expected)"
    case .notFinite(let tensor, let index):
      "tensor \(tensor.quoted) has a value that is not a finite number, at \(index)"
    case .outOfConstraint(let tensor, let index, let value):
      "tensor \(tensor.quoted) has the value \(value) at \(index), which its constraint excludes"
    }
  }
}
