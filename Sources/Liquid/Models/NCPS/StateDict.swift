/// The tensors of a state dict, taken one by one by their names within a module: each is checked as it is taken,
/// and at the end none may be left.
struct StateDict {
  let place: NCPSPlace
  /// Elements of all tensors: how much memory the file warrants.
  let size: Int
  /// By the name within the module.
  private var tensors: [String: SafetensorsTensor] = [:]
  /// Full names outside of the module.
  private let others: [String]

  /// - Parameter ignoresOthers: whether tensors outside of the place are ignored.
  init(_ file: Safetensors, place: NCPSPlace, ignoresOthers: Bool) {
    self.place = place
    size = file.tensors.reduce(0) { $0 + $1.count }
    var others: [String] = []
    for tensor in file.tensors {
      if tensor.name.hasPrefix(place.prefix) {
        tensors[String(tensor.name.dropFirst(place.prefix.count))] = tensor
      } else if !ignoresOthers {
        others.append(tensor.name)
      }
    }
    self.others = others
  }

  /// The names that are left, within the module.
  var names: some Sequence<String> { tensors.keys }

  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// The sizes of a tensor, none of them 0.
  func shape(_ name: String, rank: Int) throws(NCPSError) -> [Int] {
    let tensor = try tensor(name)
    guard tensor.shape.count == rank else {
      throw .wrongRank(tensor: tensor.name, expected: rank, found: tensor.shape)
    }
    guard tensor.count > 0 else { throw .noElements(tensor: tensor.name, found: tensor.shape) }
    return tensor.shape
  }

  /// The elements of a tensor, all finite; it counts as taken.
  mutating func take(_ name: String, shape: [Int]) throws(NCPSError) -> [Float] {
    let values = try values(name, shape: shape)
    tensors[name] = nil
    return values
  }

  /// The elements of a tensor, all finite.
  func values(_ name: String, shape: [Int]) throws(NCPSError) -> [Float] {
    let tensor = try tensor(name)
    guard tensor.shape == shape else {
      throw .wrongShape(tensor: tensor.name, expected: shape, found: tensor.shape)
    }
    let values: [Float]
    do {
      values = try tensor.convertedFloats()
    } catch {
      throw .container(error)
    }
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(tensor: tensor.name, index: index)
    }
    return values
  }

  /// A mask's elements; it counts as taken.
  mutating func takeMask(_ name: String, shape: [Int]) throws(NCPSError) -> [Bool] {
    let values = try take(name, shape: shape)
    if let index = values.firstIndex(where: { $0 != 0 && $0 != 1 }) {
      throw .notAMask(tensor: fullName(name), index: index, value: values[index])
    }
    return values.map { $0 == 1 }
  }

  /// Which map the tensors of a name make: `input` or `output` of an LTC.
  func map(_ name: String) throws(NCPSError) -> ChannelMap {
    let (weight, bias) = (place.cell + name + "_w", place.cell + name + "_b")
    if has(bias), !has(weight) { throw .missingTensor(fullName(weight)) }
    return has(bias) ? .affine : has(weight) ? .linear : .none
  }

  func checkNothingIsLeft() throws(NCPSError) {
    let left = tensors.keys.map(fullName).sorted()
    // A prefix helps only against what lies outside of it.
    if !left.isEmpty { throw .unexpectedTensors(left, prefix: "") }
    if !others.isEmpty { throw .unexpectedTensors(others.sorted(), prefix: place.prefix) }
  }

  func fullName(_ name: String) -> String { place.prefix + name }

  private func tensor(_ name: String) throws(NCPSError) -> SafetensorsTensor {
    guard let tensor = tensors[name] else { throw .missingTensor(fullName(name)) }
    return tensor
  }
}
