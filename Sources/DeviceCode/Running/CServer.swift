/// A program around the generated C that takes steps from its standard input and answers on its standard output, so that
/// the same code that a device runs can be asked here.
///
/// A request is a word of flags, the values that stand for missing ones where the flags say so, the inputs and the elapsed
/// time; the answer is what the step returned and the outputs. All are 32 bits in this machine's order.
struct CServer {
  let names: CNames
  /// Numbers whose last value the interface keeps.
  let numbers: Int
  /// Categories whose last level the interface keeps.
  let levels: Int
  /// What turns the float `value` into a number that is kept.
  let kept: String
  /// The type of a level.
  let levelType: String

  /// The flags of a request.
  struct Flags: OptionSet {
    let rawValue: UInt32
    /// The network begins anew before the step.
    static let anew = Flags(rawValue: 1)
    /// It goes on with a sequence all the same: the elapsed time counts.
    static let continued = Flags(rawValue: 2)
    /// The last known values follow: numbers as the network sees them, then levels.
    static let known = Flags(rawValue: 4)
  }

  /// For code whose missing values are not to be told.
  init(_ names: CNames) {
    self.names = names
    (numbers, levels, kept, levelType) = (0, 0, "value", "int16_t")
  }

  init(_ source: CSource) {
    func count(_ field: String) -> Int { source.stateFields.first { $0.name == field }?.count ?? 0 }
    names = source.names
    (numbers, levels) = (count("last_values"), count("last_levels"))
    kept = source.arithmetic.channel("value")
    levelType = source.stateFields.first { $0.name == "last_levels" }?.type ?? "int16_t"
  }

  var text: String {
    let (lower, upper) = (names.lower, names.upper)
    let known =
      (numbers == 0
        ? ""
        : """
              for (int i = 0; i < \(numbers); i++) {
                if (fread(&value, sizeof value, 1, stdin) != 1) return 1;
                state.last_values[i] = \(kept);
              }

        """)
      + (levels == 0
        ? ""
        : """
              for (int i = 0; i < \(levels); i++) {
                if (fread(&value, sizeof value, 1, stdin) != 1) return 1;
                state.last_levels[i] = (\(levelType))value;
              }

        """)
    return """
      #include "\(lower).c"

      #include <stdio.h>

      int main(void) {
        \(lower)_state state;
        uint32_t flags;
        \(lower)_init(&state);
        while (fread(&flags, sizeof flags, 1, stdin) == 1) {
          float inputs[\(upper)_INPUTS], elapsed, outputs[\(upper)_OUTPUTS], value = 0.0f;
          int32_t result;
          if (flags & 1u) \(lower)_init(&state);
          if (flags & 2u) state.is_new = 0;
          if (flags & 4u) {
      \(known)    (void)value;
          }
          if (fread(inputs, sizeof inputs, 1, stdin) != 1) return 1;
          if (fread(&elapsed, sizeof elapsed, 1, stdin) != 1) return 1;
          result = (int32_t)\(lower)_step(&state, inputs, elapsed, outputs);
          fwrite(&result, sizeof result, 1, stdout);
          fwrite(outputs, sizeof outputs, 1, stdout);
          fflush(stdout);
        }
        return 0;
      }

      """
  }
}
