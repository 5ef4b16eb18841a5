import Liquid
import Text

/// The C between raw values and channels, and between raw outputs and values in units.
struct CInterfaceCode {
  let interface: NetworkInterface
  let names: CNames
  let arithmetic: any CArithmetic

  /// Inputs of the same kind that lie side by side: each is written as one loop.
  private struct Run {
    var inputs: Range<Int>
    /// The first one's channel.
    let channel: Int
    /// The first one's place among the values that are kept.
    let kept: Int
    let width: Int
    let kind: Kind

    enum Kind {
      case number, category
      case index(levels: Int, unseen: Int?)

      init(_ kind: NetworkInterface.Input.Kind) {
        switch kind {
        case .number: self = .number
        case .category: self = .category
        case .index(let levels, _, let unseen): self = .index(levels: levels, unseen: unseen)
        }
      }

      var isNumber: Bool { if case .number = self { true } else { false } }
    }
  }

  private var lower: String { names.lower }
  private var upper: String { names.upper }

  private var runs: [Run] {
    var (runs, channel, numbers, categories) = ([Run](), 0, 0, 0)
    for (index, input) in interface.inputs.enumerated() {
      let kind = Run.Kind(input.kind)
      if let last = runs.last, kind.isNumber, last.kind.isNumber, last.width == input.width {
        runs[runs.count - 1].inputs = last.inputs.lowerBound..<index + 1
      } else {
        runs.append(
          Run(
            inputs: index..<index + 1, channel: channel, kept: kind.isNumber ? numbers : categories,
            width: input.width, kind: kind))
      }
      channel += input.width
      if kind.isNumber { numbers += 1 } else { categories += 1 }
    }
    return runs
  }

  private var numbers: [(mean: Double, deviation: Double)] {
    interface.inputs.compactMap {
      if case .number(let mean, let deviation, _) = $0.kind { (mean, deviation) } else { nil }
    }
  }

  private var categoryCount: Int { interface.inputs.count - numbers.count }
  private var keepsValues: Bool { interface.missing == .lastKnown }

  /// Whether any mean is so large beside its deviation that what a float leaves of it counts.
  private var hasRests: Bool {
    numbers.contains { (Double(Float($0.mean)) - $0.mean).magnitude > 1e-6 * $0.deviation }
  }

  // MARK: - Parts of the files

  var stateFields: [CField] {
    var fields: [CField] = []
    if keepsValues, !numbers.isEmpty {
      fields.append(CField(type: arithmetic.number, name: "last_values", count: numbers.count))
    }
    if keepsValues, categoryCount > 0 {
      fields.append(CField(type: levelType, name: "last_levels", count: categoryCount))
    }
    return fields
  }

  /// Of a level's place.
  private var levelType: String {
    let isLarge = runs.contains {
      if case .index(let levels, _) = $0.kind { levels > Int16.max } else { false }
    }
    return isLarge ? "int32_t" : "int16_t"
  }

  var tables: [CTable] {
    guard !numbers.isEmpty, numbers.contains(where: { $0 != (0, 1) }) else { return [] }
    let means = CTable("\(lower)_input_mean", numbers.map { Float($0.mean) })
    let rests = CTable("\(lower)_input_rest", numbers.map { Float($0.mean - Double(Float($0.mean))) })
    let scales = CTable("\(lower)_input_scale", numbers.map { Float(1 / $0.deviation) })
    return [means] + (hasRests ? [rests] : []) + [scales]
  }

  var outputTables: [CTable] {
    guard interface.answer == .numbers,
      interface.outputs.contains(where: { $0.mean != 0 || $0.deviation != 1 })
    else { return [] }
    return [
      CTable("\(lower)_output_mean", interface.outputs.map { Float($0.mean) }),
      CTable("\(lower)_output_scale", interface.outputs.map { Float($0.deviation) }),
    ]
  }

  /// Functions that `encode` calls.
  var helpers: [String] {
    var helpers = [
      """
      /* Whether a float is a number: neither NaN nor infinite. */
      static int \(lower)_is_number(float x) { return x - x == 0.0f; }
      """
    ]
    if runs.contains(where: { if case .index = $0.kind { true } else { false } }) {
      helpers.append(FloatHelper.place.text(names, places: FloatPlaces([])))
    }
    if hasMarkers { helpers.append(isKnown) }
    if !numbers.isEmpty { helpers.append(normalize) }
    return helpers
  }

  private var hasMarkers: Bool { interface.inputs.contains { !$0.markers.isEmpty } }

  /// What tells whether the value of an input is there.
  ///
  /// - Parameter index: a C expression for the input's place.
  func isKnown(_ index: String) -> String {
    hasMarkers ? "\(lower)_is_known(inputs[\(index)], \(index))" : "\(lower)_is_number(inputs[\(index)])"
  }

  private var isKnown: String {
    let cases = interface.inputs.enumerated().filter { !$0.element.markers.isEmpty }.map { index, input in
      let comparisons = input.markers.map { "x != \(CText.operand(Float($0)))" }.joined(separator: " && ")
      return "    case \(index): return \(comparisons);"
    }
    return """
      /* Whether a value is there: some numbers stand for a missing one. */
      static int \(lower)_is_known(float x, \(lower)_size input) {
        if (!\(lower)_is_number(x)) return 0;
        switch (input) {
      \(cases.joined(separator: "\n"))
          default: return 1;
        }
      }
      """
  }

