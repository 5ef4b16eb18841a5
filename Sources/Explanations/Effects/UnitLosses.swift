import Liquid

/// The mean loss of each unit, with its own targets and beyond that with others'.
struct UnitLosses {
  var own: [Double] = []
  /// Own minus others'.
  var skill: [Double] = []
  var weights: [Double] = []

  init(_ outputs: [Float], units: EffectUnits, batch: SequenceBatch, loss: Loss, width: Int) {
    for unit in units.units {
      let first = (unit.sequence * batch.steps + unit.steps.lowerBound) * width
      let part = Array(outputs[first..<first + unit.steps.count * width])
      let own = loss.total(outputs: part, width: width, batch: unit.targets)
      let others = unit.others.reduce((sum: 0.0, weight: 0.0)) { total, other in
        let found = loss.total(outputs: part, width: width, batch: other)
        return (total.sum + found.sum, total.weight + found.weight)
      }
      weights.append(own.weight)
      self.own.append(own.weight > 0 ? own.sum / own.weight : 0)
      // Without other targets there is no chance to compare with.
      let chance = others.weight > 0 ? others.sum / others.weight : .nan
      skill.append(own.weight > 0 ? own.sum / own.weight - chance : 0)
    }
  }
}
