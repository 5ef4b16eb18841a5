import DeviceCode
import Liquid
import TestSupport

extension SeededGenerator {
  /// Inputs of all kinds.
  mutating func interfaceInputs() -> [NetworkInterface.Input] {
    (0..<1 + integer(below: 5)).map { index in
      guard integer(below: 3) > 0 else {
        let levels = (0..<1 + integer(below: 4)).map { "level \($0)" }
        return .init(name: "category \(index)", kind: .category(levels: levels))
      }
      // As of dates in seconds, of which a float would know only the minute; and columns that are not scaled.
      let scales: [(Double, Double)] = [(1.7e9, 20), (0, 1), (normal(), uniform(0.2, 50))]
      let (mean, deviation) = scales[integer(below: 3)]
      return .init(
        name: "number \(index)",
        kind: .number(mean: mean, deviation: deviation, hasMask: integer(below: 2) == 0),
        range: mean - 3...mean + 3, markers: Set([-200, 0].prefix(integer(below: 3))))
    }
  }

  mutating func interface(
    _ inputs: [NetworkInterface.Input], outputs: Int, missing: NetworkInterface.Missing,
    answer: NetworkInterface.Answer
  ) -> NetworkInterface {
    let usual = [1, 0.05, 60][integer(below: 3)]
    return NetworkInterface(
      inputs: inputs, missing: missing, answer: answer,
      outputs: (0..<outputs).map { index in
        answer == .numbers
          ? .init(name: "output \(index)", mean: 100 * normal(), deviation: uniform(0.01, 20))
          : .init(name: "output \(index)")
      },
      time: .init(
        unit: usual == 1 ? "steps" : "s", usualStep: usual, longest: integer(below: 2) == 0 ? 3 : 1e6))
  }

  /// Values of a row, some of them missing.
  mutating func row(_ interface: NetworkInterface) -> [Double] {
    interface.inputs.map { input in
      guard uniform() < 0.85 else { return integer(below: 3) == 0 ? .infinity : .nan }
      switch input.kind {
      case .number(let mean, let deviation, _):
        if let marker = input.markers.last, integer(below: 6) == 0 { return marker }
        return mean + deviation * normal()
      // One of them was not in the training.
      case .category(let levels): return Double(integer(below: levels.count + 1))
      case .index(let levels, _, _): return Double(integer(below: levels + 3)) - 1.25
      }
    }
  }

  /// A time between rows, in the interface's unit: some 0, some not known.
  mutating func elapsed(_ interface: NetworkInterface) -> Double {
    switch integer(below: 12) {
    case 0: 0
    case 1: .nan
    case 2: -1
    case 3: .infinity
    default: interface.time.usualStep * uniform(0.05, 4)
    }
  }
}

extension [NetworkInterface.Input] {
  /// With the index of a category in the channels that a network looks a vector up by, where a channel is all of an
  /// input.
  func withIndices(of model: Model) -> Self {
    let tables = (model.cell as? Stack)?.options.embeddings ?? []
    var channel = 0
    return map { input in
      defer { channel += input.width }
      guard input.width == 1, let table = tables.first(where: { $0.channel == channel }) else { return input }
      return .init(
        name: input.name,
        kind: .index(levels: table.levels, names: [], unseen: channel % 2 == 0 ? nil : table.levels - 1),
        markers: Set(input.markers))
    }
  }
}
