import Screen

/// Every key, from the table that dispatches them.
enum HelpPage {
  static func draw(_ state: DashboardState, with painter: inout Painter) {
    guard let help = state.help else { return }
    let list = list(state)
    var title = help.search.isEmpty ? "keys" : "keys matching \(help.search)"
    let page = list.page(for: inside(painter.rect).size)
    if page.count > 1 { title += ", page \(page.number) of \(page.count)" }
    let trailing = [
      TextRun("/", .focus), TextRun(" find  ", .label), TextRun("Esc", .focus), TextRun(" back", .label),
    ]
    painter.focus = .focused
    _ = painter.frame(title, trailing: trailing)
    painter.draw(in: inside(painter.rect)) { drawList(state, with: &$0) }
  }

  /// The keys without a frame.
  static func drawList(_ state: DashboardState, with painter: inout Painter) {
    let rect = painter.rect
    let list = list(state)
    guard !list.sections.isEmpty else {
      painter.notice("no key matches", in: rect)
      return
    }
    list.draw(in: rect, with: &painter)
    painter.mark(state.help?.search ?? "", in: rect)
  }

  /// How far the page scrolls on the screen as it is.
  static func scrollLimit(_ state: DashboardState) -> Int {
    list(state).scrollLimit(for: size(state))
  }

  /// The rows of keys on the screen as it is.
  static func pageRows(_ state: DashboardState) -> Int { max(1, size(state).rows) }

  private static func size(_ state: DashboardState) -> Size {
    guard let plan = ScreenPlan(state, size: state.size) else {
      let screen = Rect(x: 0, y: 0, columns: state.size.columns, rows: state.size.rows)
      return CompactScreen.places(state, in: screen).rest.size
    }
    return inside(plan.body).size
  }

  /// Where the keys are in a framed page.
  private static func inside(_ rect: Rect) -> Rect { Panel.inside(rect).inset(horizontal: 1, vertical: 0) }

  private static func list(_ state: DashboardState) -> KeyHelp {
    let needle = (state.help?.search ?? "").lowercased()
    // What works here comes first.
    let order =
      KeyBinding.Section.allCases.filter { works($0, state) }
      + KeyBinding.Section.allCases.filter { !works($0, state) }
    let sections = order.compactMap { section -> KeyHelp.Section? in
      let bindings = KeyTable.bindings.filter { binding in
        let words = "\(binding.label) \(binding.help(inStream: state.isStream))"
        return binding.section == section && binding.applies(toStream: state.isStream)
          && (needle.isEmpty || words.lowercased().contains(needle))
      }
      guard !bindings.isEmpty else { return nil }
      let entries = bindings.map {
        KeyHelp.Entry(
          keys: $0.label, text: $0.help(inStream: state.isStream), isInactive: !$0.works(in: state.mode))
      }
      return KeyHelp.Section(section.rawValue, entries)
    }
    return KeyHelp(sections: sections, scroll: state.help?.scroll ?? 0)
  }

  private static func works(_ section: KeyBinding.Section, _ state: DashboardState) -> Bool {
    KeyTable.bindings.contains { $0.section == section && $0.works(in: state.mode) }
  }
}

/// The open help page.
public struct HelpState: Sendable, Hashable {
  public internal(set) var scroll = 0
  /// Part of a key's description; empty shows all keys.
  public internal(set) var search = ""
  /// True while keys go into the search.
  public internal(set) var isSearching = false
}
