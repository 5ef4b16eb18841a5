import Screen
import Telemetry

/// One row of the key table: keys, where they work, what they do and how help words it.
public struct KeyBinding: Sendable, Identifiable {
  /// Where a key works.
  public enum Scope: Sendable, Hashable {
    case anywhere
    /// Only where training can be influenced.
    case live
    case replay
    /// Live and attached runs: a replay uses the key otherwise.
    case outsideReplay
    /// Where there is a run on the screen.
    case aRun

    func contains(_ mode: SourceMode) -> Bool {
      switch self {
      case .anywhere: true
      case .live: mode == .live
      case .replay: mode == .replay
      case .outsideReplay: mode != .replay
      case .aRun: mode != .sweep
      }
    }
  }

  /// What kind of run a key is for.
  public enum Subject: Sendable, Hashable {
    case anything
    /// Training on finished data.
    case training
    /// A live stream, also in a replay.
    case stream
  }

  /// Where help lists the key.
  public enum Section: String, Sendable, Hashable, CaseIterable {
    case run = "Run"
    case replay = "Replay"
    case runs = "Recorded runs"
    case sweep = "A sweep"
    case move = "Moving about"
    case perturb = "Perturbing the inputs"
    case intervene = "Intervening in the network"
    case display = "Display"
  }

  public let keys: [KeyEvent]
  /// The keys as help writes them.
  public let label: String
  public let section: Section
  /// What the key does, for the help page.
  public let help: String
  /// One word for the line of hints at the bottom; nil keeps it out.
  public let hint: String?
  /// What the key does in a live stream, where that is another thing; nil: the same.
  public let streamHelp: String?
  public let scope: Scope
  public let subject: Subject
  /// The view the key belongs to; nil for all.
  public let view: ViewKind?
  /// Whether the key still works while the help page is open.
  let worksInHelp: Bool
  /// What the key does to the state, and what it asks of the program.
  let action: @Sendable (inout DashboardState) -> [Effect]

  init(
    _ keys: [KeyEvent], _ label: String, _ section: Section, _ help: String, hint: String? = nil,
    streamHelp: String? = nil, scope: Scope = .anywhere, subject: Subject = .anything, view: ViewKind? = nil,
    worksInHelp: Bool = false,
    action: @escaping @Sendable (inout DashboardState) -> [Effect]
  ) {
    self.keys = keys
    self.label = label
    self.section = section
    self.help = help
    self.hint = hint
    self.streamHelp = streamHelp
    self.scope = scope
    self.subject = subject
    self.view = view
    self.worksInHelp = worksInHelp
    self.action = action
  }

  public var id: String { "\(label): \(help)" }

  func works(in mode: SourceMode) -> Bool { scope.contains(mode) }

  /// Whether the key has a meaning in runs of this kind.
  public func applies(toStream isStream: Bool) -> Bool {
    switch subject {
    case .anything: true
    case .training: !isStream
    case .stream: isStream
    }
  }

  /// What the key does in a run of this kind.
  public func help(inStream isStream: Bool) -> String { isStream ? streamHelp ?? help : help }
}
