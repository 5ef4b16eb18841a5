import DeviceCode
import Foundation
import Liquid

/// A network behind its interface as the words of `NetworkInterface` read, one sequence at a time.
final class ReferenceInterface {
  private let interface: NetworkInterface
  private let stream: NetworkStream
  private var last: [[Float]]
  private var hasAnswered = false
  private var waiting = 0.0

  init(_ interface: NetworkInterface, _ model: Model) {
    self.interface = interface
    stream = NetworkStream(model: model)
    last = interface.inputs.map { input in
      if case .index = input.kind { [-1] } else { Array(repeating: 0, count: input.width) }
    }
  }

  /// The raw outputs of a row; nil where it is left out.
  func step(_ values: [Double], elapsed: Double) -> [Double]? {
    let time = elapsed >= 0 && elapsed.isFinite ? elapsed : interface.time.usualStep
    let isMissing = zip(interface.inputs, values).map { !$1.isFinite || $0.markers.contains($1) }
    if interface.missing == .leftOut, isMissing.contains(true) {
      waiting += time
      return nil
    }
    var channels: [Float] = []
    for (index, value) in values.enumerated() {
      channels += self.channels(index, isMissing[index] ? .nan : value)
    }
    let told = hasAnswered ? interface.time.elapsed(waiting + time) : 1
    (hasAnswered, waiting) = (true, 0)
    stream.step(unchecked: channels, elapsed: told)
    return stream.outputs.map(Double.init)
  }

  private func channels(_ index: Int, _ value: Double) -> [Float] {
    let input = interface.inputs[index]
    var channels = [Float](repeating: 0, count: input.width)
    switch input.kind {
    case .number(let mean, let deviation, let hasMask):
      guard value.isFinite else {
        if interface.missing == .lastKnown { channels[0] = last[index][0] }
        return channels
      }
      channels[0] = Float((value - mean) / deviation)
      if hasMask { channels[1] = 1 }
    case .category(let levels):
      guard value.isFinite else { return interface.missing == .lastKnown ? last[index] : channels }
      if let level = levels.indices.first(where: { Double($0) == value }) { channels[level] = 1 }
    case .index(let levels, _, let unseen):
      if value.isFinite {
        let place = value.rounded()
        channels[0] = (0..<Double(levels)).contains(place) ? Float(place) : unseen.map { Float($0) } ?? -1
      } else {
        return interface.missing == .lastKnown ? last[index] : [-1]
      }
    }
    last[index] = channels
    return channels
  }

  /// What a row's answer is, in units; `outputs` alone for numbers.
  static func answers(_ interface: NetworkInterface, _ raw: [Double]?) -> [String: [Double]] {
    let count = interface.outputs.count
    guard let raw else {
      let none = [Double](repeating: .nan, count: count)
      let labels = [Double](repeating: -1, count: interface.answer == .classes ? 1 : count)
      return interface.answer == .numbers
        ? ["outputs": none] : ["outputs": none, "probabilities": none, "label": labels]
    }
    switch interface.answer {
    case .numbers: return ["outputs": zip(raw, interface.outputs).map { $0 * $1.deviation + $1.mean }]
    case .classes:
      let powers = raw.map { exp($0) }
      let best = raw.indices.reduce(0) { raw[$1] > raw[$0] ? $1 : $0 }
      return [
        "outputs": raw, "probabilities": powers.map { $0 / powers.reduce(0, +) }, "label": [Double(best)],
      ]
    case .bits:
      return [
        "outputs": raw, "probabilities": raw.map { 1 / (1 + exp(-$0)) }, "label": raw.map { $0 > 0 ? 1 : 0 },
      ]
    }
  }
}
