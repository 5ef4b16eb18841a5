import Screen

/// One row of the key table: keys, where they work, what they do and how help words it.
public struct KeyBinding: Sendable {
  /// Where a key works.
  public enum Scope: Sendable, Hashable {
    case anywhere
    /// Only where training can be influenced.
    case live
    case replay
    /// Live and attached runs: a replay uses the key otherwise.
    case outsideReplay
  }

  /// Where help lists the key.
  public enum Section: String, Sendable, Hashable, CaseIterable {
    case run = "Run"
    case replay = "Replay"
    case runs = "Recorded runs"
    case move = "Moving about"
    case perturb = "Perturbing the inputs"
    case intervene = "Intervening in the network"
    case display = "Display"
  }

  public var keys: [KeyEvent]
  /// The keys as help writes them.
  public var label: String
  public var scope: Scope
  /// The view the key belongs to; nil for all.
  public var view: ViewKind?
  public var section: Section
  /// What the key does, for the help page.
  public var help: String
  /// One word for the line of hints at the bottom; nil keeps it out.
  public var hint: String?
  public var command: KeyCommand

  init(
    _ keys: [KeyEvent], _ label: String, _ section: Section, _ help: String, _ command: KeyCommand,
    hint: String? = nil, scope: Scope = .anywhere, view: ViewKind? = nil
  ) {
    self.keys = keys
    self.label = label
    self.scope = scope
    self.view = view
    self.section = section
    self.help = help
    self.hint = hint
    self.command = command
  }
}