  private var normalize: String {
    guard !tables.isEmpty else {
      return "static float \(lower)_normalize(float value) { return value; }"
    }
    let rest = hasRests ? " - \(lower)_input_rest[number]" : ""
    // A column that is not scaled has no limit either.
    let isMixed = numbers.contains { $0 == (0, 1) }
    let unscaled =
      isMixed
      ? "\n  if (\(lower)_input_mean[number] == 0.0f && \(lower)_input_scale[number] == 1.0f) return value;"
      : ""
    return """
      /* A million deviations are far enough. */
      static float \(lower)_normalize(float value, \(lower)_size number) {
        const float x = ((value - \(lower)_input_mean[number])\(rest)) * \(lower)_input_scale[number];\(unscaled)
        return x > 1000000.0f ? 1000000.0f : x < -1000000.0f ? -1000000.0f : x;
      }
      """
  }

  /// The lines that write `channels` from `inputs`.
  var encode: [String] {
    runs.flatMap { run in
      switch run.kind {
      case .number: numberLoop(run)
      case .category: category(run)
      case .index(let levels, let unseen): index(run, levels: levels, unseen: unseen)
      }
    }
  }

  private func numberLoop(_ run: Run) -> [String] {
    let (first, count) = (run.inputs.lowerBound, run.inputs.count)
    let place = run.width == 1 ? "i" : "2 * i"
    func offset(_ base: Int, _ index: String) -> String { base == 0 ? index : "\(base) + \(index)" }
    let number = offset(run.kept, "i")
    let argument = tables.isEmpty ? "" : ", \(number)"
    let channel = "channels[\(offset(run.channel, place))]"
    let normalized = "\(lower)_normalize(inputs[\(offset(first, "i"))]\(argument))"
    var lines = [
      "  for (\(lower)_size i = 0; i < \(count); i++) {",
      "    const int known = \(isKnown(offset(first, "i")));",
    ]
    if keepsValues {
      lines += [
        "    if (known) state->last_values[\(number)] = \(arithmetic.channel(normalized));",
        "    \(channel) = state->last_values[\(number)];",
      ]
    } else {
      lines.append("    \(channel) = \(arithmetic.channel("known ? \(normalized) : 0.0f"));")
    }
    if run.width == 2 {
      lines.append(
        "    channels[\(offset(run.channel + 1, place))] = \(arithmetic.channel("known ? 1.0f : 0.0f"));")
    }
    return lines + ["  }"]
  }

  private func category(_ run: Run) -> [String] {
    let input = "inputs[\(run.inputs.lowerBound)]"
    // What is no level may be a number far beyond those of an int16_t.
    let level =
      "\(input) >= 0.0f && \(input) < \(run.width).0f && (float)(int16_t)\(input) == \(input) ? (int16_t)\(input) : (int16_t)-1"
    var lines = ["  {"]
    if keepsValues {
      lines += [
        "    if (\(isKnown("\(run.inputs.lowerBound)"))) state->last_levels[\(run.kept)] = \(level);",
        "    for (int16_t i = 0; i < \(run.width); i++) {",
        "      channels[\(run.channel) + i] = \(arithmetic.channel("i == state->last_levels[\(run.kept)] ? 1.0f : 0.0f"));",
        "    }",
      ]
    } else {
      lines += [
        "    const int16_t level = \(level);",
        "    for (int16_t i = 0; i < \(run.width); i++) {",
        "      channels[\(run.channel) + i] = \(arithmetic.channel("i == level ? 1.0f : 0.0f"));",
        "    }",
      ]
    }
    return lines + ["  }"]
  }

  private func index(_ run: Run, levels: Int, unseen: Int?) -> [String] {
    let (place, channel) = (run.inputs.lowerBound, "channels[\(run.channel)]")
    var lines = [
      "  {",
      "    const int known = \(isKnown("\(place)"));",
      "    int32_t level = \(lower)_place(inputs[\(place)], \(levels));",
    ]
    if let unseen { lines.append("    if (level < 0) level = \(unseen);") }
    if keepsValues {
      let last = "state->last_levels[\(run.kept)]"
      lines += [
        "    if (known) \(last) = (\(levelType))level;", "    \(channel) = \(arithmetic.index(last));",
      ]
    } else {
      lines += ["    if (!known) level = -1;", "    \(channel) = \(arithmetic.index("level"));"]
    }
    return lines + ["  }"]
  }

  /// The lines that write `outputs` from `raw`.
  var decode: [String] {
    let value = arithmetic.output("i").replacingOccurrences(of: "outputs[", with: "raw[")
    let scaled =
      outputTables.isEmpty ? value : "\(value) * \(lower)_output_scale[i] + \(lower)_output_mean[i]"
    return [
      "  for (\(lower)_size i = 0; i < \(upper)_OUTPUTS; i++) outputs[i] = \(scaled);"
    ]
  }

  /// The lines that set what is kept of the inputs to that of a new sequence.
  var initialise: [String] {
    guard keepsValues, categoryCount > 0 else { return [] }
    return ["  for (\(lower)_size i = 0; i < \(categoryCount); i++) state->last_levels[i] = -1;"]
  }
}
