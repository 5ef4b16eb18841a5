import Liquid
import Text

/// Rows of the data with what the network answers to them: a self-test for the device.
package struct CTestVectors: Sendable, Hashable {
  /// Raw values, `[steps][inputs]`; NaN where one is missing.
  package let inputs: [[Float]]
  /// Since the row before, in the interface's unit, `[steps]`.
  package let elapsed: [Float]
  /// `[steps][outputs]`
  package let outputs: [[Float]]
  /// How far each output may be from those, `[outputs]`.
  package let tolerance: [Float]

  package init(inputs: [[Float]], elapsed: [Float], outputs: [[Float]], tolerance: [Float]) {
    precondition(inputs.count == elapsed.count && outputs.count == elapsed.count, "rows of different counts")
    self.inputs = inputs
    self.elapsed = elapsed
    self.outputs = outputs
    self.tolerance = tolerance
  }
}

extension CSource {
  /// net_test.c: `net_test()` runs the vectors and counts the rows whose answers are too far off; with
  /// `-DNET_TEST_MAIN` a program that says so.
  package func selfTest(_ vectors: CTestVectors) -> File {
    let (lower, upper) = (names.lower, names.upper)
    func rows(_ rows: [[Float]]) -> String {
      rows.map { "  { " + CText.wrapped($0.map(Self.testLiteral), indent: 4).drop { $0 == " " } + " }" }
        .joined(separator: ",\n")
    }
    return File(
      path: "\(lower)_test.c",
      text: """
        /* Rows of the data that the network was validated on, and what it answers to them. */
        #include "\(lower)_tables.h"

        #define \(upper)_TEST_STEPS \(vectors.elapsed.count)
        /* A value that is missing: NaN, which C99 without <math.h> has no name for. */
        #define \(upper)_MISSING 3.0e38f

        static const \(upper)_FLASH float test_inputs[\(upper)_TEST_STEPS][\(upper)_INPUTS] = {
        \(rows(vectors.inputs.map { row in row.map { $0.isFinite ? $0 : 3e38 } }))
        };

        static const \(upper)_FLASH float test_elapsed[\(upper)_TEST_STEPS] = {
        \(CText.wrapped(vectors.elapsed.map(Self.testLiteral), indent: 2))
        };

        static const \(upper)_FLASH float test_outputs[\(upper)_TEST_STEPS][\(upper)_OUTPUTS] = {
        \(rows(vectors.outputs))
        };

        static const \(upper)_FLASH float test_tolerance[\(upper)_OUTPUTS] = {
        \(CText.wrapped(vectors.tolerance.map(Self.testLiteral), indent: 2))
        };

        /* The number of rows with an answer that is further from the network's than it may be; 0: all is well. */
        int \(lower)_test(void) {
          \(lower)_state state;
          int failures = 0;
          \(lower)_init(&state);
          for (int step = 0; step < \(upper)_TEST_STEPS; step++) {
            float inputs[\(upper)_INPUTS];
            float outputs[\(upper)_OUTPUTS];
            int fails = 0;
            for (int i = 0; i < \(upper)_INPUTS; i++) {
              inputs[i] = test_inputs[step][i];
              if (inputs[i] >= \(upper)_MISSING) {
                inputs[i] *= 2.0f;
                inputs[i] -= inputs[i];
              }
            }
            (void)\(lower)_step(&state, inputs, test_elapsed[step], outputs);
            for (int i = 0; i < \(upper)_OUTPUTS; i++) {
              const float difference = outputs[i] - test_outputs[step][i];
              if (!(difference <= test_tolerance[i] && -difference <= test_tolerance[i])) fails = 1;
            }
            failures += fails;
          }
          return failures;
        }

        #ifdef \(upper)_TEST_MAIN
        #include <stdio.h>

        int main(void) {
          const int failures = \(lower)_test();
          if (failures == 0) {
            printf("%d rows: all answers are right\\n", \(upper)_TEST_STEPS);
          } else {
            printf("%d of %d rows have wrong answers\\n", failures, \(upper)_TEST_STEPS);
          }
          return failures != 0;
        }
        #endif

        """)
  }

  private static func testLiteral(_ value: Float) -> String { CText.literal(value) }
}
