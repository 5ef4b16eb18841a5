import Foundation
import RunStore
import Text

/// The folder of a sweep: its plan, and for each run a claim while it is made, its run file, and its result.
///
/// Several processes on several machines share it. All that they rely on is that a name is given to one file only, once:
/// `link` and `rename`, which hold on network file systems, too. Nothing is locked.
package struct SweepFolder: Sendable, Hashable {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  package func runPath(_ key: String) -> String { "\(path)/\(key).\(RunFile.pathExtension)" }
  package func resultPath(_ key: String) -> String { "\(path)/results/\(key).json" }
  package func claimPath(_ key: String) -> String { "\(path)/claims/\(key)" }
  /// What processes that nobody watches have written.
  package var logs: String { "\(path)/logs" }
  package var indexPath: String { "\(path)/index.sqlite" }
  var planPath: String { "\(path)/sweep.json" }

  /// Whether a plan is there.
  package var hasPlan: Bool { FileManager.default.fileExists(atPath: planPath) }

  /// The plan with all runs that are known now.
  ///
  /// - Throws: `SweepFolderError` where there is none, or it cannot be read.
  package func plan() throws(SweepFolderError) -> SweepPlan {
    var plan = try writtenPlan()
    if plan.study != nil {
      for trial in try addedTrials() { plan.add(trial) }
    }
    return plan
  }

  /// The plan as it was written, without the trials that a study added.
  package func writtenPlan() throws(SweepFolderError) -> SweepPlan {
    guard let data = FileManager.default.contents(atPath: planPath) else {
      let hint =
        FileManager.default.fileExists(atPath: path)
        ? "there is no sweep.json in it" : "there is no such folder"
      throw SweepFolderError("\(path) holds no sweep (\(hint))")
    }
    do {
      return try JSONDecoder().decode(SweepPlan.self, from: data)
    } catch {
      throw SweepFolderError(
        "\(planPath) is damaged, or of another version of this program; --out chooses another folder")
    }
  }

  /// Writes the plan, or goes on with the one that is there: the same, or one with fewer trials or seeds whose points are
  /// the same, which is replaced. A plan that stays as it is is not written again.
  ///
  /// - Returns: the plan, with the runs that were there first in their old order, so that they keep their numbers.
  /// - Throws: `SweepFolderError` where the folder holds another sweep, or cannot be written.
  @discardableResult
  package func begin(_ plan: SweepPlan) throws(SweepFolderError) -> SweepPlan {
    if !hasPlan {
      try prepare()
      if try publish(Self.encoded(plan), as: planPath) { return plan }
    }
    let written = try writtenPlan()
    if plan == written { return plan }
    guard plan.isContinuation(of: written) else {
      let differences = plan.differences(from: written)
      let words = differences.isEmpty ? "" : ": " + differences.joined(separator: "; ")
      throw SweepFolderError("\(path) holds another sweep\(words); --out chooses another folder")
    }
    let longer = plan.continuing(written)
    if longer != written { try replace(longer) }
    return longer
  }

  static func encoded(_ plan: SweepPlan) throws(SweepFolderError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(plan) else {
      throw SweepFolderError("the sweep's plan cannot be written")
    }
    return data
  }

  /// Makes the folders.
  package func prepare() throws(SweepFolderError) {
    for folder in [path, "\(path)/claims", "\(path)/results", logs] { try make(folder) }
  }

  /// Takes a plan back of which nothing was begun: removes it, and the folders that are empty then.
  package func removeUnbegun() {
    unlink(planPath)
    for folder in ["\(path)/claims", "\(path)/results", logs, path] { rmdir(folder) }
  }

  /// Makes a folder, unless it is there.
  func make(_ folder: String) throws(SweepFolderError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw SweepFolderError("\(folder) cannot be made: \(FileFailure.reason(error))")
    }
  }

  /// The results that are there, by the runs' keys, but for those that cannot be read. Of a run that may go on after a rung
  /// it is the newest of a rung.
  package func results() -> [String: SweepResult] {
    var results = interimResults()
    for key in resultKeys() {
      if let result = result(key) { results[key] = result }
    }
    return results
  }

  /// Moves results that cannot be read to what was lost, so that their runs are made.
  package func discardDamagedResults() {
    for key in resultKeys() where result(key) == nil { discard(resultPath(key), of: key) }
    discardDamagedRungs()
  }

  /// Moves a file of a run to what was lost; nothing is deleted.
  package func discard(_ file: String, of key: String) {
    try? make(lostPath(key))
    rename(file, "\(lostPath(key))/\((file as NSString).lastPathComponent).\(UInt32.random(in: 0 ... .max))")
  }

  func lostPath(_ key: String) -> String { "\(path)/lost/\(key)" }

  /// The keys of the runs that have a result.
  package func resultKeys() -> Set<String> {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/results")) ?? []
    return Set(
      names.compactMap { $0.hasSuffix(".json") && !$0.hasPrefix(".") ? String($0.dropLast(5)) : nil })
  }

  package func result(_ key: String) -> SweepResult? {
    FileManager.default.contents(atPath: resultPath(key)).flatMap {
      try? JSONDecoder().decode(SweepResult.self, from: $0)
    }
  }

  /// Tells one file of a result from another: its number, size and time; empty where there is none.
  func resultStamp(_ key: String) -> String {
    var status = stat()
    guard stat(resultPath(key), &status) == 0 else { return "" }
    return "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// Writes a result.
  ///
  /// - Returns: false where another process was first; the result that was there stays.
  @discardableResult
  package func publish(_ result: SweepResult) throws(SweepFolderError) -> Bool {
    guard let data = try? JSONEncoder().encode(result) else {
      throw SweepFolderError("a result cannot be written")
    }
    return try publish(data, as: resultPath(result.key))
  }

  /// Gives a file its name, whole, unless there is one of the name.
  func publish(_ data: Data, as path: String) throws(SweepFolderError) -> Bool {
    let draft = Self.draftPath(of: path)
    defer { unlink(draft) }
    try write(data, as: draft, of: path)
    if link(draft, path) == 0 { return true }
    let code = errno
    // On a network the answer can be lost though the file has its name.
    if code == EEXIST || Self.linkCount(draft) == 2 { return Self.linkCount(draft) == 2 }
    throw SweepFolderError("\(path) cannot be written: \(String(cString: strerror(code)))")
  }

  /// A name beside a file's that nobody else takes.
  static func draftPath(of path: String) -> String {
    "\(path.parentFolder)/.\((path as NSString).lastPathComponent).\(getpid()).\(UInt32.random(in: 0 ... .max))"
  }

  /// Writes what is to become a file.
  func write(_ data: Data, as draft: String, of path: String) throws(SweepFolderError) {
    do {
      try data.write(to: URL(filePath: draft))
      // A name that outlives a power cut must not name an empty file.
      let file = try FileHandle(forWritingTo: URL(filePath: draft))
      try file.synchronize()
      try file.close()
    } catch {
      throw SweepFolderError("\(path) cannot be written: \(FileFailure.reason(error))")
    }
  }

  private static func linkCount(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_nlink) : 0
  }
}

/// What is wrong with the folder of a sweep, in one line.
package struct SweepFolderError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
