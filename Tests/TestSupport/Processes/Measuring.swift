import Foundation

/// What tests measure.
package enum Measuring {
  /// True where `LNN_TOP_MEASURE` asks for tests that print how long something takes and assert nothing about it.
  package static let isAsked = ProcessInfo.processInfo.environment["LNN_TOP_MEASURE"] != nil

  /// Seconds that the calling thread has computed: what others do on the machine does not count.
  package static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
