import Screen

/// Every key, from the table that dispatches them.
enum HelpView {
  static func draw(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    guard let help = state.help else { return }
    let list = list(state)
    var title = help.search.isEmpty ? "keys" : "keys matching \(sanitized(help.search))"
    let page = list.page(for: inside(rect).size)
    if page.count > 1 { title += ", page \(page.number) of \(page.count)" }
    let trailing = [
      TextRun("/", .focus), TextRun(" find  ", .label), TextRun("Esc", .focus), TextRun(" back", .label),
    ]
    _ = Panel(title, trailing: trailing, isFocused: true).draw(in: rect, on: &grid, glyphs: state.glyphs)
    drawList(state, in: inside(rect), on: &grid)
  }

  /// The keys without a frame.
  static func drawList(_ state: DashboardState, in rect: Rect, on grid: inout Grid) {
    let list = list(state)
    guard !list.sections.isEmpty else {
      Notice.draw("no key matches", in: rect, on: &grid, glyphs: state.glyphs)
      return
    }
    list.draw(in: rect, on: &grid, glyphs: state.glyphs)
    SearchHit.mark(state.help?.search ?? "", in: rect, on: &grid)
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
      return CompactView.places(state, in: screen).rest.size
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
        binding.section == section
          && (needle.isEmpty || "\(binding.label) \(binding.help)".lowercased().contains(needle))
      }
      guard !bindings.isEmpty else { return nil }
      let entries = bindings.map {
        KeyHelp.Entry(keys: $0.label, text: $0.help, isInactive: !$0.works(in: state.mode))
      }
      return KeyHelp.Section(section.rawValue, entries)
    }
    return KeyHelp(sections: sections, scroll: state.help?.scroll ?? 0)
  }

  private static func works(_ section: KeyBinding.Section, _ state: DashboardState) -> Bool {
    KeyTable.bindings.contains { $0.section == section && $0.works(in: state.mode) }
  }
}
