import Liquid
import Text

/// net.h: what a program needs to know of the network.
struct CHeader {
  private let source: CSource
  private let names: CNames
  private let interface: NetworkInterface

  init(_ source: CSource) {
    self.source = source
    names = source.names
    interface = source.interface
  }

  private var lower: String { names.lower }
  private var upper: String { names.upper }

  var text: String {
    """
    \(introduction)
    #ifndef \(upper)_H
    #define \(upper)_H

    #include <stdint.h>

    #ifdef __cplusplus
    extern "C" {
    #endif

    \(inputs)

    \(outputs)

    \(results)

    \(state)

    \(([functions] + source.arithmetic.functions.map(\.declaration)).joined(separator: "\n\n"))

    #ifdef __cplusplus
    }
    #endif

    #endif

    """
  }

  private var introduction: String {
    let lines =
      source.description + interface.recipe + source.arithmetic.notes + [
        "",
        "    \(lower)_state state;",
        "    float outputs[\(upper)_OUTPUTS];",
        "    \(lower)_init(&state);",
        "    \(lower)_step(&state, inputs, elapsed, outputs);   once for each row of values",
      ]
    return "/* " + lines.flatMap { CText.paragraph(CText.commentText($0)) }.joined(separator: "\n   ") + " */"
  }

  private var inputs: String {
    var used: Set<String> = []
    let constants = names.constants("INPUT", interface.inputs.map(\.name), used: &used)
    var lines = [
      "/* What a step is given: one value each, in the unit of the data. \(missing) */",
      "#define \(upper)_INPUTS \(interface.inputs.count)",
      "enum {",
    ]
    for (index, input) in interface.inputs.enumerated() {
      let comma = index + 1 < interface.inputs.count ? "," : ""
      lines.append("  \(constants[index]) = \(index)\(comma)  \(CText.comment(describe(input)))")
    }
    lines.append("};")
    for (input, constant) in zip(interface.inputs, constants) {
      guard let levels = input.namedLevels else { continue }
      let column = constant.dropFirst("\(upper)_INPUT_".count)
      let levelNames = names.constants("LEVEL_\(column)", levels, used: &used)
      lines.append(
        "/* The levels of \(CText.commentText(input.name)); any other whole number is one that training did not see. */"
      )
      lines.append("enum {")
      for (index, name) in levelNames.enumerated() {
        let comma = index + 1 < levels.count ? "," : ""
        lines.append("  \(name) = \(index)\(comma)  \(CText.comment(levels[index]))")
      }
      lines.append("};")
    }
    return (lines + ranges).joined(separator: "\n")
  }

  /// Where they are known for all inputs.
  private var ranges: [String] {
    let known = interface.inputs.map { input -> (Float, Float)? in
      switch input.kind {
      case .category(let levels): (0, Float(max(levels.count - 1, 0)))
      case .index(let levels, _, _): (0, Float(max(levels - 1, 0)))
      case .number: input.range.map { (Float($0.lowerBound), Float($0.upperBound)) }
      }
    }
    let all = known.compactMap(\.self)
    guard all.count == known.count else { return [] }
    func macro(_ name: String, _ values: [Float]) -> String {
      let literals = CText.wrapped(values.map(CText.literal), indent: 4).split(separator: "\n")
      return "#define \(upper)_INPUTS_\(name) { \\\n" + literals.map { "\($0) \\" }.joined(separator: "\n")
        + "\n  }"
    }
    return [
      "/* The smallest and largest values that training saw, to begin arrays with. */",
      macro("LOW", all.map(\.0)), macro("HIGH", all.map(\.1)),
    ]
  }

  private var missing: String {
    switch interface.missing {
    case .lastKnown:
      "NaN or an infinity: missing;\n   the last known value stands for it, before the first the mean of the training."
    case .mean: "NaN or an infinity: missing;\n   the mean of the training stands for it."
    case .leftOut:
      "NaN or an infinity: missing;\n   the row is left out, and its time counts with the next one's."
    }
  }

