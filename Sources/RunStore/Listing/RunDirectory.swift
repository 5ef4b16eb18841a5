import Foundation

/// Where runs are kept, and under which names.
public enum RunDirectory {
  /// `LNN_TOP_RUNS`, else `$XDG_DATA_HOME/lnn-top/runs`, else `~/.local/share/lnn-top/runs`.
  ///
  /// An `XDG_DATA_HOME` that is not absolute is ignored, as the XDG Base Directory Specification asks.
  public static func `default`(environment: [String: String] = ProcessInfo.processInfo.environment) -> String
  {
    if let chosen = environment["LNN_TOP_RUNS"], !chosen.isEmpty { return chosen }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/lnn-top/runs" }
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    return (home as NSString).appendingPathComponent(".local/share/lnn-top/runs")
  }

  /// Makes the directory and those above it where they do not exist.
  public static func create(_ directory: String) throws(RunStoreError) {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let code = cause?.domain == NSPOSIXErrorDomain ? cause.map { Int32(clamping: $0.code) } : nil
      throw .cannotCreate(path: directory, code: code ?? EACCES)
    }
  }

  /// A path in `directory` that is free: the task's name and the local time, such as
  /// `lane-keeping-20260131-154502.lnnrun`.
  public static func freePath(
    in directory: String, task: String, at date: Date = Date(), timeZone: TimeZone = .current
  ) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = timeZone
    formatter.dateFormat = "yyyyMMdd-HHmmss"
    let stem = "\(fileName(of: task))-\(formatter.string(from: date))"
    var path = ""
    var number = 1
    repeat {
      let name = number == 1 ? stem : "\(stem)-\(number)"
      path = (directory as NSString).appendingPathComponent("\(name).\(RunFile.pathExtension)")
      number += 1
    } while RunFile.identity(of: path) != nil
    return path
  }

  /// Letters, digits, `_` and `.` of a name; whatever else is between them becomes one `-`.
  static func fileName(of name: String) -> String {
    let words = name.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
    // A file system allows 255 bytes; a leading dot would hide the file.
    var result = words.joined(separator: "-").drop { $0 == "." }
    while result.utf8.count > 80 { result.removeLast() }
    return result.isEmpty ? "run" : String(result)
  }
}
