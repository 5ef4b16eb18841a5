import Foundation
import Text
/// Networks of the Python package `ncps` (version 1.0.1, PyTorch): their state dicts, read and written.
///
/// A state dict is what `safetensors.torch.save_file(model.state_dict(), path)` writes for an `ncps.torch.LTC`,
/// `ncps.torch.CfC` or one of their cells. Sizes and wiring are found in the tensors; what tensors cannot tell is
/// in `NCPSOptions`. Source of the names and shapes: the package's documentation and its state dicts.
public enum NCPS {
  /// What the names of a module's cell begin with.
  static let cellPrefix = "rnn_cell."

  /// Our names have hyphens where the package's have underscores.
  static func spelling(_ name: String) -> String { name.replacing("-", with: "_") }

  /// A network that was read.
  public struct Import: Sendable {
    /// The network with its weights.
    public let model: Model
    /// What the file does not tell and no option said, such as `6 unfolds`; each is the package's own default.
    public let assumptions: [String]
    /// The file's other metadata, which its writer added.
    public var metadata: [String: String] = [:]
  }

  /// A network that was written.
  public struct Export: Sendable {
    /// A safetensors file.
    public let bytes: [UInt8]
    /// The Python expression that makes a module which accepts the file, such as `LTC(3, FullyConnected(8, 2), …)`.
    public let expression: String
  }

  /// Reads a state dict.
  ///
  /// Memory stays within a small multiple of the file's size, but for the list of synapses of a dense CfC, which
  /// is limited.
  /// - Throws: `NCPSError`, naming the tensor where the fault is in one.
  public static func read(
    _ bytes: [UInt8], options: NCPSOptions = NCPSOptions()
  ) throws(NCPSError) -> Import {
    let file: Safetensors
    do {
      file = try Safetensors(bytes)
    } catch {
      throw .container(error)
    }
    guard file.metadata[ModelFile.versionKey] == nil else { throw .alreadyAModel }
    var options = options
    try options.complete(from: file.metadata)
    let place = try NCPSPlace(in: file, prefix: options.prefix)
    var state = StateDict(file, place: place, ignoresOthers: options.prefix != nil)
    var result =
      switch place.kind {
      case .ltc: try NCPSLTC.read(&state, options: options)
      case .cfc: try NCPSCfC.read(&state, options: options)
      case .wiredCfC: try NCPSWiredCfC.read(&state, options: options)
      }
    try state.checkNothingIsLeft()
    result.metadata = file.metadata.filter { !NCPSOptions.Key.isReserved($0.key) }
    return result
  }

  /// Reads the file of a state dict, as `safetensors.torch.save_file` writes it.
  public static func read(
    contentsOf url: URL, options: NCPSOptions = NCPSOptions()
  ) throws(NCPSError) -> Import {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: url))
    } catch {
      throw .unreadable(path: url.path, reason: FileFailure.reason(error))
    }
    return try read(bytes, options: options)
  }

  /// Writes a network as the state dict of a module of the package; absent synapses get parameters without effect.
  ///
  /// - Parameter metadata: added to the file's own.
  /// - Throws: `NCPSError.inexpressible` where the package has no such network.
  public static func write(
    _ model: Model, metadata: [String: String] = [:]
  ) throws(NCPSError) -> Export {
    guard let cell = model.network as? any NCPSWritable else {
      throw .inexpressible("it has no \(model.cell.identifier) cell")
    }
    let module = try cell.ncpsModule(model)
    let file = Safetensors(
      tensors: module.tensors, metadata: module.metadata.merging(metadata) { own, _ in own })
    return Export(bytes: file.serialized(), expression: module.expression)
  }

  /// Whether bytes are a file that `write` made.
  public static func isExport(_ bytes: [UInt8]) -> Bool {
    (try? Safetensors(bytes))?.metadata[NCPSOptions.Key.expression] != nil
  }
}

/// A cell that the package has as well.
protocol NCPSWritable: NetworkCell {
  /// - Parameter model: of this cell.
  /// - Throws: `NCPSError.inexpressible` for what the package's cell cannot do.
  func ncpsModule(_ model: Model) throws(NCPSError) -> NCPSModule
}

/// A module of the package with its parameters.
struct NCPSModule {
  var tensors: [SafetensorsTensor]
  var expression: String
  /// What the tensors do not tell, for reading the file again.
  var facts: [String: String]

  var metadata: [String: String] { facts.merging([NCPSOptions.Key.expression: expression]) { $1 } }
}
