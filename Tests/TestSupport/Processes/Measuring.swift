import Foundation

/// What tests measure.
package enum Measuring {
  /// True where `LNN_TOP_MEASURE` asks for tests that print how long something takes and assert nothing about it.
  package static let isAsked = ProcessInfo.processInfo.environment["LNN_TOP_MEASURE"] != nil

  /// The most memory that a process had at any time, in kilobytes; 0 where the system does not say. What `getrusage`
  /// gives for a process counts what the one that started it had.
  ///
  /// - Parameter process: its number, or `self`.
  package static func peakKilobytes(ofProcess process: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }

  /// Seconds that the calling thread has computed: what others do on the machine does not count.
  package static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
