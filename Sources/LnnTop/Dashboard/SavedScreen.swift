import Dashboard
import Foundation
import Screen

/// What is on the screen as two files, plain text and SVG, under a name that nothing has yet.
package struct SavedScreen {
  private let grid: Grid
  private let theme: Theme
  private let run: String
  private let step: Int

  package init(grid: Grid, theme: Theme, run: String, step: Int) {
    self.grid = grid
    self.theme = theme
    self.run = run
    self.step = step
  }

  /// Writes what a dashboard shows into the folder where the program was started.
  ///
  /// - Returns: what the dashboard then says of it.
  static func save(_ state: DashboardState, size: Size, theme: Theme) -> Action {
    let screen = SavedScreen(
      grid: render(state, size: size), theme: theme, run: state.description.name,
      step: state.frame?.step ?? 0)
    do {
      let files = try screen.write(into: ".")
      return .report("saved \(files.text) and \(files.picture)", isWarning: false)
    } catch {
      return .report("\(error)", isWarning: true)
    }
  }

  /// How many names are tried before the folder counts as full.
  private static let mostNames = 10_000

  /// Writes both files into a folder.
  ///
  /// - Returns: their names, without the folder.
  /// - Throws: `CommandFailure` with a one-line message.
  package func write(into folder: String) throws -> (text: String, picture: String) {
    let base = "\(Self.fileName(run))-\(step)"
    for number in 1...Self.mostNames {
      let name = number == 1 ? base : "\(base)-\(number)"
      guard try create("\(name).txt", in: folder, contents(.text)) else { continue }
      guard try create("\(name).svg", in: folder, contents(.svg)) else {
        // The picture of another screen: this one's files share a name or do not exist.
        unlink(path("\(name).txt", folder))
        continue
      }
      return ("\(name).txt", "\(name).svg")
    }
    throw CommandFailure("\(folder) has too many files named \(base)")
  }

  private func contents(_ format: ExportFormat) -> String {
    grid.exported(as: format, theme: theme, title: "\(run), step \(step)")
  }

  private func path(_ name: String, _ folder: String) -> String { folder + "/" + name }

  /// False where there is such a file: it is left alone.
  private func create(_ name: String, in folder: String, _ text: String) throws -> Bool {
    let descriptor = open(path(name, folder), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      guard errno != EEXIST else { return false }
      throw failure(name)
    }
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let failure = failure(name)
        close(descriptor)
        unlink(path(name, folder))
        throw failure
      }
      bytes = bytes.dropFirst(count)
    }
    guard close(descriptor) == 0 else { throw failure(name) }
    return true
  }

  private func failure(_ name: String) -> CommandFailure {
    CommandFailure("\(name) cannot be written here: \(String(cString: strerror(errno)))")
  }

  /// A run's name without what a file's name cannot have or a shell would trip over.
  static func fileName(_ run: String) -> String {
    var name = ""
    for character in run.prefix(80) {
      let isPlain = character.isLetter || character.isNumber || "-_.".contains(character)
      name.append(isPlain ? character : "-")
    }
    while name.first == "." || name.first == "-" { name.removeFirst() }
    return name.isEmpty ? "screen" : name
  }
}
