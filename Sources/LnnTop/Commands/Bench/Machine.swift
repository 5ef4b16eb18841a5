import Foundation

/// The machine that figures were measured on.
package struct Machine: Sendable, Hashable, Codable {
  package var cpu: String
  /// Cores that this process may use.
  package var cores: Int
  /// The width of the vectors that the kernels compute with.
  package var vectorBits: Int
  /// How many processes wanted to run over the last minute, on average; nil where the system does not say.
  package var load: Double?

  package init(cpu: String, cores: Int, vectorBits: Int, load: Double?) {
    self.cpu = cpu
    self.cores = cores
    self.vectorBits = vectorBits
    self.load = load
  }

  /// - Parameters:
  ///   - cpuInfo: the text of `/proc/cpuinfo`.
  ///   - loadAverage: the text of `/proc/loadavg`.
  package init(cpuInfo: String, loadAverage: String, cores: Int) {
    let facts = Self.facts(of: cpuInfo)
    let flags = Set((facts["flags"] ?? "").split(separator: " ").map(String.init))
    self.init(
      cpu: facts["model name"] ?? "unknown CPU", cores: cores, vectorBits: Self.vectorBits(flags),
      load: loadAverage.split(separator: " ").first.flatMap { Double($0) })
  }

  /// The lines about the first of the cores.
  private static func facts(of cpuInfo: String) -> [String: String] {
    var facts: [String: String] = [:]
    for line in cpuInfo.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1).map(trimmed)
      if parts.count == 2, facts[parts[0]] == nil { facts[parts[0]] = parts[1] }
    }
    return facts
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank = { (character: Character) in character.isWhitespace }
    return String(String(text.drop(while: isBlank).reversed().drop(while: isBlank)).reversed())
  }

  /// What the kernels choose at run time: the levels v4 and v3 of x86-64 by their flags; 128 bits on any other CPU.
  private static func vectorBits(_ flags: Set<String>) -> Int {
    if flags.isSuperset(of: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]) { return 512 }
    return flags.isSuperset(of: ["avx2", "fma", "bmi2"]) ? 256 : 128
  }
}

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
