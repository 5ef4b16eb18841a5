import Liquid
import Text

extension CSource {
  /// net_report.h and net_report.c: a line of JSON for each step, through a function that the user gives.
  package var report: [File] {
    [
      File(path: "\(names.lower)_report.h", text: reportHeader),
      File(path: "\(names.lower)_report.c", text: reportCode),
    ]
  }

  private var reportHeader: String {
    let (lower, upper) = (names.lower, names.upper)
    return """
      /* One line of JSON a step, for 'lnn-top stream SOURCE --twin MODEL' on a computer. */
      #ifndef \(upper)_REPORT_H
      #define \(upper)_REPORT_H

      #include "\(lower).h"

      #ifdef __cplusplus
      extern "C" {
      #endif

      /* Takes a piece of the line; the last one ends with a line end. */
      typedef void (*\(lower)_put)(const char *text, void *context);

      /* Call it after each \(lower)_step with what that was given and answered. is_first: after \(lower)_init. */
      void \(lower)_report(const float inputs[\(upper)_INPUTS], float elapsed, const float outputs[\(upper)_OUTPUTS],
                      int is_first, \(lower)_put put, void *context);

      #ifdef __cplusplus
      }
      #endif

      #endif

      """
  }

  private var reportCode: String {
    let lower = names.lower
    var lines: [String] = []
    for (index, input) in interface.inputs.enumerated() {
      let start = index == 0 ? "{" : ","
      lines.append("  put(\(CText.string(start + CText.json(input.name) + ":")), context);")
      lines.append(Self.value(of: input, "inputs[\(index)]", lower))
    }
    lines.append("  put(\(CText.string("," + CText.json("\(lower).elapsed") + ":")), context);")
    lines.append("  \(lower)_put_number(elapsed, put, context);")
    for (index, output) in interface.outputs.enumerated() {
      lines.append("  put(\(CText.string("," + CText.json("\(lower).\(output.name)") + ":")), context);")
      lines.append("  \(lower)_put_number(outputs[\(index)], put, context);")
    }
    lines.append(
      "  if (is_first) put(\(CText.string("," + CText.json("\(lower).first") + ":true")), context);")
    lines.append("  put(\"}\\n\", context);")
    return Self.numberText.replacingOccurrences(of: "net_", with: lower + "_").replacingOccurrences(
      of: "NET_", with: names.upper + "_") + "\n" + levelsText
        + """
        void \(lower)_report(const float inputs[\(names.upper)_INPUTS], float elapsed, const float outputs[\(names.upper)_OUTPUTS],
                        int is_first, \(lower)_put put, void *context) {
        \(lines.joined(separator: "\n"))
        }

        """
  }

  /// A category by its level's name, so that the line reads as a row of the data; by its place where it has no names.
  private static func value(of input: NetworkInterface.Input, _ value: String, _ lower: String) -> String {
    guard input.namedLevels != nil else { return "  \(lower)_put_number(\(value), put, context);" }
    let name = "\(lower)_put_level"
    return "  \(name)(\(value), levels_\(value.filter(\.isNumber)), put, context);"
  }

  private var levelsText: String {
    var text = ""
    for (index, input) in interface.inputs.enumerated() {
      guard let levels = input.namedLevels else { continue }
      if text.isEmpty {
        text = """
          /* The name of a level, and the last one for those that training did not see; null where the value is missing.
             `levels` ends with a null pointer. */
          static void \(names.lower)_put_level(float value, const char *const *levels, \(names.lower)_put put, void *context) {
            if (!(value - value == 0.0f)) {
              put("null", context);
              return;
            }
            for (float level = 0.0f; levels[1] && level != value; level += 1.0f) levels++;
            put(*levels, context);
          }


          """
      }
      var unseen = "unseen"
      while levels.contains(unseen) { unseen += "_" }
      let literals = (levels + [unseen]).map { CText.string(CText.json($0)) }
      text +=
        "static const char *const levels_\(index)[] = {\n"
        + CText.wrapped(literals + ["0"], indent: 2) + "\n};\n\n"
    }
    return text
  }

  private static let numberText = """
    #include "net_report.h"

    /* Seven digits of a number, as JSON writes it; null for NaN and infinities. Without printf, which few small machines
       have for floats. */
    static void net_put_number(float value, net_put put, void *context) {
      char text[24];
      char digits[8];
      int length = 0, exponent = 0, count = 7, point;
      int32_t rest;
      if (!(value - value == 0.0f)) {
        put("null", context);
        return;
      }
      if (value < 0.0f) {
        text[length++] = '-';
        value = -value;
      }
      if (value != 0.0f) {
        while (value >= 10.0f) {
          value /= 10.0f;
          exponent++;
        }
        while (value < 1.0f) {
          value *= 10.0f;
          exponent--;
        }
      }
      rest = (int32_t)(value * 1000000.0f + 0.5f);
      if (rest >= 10000000) {
        rest /= 10;
        exponent++;
      }
      for (int i = 6; i >= 0; i--) {
        digits[i] = (char)('0' + rest % 10);
        rest /= 10;
      }
      while (count > 1 && digits[count - 1] == '0') count--;
      /* Numbers that are neither large nor small are written out. */
      point = exponent >= 0 && exponent < 7 ? exponent : 0;
      if (exponent < 0 && exponent >= -4) {
        text[length++] = '0';
        text[length++] = '.';
        for (int i = exponent + 1; i < 0; i++) text[length++] = '0';
        for (int i = 0; i < count; i++) text[length++] = digits[i];
        exponent = 0;
      } else {
        for (int i = 0; i < count || i <= point; i++) {
          if (i == point + 1) text[length++] = '.';
          text[length++] = i < count ? digits[i] : '0';
        }
        exponent -= point;
      }
      if (exponent != 0) {
        text[length++] = 'e';
        if (exponent < 0) {
          text[length++] = '-';
          exponent = -exponent;
        }
        if (exponent >= 10) text[length++] = (char)('0' + exponent / 10);
        text[length++] = (char)('0' + exponent % 10);
      }
      text[length] = 0;
      put(text, context);
    }

    """
}
