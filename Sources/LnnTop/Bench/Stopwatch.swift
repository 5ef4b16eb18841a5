/// Times a piece of work: warms up, then gives seconds a call, each averaged over as many calls as the clock's
/// resolution asks for.
struct Stopwatch {
  private let body: () -> Void
  /// Calls in one sample.
  private let calls: Int

  /// Runs the work until it has been warm for a while.
  ///
  /// - Parameter shortest: how long one sample lasts at least, in seconds.
  init(shortest: Double = 0.005, _ body: @escaping () -> Void) {
    self.body = body
    var (spent, count) = (0.0, 0)
    var last = 0.0
    while spent < 4 * shortest || count < 2 {
      last = Self.seconds(body)
      spent += last
      count += 1
    }
    // The last call was warm; a call below the clock's resolution counts as a nanosecond.
    calls = max(1, Int((shortest / max(last, 1e-9)).rounded(.up)))
  }

  /// Seconds a call.
  func sample() -> Double {
    Self.seconds { for _ in 0..<calls { body() } } / Double(calls)
  }

  private static func seconds(_ body: () -> Void) -> Double {
    let parts = ContinuousClock().measure(body).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
