import Text

/// When a neuron is how active: the conditions on one way through a tree, those on the same feature taken together.
///
///     command 3 is high when lateral_offset > 0.4 and speed <= 12
package struct ActivityRule: Sendable, Hashable, Codable {
  /// The bounds of one feature, in the units of the data.
  package struct Condition: Sendable, Hashable, Codable {
    package let feature: String
    /// The feature is larger; nil: there is no such bound.
    package internal(set) var above: Double?
    /// The feature is not larger; nil: there is no such bound.
    package internal(set) var atMost: Double?
  }

  /// Which third of the range from the lowest to the highest activity among a neuron's rules.
  package enum Level: String, Sendable, Hashable, Codable {
    case low, middle, high
  }

  /// All of them hold; in the order of the tree.
  package let conditions: [Condition]
  package let level: Level
  /// The mean activity on the training rows that the rule is made from.
  package let activity: Double
  /// The share of those rows that it is true of.
  package let share: Double

  /// Whether the rule is true of some values.
  ///
  /// - Parameter value: of a feature, by its name; nil or NaN: it is not known, and the rule not true.
  package func holds(_ value: (String) -> Double?) -> Bool {
    conditions.allSatisfy { condition in
      guard let value = value(condition.feature), !value.isNaN else { return false }
      return value > condition.above ?? -.infinity && value <= condition.atMost ?? .infinity
    }
  }

  /// Whether no values could make both rules true.
  package func contradicts(_ other: ActivityRule) -> Bool {
    conditions.contains { own in
      other.conditions.contains { condition in
        guard own.feature == condition.feature else { return false }
        let lower = max(own.above ?? -.infinity, condition.above ?? -.infinity)
        return lower >= min(own.atMost ?? .infinity, condition.atMost ?? .infinity)
      }
    }
  }
}

extension ActivityRule {
  init(way: [ActivityTree.Turn], features: [String], level: Level, activity: Double, share: Double) {
    var conditions: [Condition] = []
    for turn in way {
      let name = features[turn.feature]
      let place = conditions.firstIndex { $0.feature == name } ?? conditions.count
      if place == conditions.count { conditions.append(Condition(feature: name)) }
      // What comes later on the way is narrower.
      if turn.isAbove {
        conditions[place].above = turn.threshold
      } else {
        conditions[place].atMost = turn.threshold
      }
    }
    (self.conditions, self.level) = (conditions, level)
    (self.activity, self.share) = (activity, share)
  }
}

extension ActivityRule: CustomStringConvertible {
  /// The level and the conditions: `high when lateral_offset > 0.4 and speed <= 12`.
  package var description: String {
    "\(level.rawValue) when " + conditions.map(\.description).joined(separator: " and ")
  }
}

extension ActivityRule.Condition: CustomStringConvertible {
  package var description: String {
    let number = NumberText.shortest
    switch (above, atMost) {
    case (let above?, let atMost?): return "\(number(above)) < \(feature) <= \(number(atMost))"
    case (let above?, nil): return "\(feature) > \(number(above))"
    case (nil, let atMost?): return "\(feature) <= \(number(atMost))"
    case (nil, nil): return "\(feature) is anything"
    }
  }
}
