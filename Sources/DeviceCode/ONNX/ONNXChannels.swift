import Liquid

/// The nodes that make a network's input channels of values in the data's units.
struct ONNXChannels {
  /// In the network's order, `[batch, channels]`.
  let all: String
  /// What stands for missing values of the next row, `[batch, values]`: the numbers' channels, then the categories', then
  /// the places of indices plus 1, so that the zeros of a new sequence are no level.
  let filled: String
  /// Whether the row lacks a value and is left out, `[batch, 1]`; nil where rows are not left out.
  let lacking: String?

  private struct Number {
    /// Of the column, and of its first channel.
    let column: Int
    let channel: Int
    let mean: Double
    let deviation: Double
    let hasMask: Bool

    /// The largest channel: in deviations, where there are some. Without a limit a wild value could make a state infinite
    /// for good.
    var limit: Double { mean == 0 && deviation == 1 ? Double(Float.greatestFiniteMagnitude) : 1e6 }
  }

  /// A level of a category.
  private struct Level {
    let column: Int
    let channel: Int
    let value: Double
  }

  /// An index of a level.
  private struct Index {
    let column: Int
    let channel: Int
    let levels: Int
    let unseen: Int?
  }

  private struct Columns {
    var numbers: [Number] = []
    var levels: [Level] = []
    var indices: [Index] = []
  }

  /// - Parameter last: what stands for missing values; nil: zeros do.
  init(_ interface: NetworkInterface, last: String?, in builder: inout ONNXGraphBuilder) {
    let parts = Self.columns(of: interface)
    let (numbers, levels, indices) = (parts.numbers, parts.levels, parts.indices)
    let columns = interface.inputs.count
    let width = numbers.count + levels.count + indices.count
    let missing = Self.missing(interface.inputs, &builder)
    let masked = numbers.filter(\.hasMask)

    var values: [String] = []
    if !numbers.isEmpty {
      let before = last.map { builder.slice($0, 0..<numbers.count, of: width, named: "last_numbers") }
      values.append(Self.write(numbers, columns, missing, last: before, &builder))
    }
    if !levels.isEmpty {
      let own = numbers.count..<numbers.count + levels.count
      let before = last.map { builder.slice($0, own, of: width, named: "last_levels") }
      values.append(Self.write(levels, columns, missing, last: before, &builder))
    }
    var given = values
    if !indices.isEmpty {
      let own = width - indices.count..<width
      let before = last.map { builder.slice($0, own, of: width, named: "last_places") }
      let raised = Self.write(indices, columns, missing, last: before, &builder)
      values.append(raised)
      given.append(builder.node(.subtract, [raised, builder.scalar(1 as Float)], named: "places"))
    }
    filled = builder.concat(values, named: "values")
    var channels = numbers.map(\.channel) + levels.map(\.channel) + indices.map(\.channel)
    if !masked.isEmpty {
      given.append(Self.masks(of: masked, columns, missing, &builder))
      channels += masked.map { $0.channel + 1 }
    }
    var places = [Int](repeating: 0, count: channels.count)
    for (place, channel) in channels.enumerated() { places[channel] = place }
    all = builder.gather(
      builder.concat(given, named: "channels"), places, of: places.count, named: "channels")
    lacking = interface.missing == .leftOut ? Self.anyOf(missing, &builder) : nil
  }

  private static func columns(of interface: NetworkInterface) -> Columns {
    var (found, channel) = (Columns(), 0)
    for (column, input) in interface.inputs.enumerated() {
      switch input.kind {
      case .number(let mean, let deviation, let hasMask):
        found.numbers.append(
          Number(column: column, channel: channel, mean: mean, deviation: deviation, hasMask: hasMask))
      case .category(let names):
        found.levels += names.indices.map {
          Level(column: column, channel: channel + $0, value: Double($0))
        }
      case .index(let levels, _, let unseen):
        found.indices.append(Index(column: column, channel: channel, levels: levels, unseen: unseen))
      }
      channel += input.width
    }
    return found
  }

  /// Which values are missing, `[batch, columns]`.
  private static func missing(
    _ columns: [NetworkInterface.Input], _ builder: inout ONNXGraphBuilder
  ) -> String {
    let inputs = ONNXName.inputs.rawValue
    let isNaN = builder.node(.isNaN, [inputs], named: "is_nan")
    let isInfinite = builder.node(.isInfinite, [inputs], named: "is_infinite")
    var missing = builder.node(.or, [isNaN, isInfinite], named: "missing")
    for place in 0..<(columns.map(\.markers.count).max() ?? 0) {
      // A column may have fewer than others; infinities are missing values anyhow.
      let own = columns.map { $0.markers.indices.contains(place) ? $0.markers[place] : .infinity }
      let markers = builder.constant(.doubles(own), shape: [own.count], named: "markers")
      let isMarker = builder.node(.equal, [inputs, markers], named: "is_marker")
      missing = builder.node(.or, [missing, isMarker], named: "missing")
    }
    return missing
  }

