import Foundation
import Sweeps
import Text

/// Where the paths of a sweep file start: at the file's own folder, as those of task files do.
///
/// Earlier versions had them start at the current folder, and such a sweep is gone on with: a file that is there and not
/// beside the sweep file is taken from there.
struct SweepPlace {
  /// Empty: the working directory.
  private let folder: String

  init(_ file: SweepFile) {
    folder = file.path.parentFolder
  }

  /// The path of a file or folder that the sweep file names.
  func path(_ word: String) -> String {
    guard !folder.isEmpty, !word.hasPrefix("/"), word != "-" else { return word }
    let beside = joinedPath(folder, word)
    return !Self.exists(beside) && Self.exists(word) ? word : beside
  }

  /// The same of a task, which may also be named without a path.
  func task(_ word: String) -> String {
    let path = path(word)
    return !Self.exists(path) && !word.contains("/") && TaskPath.mayBeTask(word) ? word : path
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
