import Foundation
import Text

/// A word or a line that a person added to a run as a whole, during it or long after.
public struct RunLabel: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A word by which runs are found; a run has it or not.
    case tag
    /// A line to read; there may be several alike.
    case note
  }

  public var kind: Kind
  /// One line without control characters, neither empty nor longer than `longestText`.
  public var text: String
  public var at: Date

  /// Characters a label may have.
  public static let longestText = 1_000

  /// A label with the text on one line: white space at its ends is dropped, control characters are replaced.
  ///
  /// - Throws: where nothing is left, it is too long, or a tag is more than one word.
  public init(_ kind: Kind, _ text: String, at: Date) throws(RunStoreError) {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines).sanitized
    guard !text.isEmpty else { throw .unusableLabel(reason: "an empty \(kind) says nothing") }
    guard text.count <= Self.longestText else {
      throw .unusableLabel(reason: "a \(kind) may have \(Self.longestText) characters, not \(text.count)")
    }
    guard kind == .note || !text.contains(where: \.isWhitespace) else {
      throw .unusableLabel(
        reason: "a tag is one word: write \(text.split(separator: " ").joined(separator: "-"))")
    }
    self.kind = kind
    self.text = text
    self.at = at
  }
}
