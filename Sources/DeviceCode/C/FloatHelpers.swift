import Liquid

/// The functions that float code may call, as C.
///
/// The exponential is the polynomial of the kernels that train the network, operation by operation in the same order and
/// without fused multiply-adds, so that all machines give the same bits.
enum FloatHelper: CaseIterable, Hashable {
  // In the order in which the files need them.
  case power, sigmoid, tanh, exponential, normalCDF, squareRoot, round, magnitude, minimum, maximum, load,
    copy,
    dense, sparse, synapses, groupSums, scatter, place, lookup

  /// Those that it calls.
  var needs: [FloatHelper] {
    switch self {
    case .sigmoid, .tanh, .exponential, .normalCDF, .synapses: [.power]
    case .lookup: [.place]
    case .power, .squareRoot, .round, .magnitude, .minimum, .maximum, .load, .copy, .dense, .sparse,
      .groupSums, .scatter, .place:
      []
    }
  }

  /// - Parameter used: helpers as they are called, with what they call in turn; in the order of the file.
  static func closure(of used: Set<FloatHelper>) -> [FloatHelper] {
    let all = used.union(used.flatMap(\.needs))
    return allCases.filter(all.contains)
  }

  func text(_ names: CNames, places: FloatPlaces) -> String {
    var text = template
    // The prefix last: a network may be called as one of these words.
    for (word, replacement) in [
      ("PLACE", places.columns.rawValue), ("START", places.starts.rawValue), ("NET_", names.upper + "_"),
      ("net_", names.lower + "_"),
    ] {
      text = text.replacingOccurrences(of: word, with: replacement)
    }
    return text
  }

  /// Without the prefix.
  var functionName: String {
    switch self {
    case .exponential: "exp"
    case .normalCDF: "normal"
    case .squareRoot: "square_root"
    case .groupSums: "group_sums"
    default: "\(self)"
    }
  }

  private var template: String {
    switch self {
    case .power: Self.powerText
    case .sigmoid:
      """
      static float net_sigmoid(float x) { return 1.0f / (1.0f + net_power(x * -1.44269504f)); }
      """
    case .tanh:
      """
      static float net_tanh(float x) {
        const float a = net_power(x * -2.88539008f);
        return (1.0f - a) / (1.0f + a);
      }
      """
    case .exponential:
      """
      static float net_exp(float x) { return net_power(x * 1.44269504f); }
      """
    case .normalCDF: Self.normalText
    case .squareRoot: Self.squareRootText
    case .round:
      """
      /* To the nearest whole number, of numbers up to a few millions. */
      static float net_round(float x) {
        const float shifted = x + 12582912.0f;
        return shifted - 12582912.0f;
      }
      """
    case .magnitude:
      """
      static float net_magnitude(float x) { return x < 0.0f ? -x : x; }
      """
    case .minimum:
      """
      static float net_minimum(float x, float y) { return y < x ? y : x; }
      """
    case .maximum:
      """
      static float net_maximum(float x, float y) { return y > x ? y : x; }
      """
    case .load:
      """
      static void net_load(float *to, const NET_FLASH float *from, net_size count) {
        for (net_size i = 0; i < count; i++) to[i] = from[i];
      }
      """
    case .copy:
      """
      static void net_copy(float *to, const float *from, net_size count) {
        for (net_size i = 0; i < count; i++) to[i] = from[i];
      }
      """
    case .dense:
      """
      /* sums += weights x; weights [rows, columns] */
      static void net_dense(float *sums, net_size rows, net_size columns, const NET_FLASH float *weights,
                            const float *x) {
        for (net_size row = 0; row < rows; row++) {
          float sum = sums[row];
          for (net_size column = 0; column < columns; column++) sum += *weights++ * x[column];
          sums[row] = sum;
        }
      }
      """
    case .sparse:
      """
      /* Adds to row `block * groups + group` of sums its weights times the x at `places`; the blocks of a group share
         their places. */
      static void net_sparse(float *sums, net_size groups, net_size blocks, const NET_FLASH START *starts,
                             const NET_FLASH PLACE *places, const NET_FLASH float *weights, const float *x) {
        for (net_size group = 0; group < groups; group++) {
          for (net_size k = starts[group]; k < starts[group + 1]; k++) {
            const float value = x[places[k]];
            for (net_size block = 0; block < blocks; block++) sums[block * groups + group] += *weights++ * value;
          }
        }
      }
      """
    case .synapses:
      """
      /* The synapses that reach each target: slope, offset, and the weights in the two sums of each. */
      static void net_synapses(float *conductance, float *drive, net_size targets, const NET_FLASH START *starts,
                               const NET_FLASH PLACE *places, const NET_FLASH float *synapses, const float *x) {
        for (net_size target = 0; target < targets; target++) {
          float total = conductance[target];
          float driven = drive[target];
          for (net_size k = starts[target]; k < starts[target + 1]; k++) {
            const float open = 1.0f / (1.0f + net_power(x[places[k]] * synapses[0] + synapses[1]));
            total += open * synapses[2];
            driven += open * synapses[3];
            synapses += 4;
          }
          conductance[target] = total;
          drive[target] = driven;
        }
      }
      """
    case .groupSums:
      """
      static void net_group_sums(float *sums, net_size groups, net_size size, const float *x) {
        for (net_size group = 0; group < groups; group++) {
          float sum = 0.0f;
          for (net_size i = 0; i < size; i++) sum += x[group * size + i];
          sums[group] = sum;
        }
      }
      """
    case .scatter:
      """
      static void net_scatter(float *to, const NET_FLASH PLACE *places, const float *from, net_size count) {
        for (net_size i = 0; i < count; i++) to[places[i]] = from[i];
      }
      """
    case .place: Self.placeText
    case .lookup:
      """
      /* The row of a table with a number, which is rounded; zeros where there is no such row. */
      static void net_lookup(float *to, const NET_FLASH float *table, net_size width, int32_t rows, float number) {
        const int32_t row = net_place(number, rows);
        const net_size first = row < 0 ? 0 : (net_size)row * width;
        for (net_size i = 0; i < width; i++) to[i] = row < 0 ? 0.0f : table[first + i];
      }
      """
    }
  }

