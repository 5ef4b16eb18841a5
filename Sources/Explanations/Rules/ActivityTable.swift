import Text

/// What neurons did, beside what they may have answered to: named features and activities, one row a time step.
package struct ActivityTable: Sendable {
  package let features: [String]
  package let neurons: [String]
  package let rows: Int
  /// In the units of the data, `[rows, features]`.
  let values: [Double]
  /// `[rows, neurons]`
  let activities: [Double]

  /// Any value may be NaN: the rows that have one are left out where it is needed.
  ///
  /// - Parameters:
  ///   - features: the names of inputs and of other variables, such as the speed of a car.
  ///   - values: in the units that rules are to be written in, `[rows, features]`.
  ///   - neurons: the names of the neurons, such as `command 3`.
  ///   - activities: their states, `[rows, neurons]`.
  /// - Throws: where the numbers of values do not fit, or a name is there twice.
  package init(
    features: [String], values: [Double], neurons: [String], activities: [Double]
  ) throws(RuleError) {
    guard !features.isEmpty, !neurons.isEmpty else { throw .nothingNamed }
    for names in [features, neurons] {
      var seen: Set<String> = []
      for name in names where !seen.insert(name).inserted { throw .repeatedName(name) }
    }
    guard values.count % features.count == 0 else {
      throw .partialRow(values: values.count, names: features.count)
    }
    guard activities.count % neurons.count == 0 else {
      throw .partialRow(values: activities.count, names: neurons.count)
    }
    rows = values.count / features.count
    guard activities.count / neurons.count == rows else {
      throw .otherRows(features: rows, neurons: activities.count / neurons.count)
    }
    (self.features, self.values) = (features, values)
    (self.neurons, self.activities) = (neurons, activities)
  }

  func value(row: Int, feature: Int) -> Double { values[row * features.count + feature] }

  func activity(row: Int, neuron: Int) -> Double { activities[row * neurons.count + neuron] }

  /// Whether all features of a row are numbers.
  func isComplete(row: Int) -> Bool {
    features.indices.allSatisfy { value(row: row, feature: $0).isFinite }
  }
}

/// Why rules cannot be looked for.
package enum RuleError: Error, Sendable, Hashable {
  case nothingNamed
  case repeatedName(String)
  case partialRow(values: Int, names: Int)
  case otherRows(features: Int, neurons: Int)
  case validationRow(Int, count: Int)
}

extension RuleError: WordedError {
  package var description: String {
    switch self {
    case .nothingNamed: "rules need at least one feature and one neuron, each with a name"
    case .repeatedName(let name):
      "the name \(name.quoted) is there twice; name each feature and each neuron differently"
    case .partialRow(let values, let names):
      "\(counted(values, "value")) in rows of \(names); give one for each name in every row"
    case .otherRows(let features, let neurons):
      "\(counted(features, "row")) of features beside \(counted(neurons, "row")) of neurons; give as many of both"
    case .validationRow(let row, let count):
      "there is no row \(row) to validate with: there are \(counted(count, "row")), from 0 on"
    }
  }
}
