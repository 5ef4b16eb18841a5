import Foundation

extension Machine {
  /// This machine, now.
  static var current: Machine {
    Machine(
      cpuInfo: text("/proc/cpuinfo"), loadAverage: text("/proc/loadavg"),
      cores: ProcessInfo.processInfo.activeProcessorCount)
  }

  /// The most memory that this process has held so far, in bytes; 0 where the system does not say.
  static var peakMemory: Int {
    let prefix = "VmHWM:"
    guard let line = text("/proc/self/status").split(separator: "\n").first(where: { $0.hasPrefix(prefix) })
    else { return 0 }
    let kilobytes = line.dropFirst(prefix.count).split(whereSeparator: \.isWhitespace).first
    return kilobytes.flatMap { Int($0) }.map { $0 * 1024 } ?? 0
  }

  /// A file of the system; empty where there is none.
  private static func text(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
