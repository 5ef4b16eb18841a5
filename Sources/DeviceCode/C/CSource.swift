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
    self.names = names
    self.interface = interface
    self.arithmetic = arithmetic
    self.description = description
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
    let functions =
      arithmetic.helpers + code.helpers + [core, initialise, step] + arithmetic.functions.map(\.definition)
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
    let (number, outputs) = (arithmetic.number, "\(upper)_OUTPUTS")
    let limit = Float(interface.time.longest)
    let usual = CText.literal(Float(interface.time.usualStep))
    var lines = [
      "  \(number) channels[\(interface.width)];",
      "  \(number) raw[\(outputs)];",
      "  int result = \(upper)_OK;",
      "  float time = elapsed;",
      "  int is_finite = 1;",
      "  if (!(time >= 0.0f) || !\(lower)_is_number(time)) {",
      "    if (!state->is_new) result = \(upper)_BAD_TIME;",
      "    time = \(usual);",
      "  }",
    ]
    if leavesOut {
      lines += [
        "  for (\(lower)_size i = 0; i < \(upper)_INPUTS; i++) {",
        "    if (\(lower)_is_number(inputs[i])) continue;",
        "    if (!state->is_new) state->waiting += time;",
        "    for (\(lower)_size k = 0; k < \(outputs); k++) outputs[k] = inputs[i] - inputs[i];",
        "    return result | \(upper)_LEFT_OUT;",
        "  }",
      ]
    }
    lines += [
      leavesOut ? "  time = (state->waiting + time) / \(usual);" : "  time = time / \(usual);",
      "  if (time > \(CText.literal(limit))) time = \(CText.literal(limit));",
      "  /* Nothing is known of the time before the first step. */",
      "  if (state->is_new) time = 1.0f;",
    ]
    if leavesOut { lines.append("  state->waiting = 0.0f;") }
    lines.append("  state->is_new = 0;")
    lines += code.encode
    lines.append("  \(lower)_core(state, channels, \(arithmetic.elapsed("time")), raw);")
    lines += code.decode
    if number == "float" {
      let states = arithmetic.stateFields.map { field in
        "  for (\(lower)_size i = 0; i < \(field.count); i++) {\n"
          + "    if (!\(lower)_is_number(state->\(field.name)[i])) is_finite = 0;\n  }"
      }
      lines += states
      lines.append("  for (\(lower)_size i = 0; i < \(outputs); i++) {")
      lines.append("    if (!\(lower)_is_number(outputs[i])) is_finite = 0;")
      lines.append("  }")
      lines += [
        "  /* A state that is not finite would stay so for good. */",
        "  if (!is_finite) {",
        "    \(lower)_init(state);",
        "    return result | \(upper)_NOT_FINITE;",
        "  }",
      ]
    } else {
      lines.removeAll { $0 == "  int is_finite = 1;" }
    }
    return """
      int \(lower)_step(\(lower)_state *state, const float inputs[\(upper)_INPUTS], float elapsed,
                   float outputs[\(upper)_OUTPUTS]) {
      \(lines.joined(separator: "\n"))
        return result;
      }
      """
  }
}
