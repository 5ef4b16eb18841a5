import Foundation

/// Seconds that a test waits for what is to happen: so many that no loaded machine takes them, and only a test that would
/// hang comes to their end.
package let patience = 300.0

/// Looks again and again until a condition holds; false where it never does.
///
/// - Parameter pause: milliseconds between two looks, not instead of one.
package func waitUntil(pause: UInt32 = 5, _ condition: () throws -> Bool) rethrows -> Bool {
  let deadline = Date().addingTimeInterval(patience)
  while try !condition() {
    if Date() > deadline { return false }
    usleep(pause * 1_000)
  }
  return true
}