  private func describe(_ input: NetworkInterface.Input) -> String {
    switch input.kind {
    case .category(let levels): return "\(input.name), a category: 0 to \(levels.count - 1)"
    case .index(let levels, let words, _):
      let isListed = input.namedLevels == nil && !words.isEmpty
      return "\(input.name), a category: 0 to \(levels - 1)"
        + (isListed ? ", in the order of \(names.file(of: input, in: interface))" : "")
    case .number:
      guard let range = input.range else { return input.name }
      return "\(input.name), \(shown(range.lowerBound)) to \(shown(range.upperBound)) in training"
    }
  }

  private func shown(_ value: Double) -> String { "\(Float(value))" }

  private var outputs: String {
    var used: Set<String> = []
    let constants = names.constants("OUTPUT", interface.outputs.map(\.name), used: &used)
    let meaning =
      switch interface.answer {
      case .numbers: "What a step answers, in the unit of the data."
      case .classes:
        "What a step answers: a score for each class. The largest is the answer (\(lower)_best); probabilities are\n"
          + "   e^score over the sum of all."
      case .bits:
        "What a step answers: a score for each target, above 0 for a 1. The probability of a 1 is 1 / (1 + e^-score)."
      }
    var lines = ["/* \(meaning) */", "#define \(upper)_OUTPUTS \(interface.outputs.count)", "enum {"]
    for (index, output) in interface.outputs.enumerated() {
      let comma = index + 1 < interface.outputs.count ? "," : ""
      lines.append("  \(constants[index]) = \(index)\(comma)  \(CText.comment(output.name))")
    }
    return (lines + ["};"]).joined(separator: "\n")
  }

  private var results: String {
    """
    /* What \(lower)_step returns: \(upper)_OK, or the sum of what was the matter. */
    enum {
      \(upper)_OK = 0,
      \(upper)_BAD_TIME = 1,   /* elapsed was negative, NaN or infinite; the usual step was taken */
      \(upper)_LEFT_OUT = 2,   /* a value was missing where training left such rows out; outputs are NaN */
      \(upper)_NOT_FINITE = 4  /* the network left the finite numbers; it begins anew */
    };
    """
  }

  private var state: String {
    let fields = source.stateFields.map { "  \($0.type) \($0.name)[\($0.count)];" }
    return """
      /* What the network remembers; for \(lower).c alone. */
      typedef struct {
      \(((source.leavesOut ? ["  float waiting;"] : []) + fields).joined(separator: "\n"))
        uint8_t is_new;
      } \(lower)_state;
      """
  }

  private var functions: String {
    let known = ["us", "ms", "s", "min", "h", "d", "steps"].contains(interface.time.unit)
    let unit = (known ? "" : "the unit of ") + CText.commentText(interface.time.unit)
    let usual = shown(interface.time.usualStep)
    let best =
      interface.answer == .classes
      ? """


      /* The place of the largest score. */
      static inline int \(lower)_best(const float outputs[\(upper)_OUTPUTS]) {
        int best = 0;
        for (int i = 1; i < \(upper)_OUTPUTS; i++) {
          if (outputs[i] > outputs[best]) best = i;
        }
        return best;
      }
      """ : ""
    return """
      /* Begins a sequence: the network has seen nothing. */
      void \(lower)_init(\(lower)_state *state);

      /* Goes on to the next values. elapsed: the time since those before, in \(unit)\(interface.time.unit == "steps" ? "" : " (\(usual) is usual)"); for the first it
         does not count, and means the usual step. Never fails; see \(upper)_OK. */
      int \(lower)_step(\(lower)_state *state, const float inputs[\(upper)_INPUTS], float elapsed,
                   float outputs[\(upper)_OUTPUTS]);

      /* Runs rows of the data; the number of those with a wrong answer. In \(lower)_test.c. */
      int \(lower)_test(void);\(best)
      """
  }
}
