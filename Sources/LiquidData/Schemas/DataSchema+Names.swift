import Liquid
import Text

extension DataSchema {
  /// One name per channel, safe to show: `speed`, `color=red`, `pulse present`.
  public var inputNames: [String] {
    inputs.flatMap { input -> [String] in
      let name = input.name
      if let levels = input.levels, !input.isIndexed { return levels.map { "\(name)=\($0)".sanitized } }
      return input.hasMask ? [name, "\(name) present"] : [name]
    }
  }

  /// One name per output, safe to show: the classes, or the targets.
  public var outputNames: [String] {
    isClassification ? classes.map(\.sanitized) : targetNames
  }

  /// One name per target, safe to show.
  public var targetNames: [String] { targets.map(\.name) }

  /// The columns of the targets, each once.
  public var targetColumns: [String] {
    var seen: Set<String> = []
    return targets.map(\.column).filter { seen.insert($0).inserted }
  }

  /// The columns of the inputs, each once.
  public var inputColumns: [String] {
    var seen: Set<String> = []
    return inputs.map(\.column).filter { seen.insert($0).inserted }
  }

  /// The columns that are known ahead, each once.
  package var columnsKnownAhead: [String] {
    var seen: Set<String> = []
    return inputs.filter { $0.ahead != nil && seen.insert($0.column).inserted }.map(\.column)
  }

  /// The rows ahead that are forecast, each once; `[0]` without a forecast.
  public var horizons: [Int] {
    let all = targets.compactMap(\.ahead)
    return all.isEmpty ? [horizon] : Array(Set(all)).sorted()
  }

  /// Rows from an input to a target.
  public func ahead(target: Int) -> Int {
    require(targets.indices.contains(target), "target \(target) of \(targets.count)")
    return targets[target].ahead ?? horizon
  }
}
