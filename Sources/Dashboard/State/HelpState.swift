/// The open help page.
public struct HelpState: Sendable, Hashable {
  public internal(set) var scroll = 0
  /// Part of a key's description; empty shows all keys.
  public internal(set) var search = ""
  /// True while keys go into the search.
  public internal(set) var isSearching = false
}
