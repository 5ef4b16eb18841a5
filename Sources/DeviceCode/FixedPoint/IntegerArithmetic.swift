import Liquid

/// A program in whole numbers as C: weights of 8 bits, states of 16, sums of 32.
///
/// The code needs no floating point, no division but one where the program divides, and no 64-bit numbers.
package struct IntegerArithmetic: CArithmetic {
  package let number = "int16_t"
  package let elapsedType = "int16_t"
  package let stateFields: [CField]
  package let tables: [CTable]
  package let helpers: [String]
  package let statements: [String]
  package let operations: StepOperations
  package let notes: [String]
  /// Bytes on the stack for the temporaries of a step.
  package let workBytes: Int

  private let fixed: FixedProgram
  private let names: CNames

  package init(_ fixed: FixedProgram, names: CNames) {
    self.fixed = fixed
    self.names = names
    let program = fixed.program
    let memory = WorkMemory(program, unused: Set(program.spreads.map(\.squares)))
    var writer = IntegerWriter(fixed, memory: memory, names: names)
    writer.write(fixed.statements, indent: 2)
    writer.finish()
    stateFields =
      program.states.map {
        CField(type: "int16_t", name: program.vectors[$0].name, count: program.vectors[$0].count)
      }
      + writer.restVectors.sorted().map {
        CField(type: "int8_t", name: program.vectors[$0].name + "_rest", count: program.vectors[$0].count)
      }
    tables = writer.tables
    helpers =
      IntegerHelper.allCases.filter(IntegerHelper.closure(of: writer.helpers).contains).map { $0.text(names) }
    statements = writer.declarations + writer.lines
    operations = StepOperations(program)
    workBytes = 2 * memory.count
    notes = [
      "Arithmetic: whole numbers. Weights have 8 bits, states 16, sums 32. A channel is a normalised value times "
        + "2^\(fixed.inputFormat.bits),",
      "an elapsed time one in usual steps times 2^\(fixed.elapsedFormat.bits). Channels beyond "
        + "\(Float(32_767 * fixed.inputFormat.unit)) and times beyond \(Float(32_767 * fixed.elapsedFormat.unit)) usual "
        + "steps are held there.",
    ]
  }

  package func channel(_ value: String) -> String { fromFloat(value, fixed.inputFormat) }
  package func index(_ place: String) -> String { "(int16_t)\(place)" }
  package func elapsed(_ value: String) -> String { fromFloat(value, fixed.elapsedFormat) }

  package func output(_ index: String) -> String {
    "(float)outputs[\(index)] * \(CText.literal(Float(fixed.outputFormat.unit)))"
  }

  /// A step without any floating point, for machines that have none.
  package var functions: [CFunction] {
    let (lower, upper) = (names.lower, names.upper)
    let head = """
      void \(lower)_step_fixed(\(lower)_state *state, const int16_t channels[\(fixed.program.inputs.count)], int16_t elapsed,
                           int16_t raw[\(upper)_OUTPUTS])
      """
    return [
      CFunction(
        declaration: """
          /* The same without floating point and without all that \(lower)_step does around the network. channels: the
             network's inputs, normalised, times \(scale(fixed.inputFormat)); elapsed: in usual steps, times \(scale(fixed.elapsedFormat)), from 0
             on; raw: the network's outputs, normalised, times \(scale(fixed.outputFormat)). */
          \(head);
          """,
        definition: """
          \(head) {
            \(lower)_core(state, channels, elapsed, raw);
          }
          """)
    ]
  }

  private func scale(_ format: FixedFormat) -> String { "2^\(format.bits)" }

  private func fromFloat(_ value: String, _ format: FixedFormat) -> String {
    "\(names.lower)_whole((\(value)) * \(CText.literal(Float(1 / format.unit))))"
  }
}

/// The functions that integer code may call, as C; in the order in which the files need them.
enum IntegerHelper: CaseIterable, Hashable {
  case shifts, whole, held, sigmoid, normal, decay, squareRoot, spread, quotient

  private var needs: Set<IntegerHelper> {
    switch self {
    case .sigmoid, .normal: [.held]
    case .spread: [.squareRoot]
    case .shifts, .whole, .held, .decay, .squareRoot, .quotient: []
    }
  }

  /// - Parameter used: helpers that code calls, with what they call in turn.
  static func closure(of used: Set<IntegerHelper>) -> Set<IntegerHelper> {
    used.union(used.flatMap(\.needs)).union([.shifts, .whole])
  }

  func text(_ names: CNames) -> String {
    template.replacingOccurrences(of: "NET_", with: names.upper + "_")
      .replacingOccurrences(of: "net_", with: names.lower + "_")
  }

