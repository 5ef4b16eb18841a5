import Foundation

/// How many random cases a test tries: a few by default, as many as `LNN_TOP_FUZZ` says on request.
package enum Thoroughness {
  /// What was asked for; nil where nothing was.
  package static let asked = ProcessInfo.processInfo.environment["LNN_TOP_FUZZ"].flatMap { Int($0) }

  /// - Parameter usual: so many are tried where nothing was asked for, and at least.
  package static func cases(_ usual: Int) -> Int { max(asked ?? usual, usual) }

  /// True for one of `share` cases, or for all on request: thins out tests that go through everything there is.
  ///
  /// - Parameter place: of the case; those with the same remainder are tried.
  package static func includes(_ place: Int, oneOf share: Int) -> Bool { asked != nil || place % share == 0 }
}
