import Foundation

extension ModelFile {
  /// The bytes of a model file: the same model and metadata always give the same bytes.
  ///
  /// Parameters are written as they are; reading refuses those that are not finite.
  /// - Precondition: no key of `metadata` begins with `lnn-top.`.
  public static func write(_ model: Model, metadata: [String: String] = [:]) -> [UInt8] {
    let reserved = metadata.keys.filter { $0.hasPrefix(reservedPrefix) }
    precondition(reserved.isEmpty, "metadata under reserved keys: \(reserved.sorted())")
    let tensors = model.cell.layout.entries.map { entry in
      SafetensorsTensor(name: entry.name, shape: entry.shape, floats: model.parameters[entry.range])
    }
    var all = metadata
    all[versionKey] = version
    all[architectureKey] = json(Architecture(model.cell))
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
