import Liquid
import Text

/// The C of a network: what lies in its folder.
package struct CSource: Sendable {
  package struct File: Sendable, Hashable {
    /// Within the folder; it may have folders of its own.
    package let path: String
    package let text: String

    package init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  package let names: CNames
  package let interface: NetworkInterface
  package let arithmetic: any CArithmetic
  /// What the network is, for comments: one line each.
  package let description: [String]

  /// - Throws: where the network does not fit what lies around it, or a table cannot be written.
  package init(
    program: StepProgram, interface: NetworkInterface, arithmetic: any CArithmetic, names: CNames,
    description: [String]
  ) throws(DeviceCodeError) {
    guard program.inputs.count == interface.width, program.outputs.count == interface.outputs.count else {
      throw .doesNotFit(
        inputs: program.inputs.count, outputs: program.outputs.count, interfaceInputs: interface.width,
        interfaceOutputs: interface.outputs.count)
    }
    try Self.checkIndices(program, interface)
    try Self.checkFloats(interface)
    self.names = names
    self.interface = interface
    self.arithmetic = arithmetic
    self.description = description
  }

  /// Throws where the network looks a vector up by a channel that is no index of the data's, or the other way round.
  private static func checkIndices(_ program: StepProgram, _ interface: NetworkInterface)
    throws(DeviceCodeError)
  {
    var channel = 0
    for input in interface.inputs {
      var isIndex = false
      if case .index = input.kind { isIndex = true }
      guard isIndex == program.indexChannels.contains(channel) else {
        throw .inexpressible(
          part: input.name.quoted,
          reason: isIndex
            ? "the data have the index of a category there, by which the network looks nothing up"
            : "the network looks a vector up by it, but the data do not have the index of a category there")
      }
      channel += input.width
    }
  }

  /// Throws where a float cannot hold what scales a value.
  private static func checkFloats(_ interface: NetworkInterface) throws(DeviceCodeError) {
    func check(_ name: String, _ numbers: Double...) throws(DeviceCodeError) {
      guard numbers.allSatisfy({ Float($0).isFinite }) else {
        throw .inexpressible(
          part: name.quoted, reason: "its values are too large or too small for a float; scale the column")
      }
    }
    for input in interface.inputs {
      try check(input.name, input.range?.lowerBound ?? 0, input.range?.upperBound ?? 0)
      for marker in input.markers { try check(input.name, marker) }
      if case .number(let mean, let deviation, _) = input.kind {
        try check(input.name, mean, deviation, 1 / deviation)
      }
    }
    for output in interface.outputs { try check(output.name, output.mean, output.deviation) }
    guard Float(interface.time.usualStep) > 0, Float(interface.time.usualStep).isFinite else {
      throw .inexpressible(
        part: "the time",
        reason: "its usual step of \(interface.time.usualStep) is no float; use another unit")
    }
  }

  private var lower: String { names.lower }
  private var upper: String { names.upper }
  private var code: CInterfaceCode {
    CInterfaceCode(interface: interface, names: names, arithmetic: arithmetic)
  }

  /// The constants of the network, in bytes.
  package var tableBytes: Int { allTables.reduce(0) { $0 + $1.bytes } }

  private var allTables: [CTable] { code.tables + arithmetic.tables + code.outputTables }

  /// net.h, net.c and net_weights.c.
  package var sources: [File] {
    [
      File(path: "\(lower).h", text: CHeader(self).text),
      File(path: "\(lower).c", text: main),
      File(path: "\(lower)_weights.c", text: weights),
    ]
  }

  /// The fields of the state, in the order of the struct.
  var stateFields: [CField] {
    arithmetic.stateFields + code.stateFields
  }

  private var weights: String {
    """
    \(CText.comment("The weights of \(description.first ?? lower); \(lower).h says how to use it."))
    #include "\(lower)_tables.h"

    \(allTables.map { $0.definition(names) }.joined(separator: "\n\n"))

    """
  }

  /// The declarations that net.c and net_weights.c share.
  package var tablesHeader: File {
    File(
      path: "\(lower)_tables.h",
      text: """
        /* What \(lower).c and \(lower)_weights.c share. */
        #ifndef \(upper)_TABLES_H
        #define \(upper)_TABLES_H

        #include "\(lower).h"

        /* On AVR constants would be copied to RAM; other chips read them where they are. */
        #if defined(__FLASH)
        #define \(upper)_FLASH __flash
        #else
        #define \(upper)_FLASH
        #endif

        #ifdef __cplusplus
        extern "C" {
        #endif

        \(allTables.map { $0.declaration(names) }.joined(separator: "\n"))

        #ifdef __cplusplus
        }
        #endif

        #endif

        """)
  }

  private var main: String {
    let sections = [
      CText.comment("\(description.first ?? lower); \(lower).h says how to use it."),
      "#include \"\(lower)_tables.h\"\n\n#include <string.h>",
      Self.checks,
      "typedef \(sizeType) \(lower)_size;",
    ]
    // What both need stands once.
    let shared = code.helpers.filter { !arithmetic.helpers.contains($0) }
    let functions =
      arithmetic.helpers + shared + [core, initialise, step] + arithmetic.functions.map(\.definition)
    return (sections + functions).joined(separator: "\n\n") + "\n"
  }

  /// Of counters and places: as wide as the largest table needs.
  private var sizeType: String {
    allTables.contains { $0.values.count >= 1 << 16 } ? "uint_fast32_t" : "uint_fast16_t"
  }

  private static let checks = #"""
    #if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
        (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
    #error "build without -ffast-math: it changes what the network computes, and loses NaN, which means a missing value"
    #endif
    #if defined(__FLT_EVAL_METHOD__) && (__FLT_EVAL_METHOD__ == 1 || __FLT_EVAL_METHOD__ == 2)
    #error "floats must be computed as floats: on 32-bit x86 build with -msse2 -mfpmath=sse"
    #endif
    /* A product and a sum are rounded one after the other, also where a machine could do both at once. */
    #if defined(__clang__)
    #pragma STDC FP_CONTRACT OFF
    #elif defined(__GNUC__) && defined(__FP_FAST_FMAF)
    #pragma GCC optimize("fp-contract=off")
    #endif
    """#

  private var core: String {
    """
    static void \(lower)_core(\(lower)_state *state, const \(arithmetic.number) *inputs, \(arithmetic.elapsedType) elapsed,
                         \(arithmetic.number) *outputs) {
    \(arithmetic.statements.joined(separator: "\n"))
    }
    """
  }

  private var initialise: String {
    let clears = stateFields.map { field in
      let zero = field.type == "float" ? "0.0f" : "0"
      return "  for (\(lower)_size i = 0; i < \(field.count); i++) state->\(field.name)[i] = \(zero);"
    }
    return """
      void \(lower)_init(\(lower)_state *state) {
      \((clears + code.initialise).joined(separator: "\n"))
      \(leavesOut ? "  state->waiting = 0.0f;\n" : "")  state->is_new = 1;
      }
      """
  }

  /// Whether rows may be left out, whose time then counts with the next one's.
  var leavesOut: Bool { interface.missing == .leftOut }

  private var step: String {
    let lines =
      [
        "  \(arithmetic.number) channels[\(interface.width)];",
        "  \(arithmetic.number) raw[\(upper)_OUTPUTS];",
        "  int result = \(upper)_OK;",
      ] + time + code.encode
      + ["  \(lower)_core(state, channels, \(arithmetic.elapsed("time")), raw);"] + code.decode + recovery
    return """
      int \(lower)_step(\(lower)_state *state, const float inputs[\(upper)_INPUTS], float elapsed,
                   float outputs[\(upper)_OUTPUTS]) {
      \(lines.joined(separator: "\n"))
        return result;
      }
      """
  }

  /// What makes `time`, in usual steps, of `elapsed`; a row that is left out ends here.
  private var time: [String] {
    let limit = CText.literal(Float(interface.time.longest))
    let usual = CText.literal(Float(interface.time.usualStep))
    var lines = [
      "  float time = elapsed;",
      "  if (!(time >= 0.0f) || !\(lower)_is_number(time)) {",
      "    if (!state->is_new) result = \(upper)_BAD_TIME;",
      "    time = \(usual);",
      "  }",
    ]
    if leavesOut {
      lines += [
        "  for (\(lower)_size i = 0; i < \(upper)_INPUTS; i++) {",
        "    float none = 3.0e38f;",
        "    if (\(code.isKnown("i"))) continue;",
        "    if (!state->is_new) state->waiting += time;",
        "    /* Infinity less infinity is NaN. */",
        "    none *= 10.0f;",
        "    for (\(lower)_size k = 0; k < \(upper)_OUTPUTS; k++) outputs[k] = none - none;",
        "    return result | \(upper)_LEFT_OUT;",
        "  }",
      ]
    }
    lines += [
      leavesOut ? "  time = (state->waiting + time) / \(usual);" : "  time = time / \(usual);",
      "  if (time > \(limit)) time = \(limit);",
      "  /* Nothing is known of the time before the first step. */",
      "  if (state->is_new) time = 1.0f;",
    ]
    if leavesOut { lines.append("  state->waiting = 0.0f;") }
    return lines + ["  state->is_new = 0;"]
  }

  /// What happens where floats leave the finite numbers; whole numbers cannot.
  private var recovery: [String] {
    guard arithmetic.number == "float" else { return [] }
    let states = arithmetic.stateFields.flatMap { field in
      [
        "    for (\(lower)_size i = 0; i < \(field.count); i++) {",
        "      if (!\(lower)_is_number(state->\(field.name)[i])) is_finite = 0;",
        "    }",
      ]
    }
    return ["  {", "    int is_finite = 1;"] + states + [
      "    for (\(lower)_size i = 0; i < \(upper)_OUTPUTS; i++) {",
      "      if (!\(lower)_is_number(outputs[i])) is_finite = 0;",
      "    }",
      "    /* A state that is not finite would stay so for good. */",
      "    if (!is_finite) {",
      "      \(lower)_init(state);",
      "      return result | \(upper)_NOT_FINITE;",
      "    }",
      "  }",
    ]
  }
}
