import DeviceCode
import Foundation
import TestSupport

/// A program for this machine that gives rows to exported C and prints what a device prints: a line a step.
struct DeviceProgram {
  /// A step: what stands for each input in C, by the end of its constant's name, and the time since the one before.
  struct Step {
    var values: [(input: String, value: String)]
    var elapsed: Float
  }

  let steps: [Step]
  /// The steps at which the device starts.
  let starts: Set<Int>

  init(_ steps: [Step], starts: Set<Int> = [0]) {
    self.steps = steps
    self.starts = starts
  }

  /// A number as C has it.
  static func literal(_ value: Double) -> String {
    if value.isNaN { return "NAN" }
    return value.isInfinite ? (value > 0 ? "INFINITY" : "-INFINITY") : "\(Float(value))f"
  }

  /// Builds it beside the code in a folder and runs it.
  ///
  /// - Parameter name: what the network is called.
  func output(folder: String, name: String = "net", in place: TemporaryFolder) throws -> String {
    guard let compiler = HostCompiler() else { throw CocoaError(.featureUnsupported) }
    try place.write(source(name: name), to: "device.c")
    let code = ["", "_weights", "_report"].map { "\(folder)/\(name)\($0).c" }
    try compiler.run(
      [
        "-O1", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", folder, "-o", "device",
        "device.c",
      ]
        + code + ["-lm"], in: place.url)
    return try ChildProcess.output(of: place.path("device"), [])
  }

  private func source(name: String) -> String {
    let upper = name.uppercased()
    let rows = steps.map { step in
      "{ " + step.values.map { "[\(upper)_INPUT_\($0.input)] = \($0.value)" }.joined(separator: ", ") + " }"
    }
    return """
      #include "\(name).h"
      #include "\(name)_report.h"
      #include <math.h>
      #include <stdio.h>

      static const float rows[][\(upper)_INPUTS] = {
        \(rows.joined(separator: ",\n  "))
      };
      static const float times[] = { \(steps.map { Self.literal(Double($0.elapsed)) }.joined(separator: ", ")) };
      static const int starts[] = { \(steps.indices.map { starts.contains($0) ? "1" : "0" }.joined(separator: ", ")) };

      static void put(const char *text, void *context) { fputs(text, (FILE *)context); }

      int main(void) {
        \(name)_state state;
        float outputs[\(upper)_OUTPUTS];
        for (int i = 0; i < \(steps.count); i++) {
          if (starts[i]) \(name)_init(&state);
          \(name)_step(&state, rows[i], times[i], outputs);
          \(name)_report(rows[i], times[i], outputs, starts[i], put, stdout);
        }
        return 0;
      }

      """
  }
}
