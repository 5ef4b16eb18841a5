import Foundation
import TestSupport

extension ImportFixture {
  /// The inputs as a table with the columns a, b and so on, and with a column of times where elapsed times are given.
  func table(elapsed: [Float]? = nil, sequences: [String] = []) -> String {
    let names = (0..<inputWidth).map { String(UnicodeScalar(UInt8(97 + $0))) }
    var header = names
    if elapsed != nil { header.append("time") }
    if !sequences.isEmpty { header.append("sequence") }
    var text = header.joined(separator: ",") + "\n"
    for sequence in sequences.isEmpty ? [""] : sequences {
      var time = 0.0
      for step in 0..<inputs.count / inputWidth {
        var fields = inputs[step * inputWidth..<(step + 1) * inputWidth].map { String(format: "%.9g", $0) }
        if let elapsed {
          // The first step lasts 1 wherever time begins.
          time += step == 0 ? 100 : Double(elapsed[step])
          fields.append("\(time)")
        }
        if !sequences.isEmpty { fields.append(sequence) }
        text += fields.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// The options as the command line takes them.
  var arguments: [String] {
    let pairs: [(String, String?)] = [
      ("--unfolds", options.unfolds.map(String.init)), ("--constraints", options.constraints),
      ("--mode", options.mode), ("--activation", options.activation),
      ("--outputs", options.outputs.map(String.init)),
    ]
    return pairs.flatMap { name, value in value.map { [name, $0] } ?? [] }
  }
}

/// The largest difference of two lists; infinite where their lengths differ or a number is none.
func largestDifference(_ values: [Double], _ others: [Double]) -> Double {
  guard values.count == others.count else { return .infinity }
  return zip(values, others).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(largest, difference)
  }
}
