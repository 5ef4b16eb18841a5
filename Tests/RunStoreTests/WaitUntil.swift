import Foundation

/// Looks again and again until a condition holds; false where it still does not after half a minute.
func waitUntil(_ condition: () -> Bool) -> Bool {
  let deadline = Date().addingTimeInterval(30)
  while !condition() {
    if Date() > deadline { return false }
    usleep(5_000)
  }
  return true
}