  private var template: String {
    switch self {
    case .shifts:
      """
      /* Negative numbers shifted to the right round down, as compilers for such machines do it. */
      typedef char net_shifts_round_down[(-3 >> 1) == -2 ? 1 : -1];
      """
    case .whole:
      """
      /* The nearest whole number, within 16 bits. */
      static int16_t net_whole(float x) {
        if (x >= 32767.0f) return 32767;
        if (x <= -32768.0f) return -32768;
        return (int16_t)(x < 0.0f ? x - 0.5f : x + 0.5f);
      }
      """
    case .held:
      """
      /* x, or the limit that it is beyond. */
      static inline int32_t net_held(int32_t x, int32_t least, int32_t most) {
        return x < least ? least : x > most ? most : x;
      }
      /* The same with the limits of so many bits: an instruction of Arm's from Cortex-M3 on. */
      #if defined(__ARM_FEATURE_SAT) && (defined(__clang__) || __GNUC__ >= 10)
      #define NET_SIGNED(x, bits) (int32_t)__builtin_arm_ssat(x, bits)
      #define NET_UNSIGNED(x, bits) (int32_t)__builtin_arm_usat(x, bits)
      #else
      #define NET_SIGNED(x, bits) net_held(x, -((int32_t)1 << ((bits) - 1)), ((int32_t)1 << ((bits) - 1)) - 1)
      #define NET_UNSIGNED(x, bits) net_held(x, 0, ((int32_t)1 << (bits)) - 1)
      #endif
      """
    case .sigmoid:
      """
      /* 2^15 / (1 + e^-x), of x 2^12. */
      static int32_t net_sigmoid(int32_t x) {
        \(Self.curve(.sigmoid))
      }
      """
    case .normal:
      """
      /* The standard normal distribution function times 2^15, of x 2^12. */
      static int32_t net_normal(int32_t x) {
        \(Self.curve(.normal))
      }
      """
    case .decay:
      """
      /* 2^15 e^-x, of x 2^15 from 0 to 16: 2^-f from a table, and a shift for the whole part of the exponent. */
      static int32_t net_decay(int32_t x) {
        const int32_t exponent = x * \(FixedCurve.decayFactor);
        const NET_FLASH uint16_t *const cell = net_power_table + ((exponent >> 21) & 31);
        const int32_t first = cell[0];
        const int32_t value = first + ((((int32_t)cell[1] - first) * ((exponent >> 14) & 127)) >> 7);
        const int32_t shift = exponent >> 26;
        return (value + (((int32_t)1 << shift) >> 1)) >> shift;
      }
      """
    case .squareRoot:
      """
      /* The square root, to the nearest; 0 of what is below 0. */
      static int32_t net_square_root(int32_t x) {
        uint32_t rest = x > 0 ? (uint32_t)x : 0u;
        uint32_t root = 0u;
        uint32_t bit = (uint32_t)1 << 30;
        while (bit > rest) bit >>= 2;
        for (; bit != 0u; bit >>= 2) {
          const uint32_t tried = root + bit;
          root >>= 1;
          if (rest < tried) continue;
          rest -= tried;
          root += bit;
        }
        return (int32_t)(rest > root ? root + 1u : root);
      }
      """
    case .spread:
      """
      /* x 2^up, to the nearest. */
      static inline int32_t net_shifted(int32_t x, int up) {
        return up >= 0 ? x * ((int32_t)1 << up) : (x + ((int32_t)1 << (-up - 1))) >> -up;
      }
      /* The root of the mean of squares plus a constant. The largest decides how far all are shifted before they are
         squared, so that small ones are as exact as large ones. */
      static int16_t net_spread(const int16_t *x, net_size count, int32_t limit, int most, int32_t addend,
                                int32_t factor, int shift) {
        int32_t largest = 0, sum = 0, root;
        int up = most;
        for (net_size i = 0; i < count; i++) {
          const int32_t size = x[i] < 0 ? -(int32_t)x[i] : x[i];
          if (size > largest) largest = size;
        }
        while (net_shifted(largest, up) > limit) up--;
        for (net_size i = 0; i < count; i++) {
          const int32_t value = net_shifted(x[i], up);
          sum += value * value;
        }
        if (2 * (most - up) < 31) sum += addend >> (2 * (most - up));
        shift += up;
        if (shift < 1) shift = 1;
        if (shift > 29) shift = 29;
        root = (net_square_root(sum) * factor + ((int32_t)1 << (shift - 1))) >> shift;
        return (int16_t)(root > 32767 ? 32767 : root);
      }
      """
    case .quotient:
      """
      /* x / y, to the nearest. A y of more than 15 bits is beyond what training saw: both give up bits. */
      static int32_t net_quotient(int32_t x, int32_t y) {
        if (y < 1) y = 1;
        while (y > 32767) {
          x >>= 1;
          y >>= 1;
        }
        return (x + (x < 0 ? -(y >> 1) : y >> 1)) / y;
      }
      """
    }
  }

  /// The body of a function that reads a curve.
  private static func curve(_ curve: FixedCurve) -> String {
    let bits = 32 - curve.lastArgument.leadingZeroBitCount
    return """
      const int32_t u = NET_UNSIGNED(x + \(Int(-curve.first) << FixedCurve.argumentBits), \(bits));
        const NET_FLASH uint16_t *const cell = net_\(curve)_table + (u >> \(curve.cellBits));
        const int32_t first = cell[0];
        return first + ((((int32_t)cell[1] - first) * (u & \(1 << curve.cellBits - 1))) >> \(curve.cellBits));
      """
  }
}
