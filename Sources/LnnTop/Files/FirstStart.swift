import Foundation
import RunStore

/// Remembers that the dashboard has been shown to a person, by a file that is there from then on.
package struct FirstStart {
  /// The file; nil where the environment names no place for it.
  private let path: String?

  package init(environment: [String: String]) {
    path = BaseDirectory.state.path(environment: environment).map { "\($0)/tour-shown" }
  }

  /// True once, for the first of all processes that ask. Where it cannot be remembered it is nobody's: what is said to a
  /// person at the first start must not be said at every one.
  package func claim() -> Bool {
    guard let path else { return false }
    guard (try? RunDirectory.create(path.parentFolder)) != nil else { return false }
    let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return false }
    close(descriptor)
    return true
  }
}