  private static func anyOf(_ missing: String, _ builder: inout ONNXGraphBuilder) -> String {
    let ones = builder.cast(missing, to: .float, named: "missing_values")
    let count = builder.node(
      .reduceSum, [ones, builder.integers([1])], ["keepdims": 1], named: "missing_count")
    return builder.node(.greater, [count, builder.scalar(0 as Float)], named: "lacking")
  }

  /// The channels of numbers, `[batch, numbers]`.
  private static func write(
    _ numbers: [Number], _ columns: Int, _ missing: String, last: String?, _ builder: inout ONNXGraphBuilder
  ) -> String {
    let places = numbers.map(\.column)
    func constants(_ values: [Double], _ name: String) -> String {
      builder.constant(.doubles(values), shape: [values.count], named: name)
    }
    let given = builder.gather(ONNXName.inputs.rawValue, places, of: columns, named: "numbers")
    let shifted = builder.node(.subtract, [given, constants(numbers.map(\.mean), "means")], named: "shifted")
    let scaled = builder.node(
      .divide, [shifted, constants(numbers.map(\.deviation), "deviations")], named: "scaled")
    let limits = numbers.map(\.limit)
    let least = builder.node(.maximum, [scaled, constants(limits.map(-), "least")], named: "limited")
    let limited = builder.node(.minimum, [least, constants(limits, "most")], named: "limited")
    return builder.node(
      .whereTrue,
      [
        builder.gather(missing, places, of: columns, named: "missing_numbers"),
        last ?? builder.scalar(0 as Float), builder.cast(limited, to: .float, named: "normalized"),
      ], named: "filled_numbers")
  }

  /// The channels of categories, `[batch, levels]`: 1 in that of the value.
  private static func write(
    _ levels: [Level], _ columns: Int, _ missing: String, last: String?, _ builder: inout ONNXGraphBuilder
  ) -> String {
    let places = levels.map(\.column)
    let given = builder.gather(ONNXName.inputs.rawValue, places, of: columns, named: "categories")
    let own = builder.constant(.doubles(levels.map(\.value)), shape: [levels.count], named: "levels")
    let isLevel = builder.node(.equal, [given, own], named: "is_level")
    let channels = builder.cast(isLevel, to: .float, named: "level_channels")
    guard let last else { return channels }
    let isMissing = builder.gather(missing, places, of: columns, named: "missing_levels")
    return builder.node(.whereTrue, [isMissing, last, channels], named: "filled_levels")
  }

  /// The places of indices plus 1, `[batch, indices]`; 0 where there is no level.
  private static func write(
    _ indices: [Index], _ columns: Int, _ missing: String, last: String?, _ builder: inout ONNXGraphBuilder
  ) -> String {
    let places = indices.map(\.column)
    func constants(_ values: [Double], _ name: String) -> String {
      builder.constant(.doubles(values), shape: [values.count], named: name)
    }
    let given = builder.gather(ONNXName.inputs.rawValue, places, of: columns, named: "indices")
    let most = constants(indices.map { Double($0.levels) - 0.5 }, "most_places")
    let isPlace = builder.node(
      .and,
      [
        builder.node(.greater, [given, builder.scalar(-0.5)], named: "is_positive"),
        builder.node(.greater, [most, given], named: "is_below"),
      ], named: "is_place")
    // To the nearest place, plus 1.
    let above = builder.node(.add, [given, builder.scalar(1.5)], named: "raised")
    let raised = builder.node(.floor, [above], named: "raised")
    let unseen = constants(indices.map { Double(($0.unseen ?? -1) + 1) }, "unseen")
    let known = builder.node(.whereTrue, [isPlace, raised, unseen], named: "known_places")
    return builder.node(
      .whereTrue,
      [
        builder.gather(missing, places, of: columns, named: "missing_places"),
        last ?? builder.scalar(0 as Float), builder.cast(known, to: .float, named: "known_places"),
      ], named: "filled_places")
  }

  /// The channels of masks, `[batch, numbers with one]`: 1 where the value is there.
  private static func masks(
    of numbers: [Number], _ columns: Int, _ missing: String, _ builder: inout ONNXGraphBuilder
  ) -> String {
    let own = builder.gather(missing, numbers.map(\.column), of: columns, named: "missing_masked")
    let absent = builder.cast(own, to: .float, named: "absent")
    return builder.node(.subtract, [builder.scalar(1 as Float), absent], named: "masks")
  }
}