  private static let powerText = """
    /* 2^y, y held within +-126: 2^n 2^f, n the nearest whole number, with a polynomial for 2^f on [-1/2, 1/2] whose
       relative error is at most 9.2e-8 before rounding. Adding 1.5 2^23 + 127 leaves n + 127, the exponent of 2^n, in
       the low bits. NaN stays NaN. */
    static float net_power(float y) {
      float shifted, f, p, scale;
      uint32_t bits;
      if (126.0f < y) y = 126.0f;
      if (-126.0f > y) y = -126.0f;
      shifted = y + 12583039.0f;
      f = y - (shifted - 12583039.0f);
      p = f * 1.326472722e-3f + 9.671512656e-3f;
      p = p * f + 5.550733743e-2f;
      p = p * f + 2.402224209e-1f;
      p = p * f + 6.931469776e-1f;
      p = p * f + 1.0f;
      memcpy(&bits, &shifted, sizeof bits);
      bits <<= 23;
      memcpy(&scale, &bits, sizeof scale);
      return p * scale;
    }
    """

  private static let squareRootText = """
    /* The square root, by Newton's method from a guess that halves the exponent: three rounds lead from an error of
       at most 4.5 % to the last digit. Of a number below 2^-126, and of one below 0, it is 0; NaN stays NaN. */
    static float net_square_root(float x) {
      float y;
      uint32_t bits;
      if (x < 1.17549435e-38f) return 0.0f;
      memcpy(&bits, &x, sizeof bits);
      bits = (bits >> 1) + 532487669u;
      memcpy(&y, &bits, sizeof y);
      y = (y + x / y) * 0.5f;
      y = (y + x / y) * 0.5f;
      return (y + x / y) * 0.5f;
    }
    """

  private static let placeText = """
    /* The nearest whole number, halves away from 0; -1 where that is not from 0 to count - 1. */
    static int32_t net_place(float x, int32_t count) {
      int32_t place;
      if (!(x > -0.5f && x < (float)count)) return -1;
      place = (int32_t)x;
      if (x - (float)place >= 0.5f) place++;
      return place < count ? place : -1;
    }
    """

  private static let normalText = """
    /* The standard normal distribution function: with t = 1 / (1 + 0.35 |x|) the lower tail is e^(-x^2 / 2) times a
       polynomial in t; absolute error at most 8.1e-9 before rounding. */
    static float net_normal(float x) {
      const float size = x < 0.0f ? -x : x;
      const float t = 1.0f / (size * 0.35f + 1.0f);
      float r = t * -2.615523482e-2f + 1.285282183e-1f;
      r = r * t - 2.213977825e-1f;
      r = r * t + 1.162319798e-1f;
      r = r * t + 1.013887801e-2f;
      r = r * t + 8.903953673e-2f;
      r = r * t + 1.250361295e-1f;
      r = r * t + 1.388531232e-1f;
      r = r * t + 1.397300995e-1f;
      r = r * t - 4.955840351e-6f;
      r = r * net_power(size * size * -0.721347520f);
      return x < 0.0f ? r : 1.0f - r;
    }
    """
}

/// The elements of the tables of places, the same for all of a network.
struct FloatPlaces: Sendable, Hashable {
  var columns: CTable.Element
  var starts: CTable.Element
}
