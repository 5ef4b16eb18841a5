import Screen
import Telemetry
import Text

/// The top row: state word, task and model, the views.
enum Header {
  static func draw(_ state: DashboardState, with painter: inout Painter) {
    let rect = painter.rect
    guard !rect.isEmpty else { return }
    painter.grid.fill(rect, style: Style(.value, on: .statusBar))
    let word = StateWord(state)
    let chip = Style(word.role, on: .statusBar, bold: true, reversed: true)
    let x = subjectStart(word, in: rect)
    painter.draw(" \(word.text) ", x: rect.x, y: rect.y, width: rect.columns, style: chip)
    let tabs = tabPlaces(state, in: rect)
    for (tab, _, place) in tabs { painter.draw([tab], x: place.x, y: place.y, width: place.columns) }
    let room = (tabs.first?.rect.x ?? rect.maxX) - 1 - x
    guard room > 4 else { return }
    painter.draw(subject(state, columns: room), x: x, y: rect.y, width: room)
  }

  private static func subjectStart(_ word: StateWord, in rect: Rect) -> Int {
    rect.x + min(rect.columns, DisplayWidth.of(word.text) + 2) + 1
  }

  /// The views' tabs and where they are: with all their names where there is room, else as numbers, else none.
  private static func tabPlaces(
    _ state: DashboardState, in rect: Rect
  ) -> [(tab: TextRun, view: ViewKind, rect: Rect)] {
    let start = subjectStart(StateWord(state), in: rect) + 16
    for isWide in rect.columns >= wideColumns ? [true, false] : [false] {
      let tabs = state.views.map { ($0, tab($0, state, isWide: isWide)) }
      var x = rect.maxX - tabs.reduce(0) { $0 + $1.1.width }
      guard x > start else { continue }
      return tabs.map { view, tab in
        defer { x += tab.width }
        return (tab, view, Rect(x: x, y: rect.y, columns: tab.width, rows: 1))
      }
    }
    return []
  }

  /// Narrower screens need their columns for the task and the model.
  private static let wideColumns = 100

  /// A click on a tab shows its view.
  static func hit(_ state: DashboardState, x: Int, y: Int, in rect: Rect) -> PanelHit? {
    guard let view = tabPlaces(state, in: rect).first(where: { $0.rect.contains(x: x, y: y) })?.view else {
      return nil
    }
    return .select {
      $0.help = nil
      $0.show(view)
    }
  }

  /// What is perturbed, the task and the model: whole words as far as they fit, only the task's name is cut.
  private static func subject(_ state: DashboardState, columns: Int) -> [TextRun] {
    var runs: [TextRun] = []
    for (index, part) in parts(state).enumerated() {
      let gap = runs.isEmpty ? "" : "  "
      let left = columns - runs.width - gap.count
      guard part.width <= left || (part.style.isBold && left >= leastName) else { break }
      if index > 0 { runs.append(TextRun(gap, Style(.value, on: .statusBar))) }
      runs.append(part)
    }
    return runs
  }

  /// A name cut shorter than this says nothing.
  private static let leastName = 6

  private static func parts(_ state: DashboardState) -> [TextRun] {
    guard state.mode != .sweep else {
      let name = state.sweepList.snapshot?.name ?? state.description.name
      return [TextRun(name, Style(.bright, on: .statusBar, bold: true))]
        + (state.sweepList.snapshot.map {
          [TextRun(counted($0.trials.count, "trial"), Style(.value, on: .statusBar))]
        } ?? [])
    }
    let model = state.description.model
    let structure = "\(model.cell) \(model.wiring)"
    let neurons = model.neurons.count == 1 ? "1 neuron" : "\(model.neurons.count) neurons"
    let parameters = "\(NumberText.grouped(model.parameterCount)) params"
    let disturbance = Wording.disturbance(state).map {
      TextRun($0, Style(.perturbed, on: .statusBar, bold: true))
    }
    let loss = state.isUnrecorded ? TextRun("NOT RECORDED", Style(.error, on: .statusBar, bold: true)) : nil
    return [loss, disturbance].compactMap { $0 }
      + [TextRun(state.description.task.name, Style(.bright, on: .statusBar, bold: true))]
      + [structure, neurons, parameters].map { TextRun($0, Style(.value, on: .statusBar)) }
  }

  /// The current view in full and marked by brackets, the others as numbers where there is little room.
  private static func tab(_ view: ViewKind, _ state: DashboardState, isWide: Bool) -> TextRun {
    let isCurrent = view == state.view
    let name = isWide || isCurrent ? "\(view.rawValue) \(view.title)" : "\(view.rawValue)"
    let style = Style(isCurrent ? .focus : .label, on: .statusBar, bold: isCurrent)
    let text = isCurrent ? "[\(name)]" : isWide ? " \(name) " : name
    return TextRun(isWide ? text : " " + text, style)
  }
}

/// The one word that says what the run is doing.
struct StateWord: Sendable, Hashable {
  var text: String
  var role: Role

  init(_ state: DashboardState) {
    if state.mode == .replay {
      if let ending = Self.ending(of: state) {
        self.init("REPLAY \(ending.text)", ending.role)
        return
      }
      let speed = Self.speed(state.playback?.speed ?? 1)
      self.init(state.isPaused ? "REPLAY PAUSED" : "REPLAY \(speed)", state.isPaused ? .paused : .stale)
      return
    }
    if state.mode == .sweep {
      self = Self.sweeping(state.sweepList)
      return
    }
    if state.abandonment != nil {
      self.init("STALE", .stale)
      return
    }
    if state.outcome == nil, let word = Self.absence(of: state.recorder, isStream: state.isStream) {
      self = word
      return
    }
    guard let training = state.outcome?.state ?? state.frame?.state else {
      self.init(state.mode == .attached ? "ATTACHED" : "STARTING", .stale)
      return
    }
    if let word = Self.condition(of: state, training) {
      self = word
      return
    }
    switch training {
    case .training: self.init(state.mode == .attached ? "ATTACHED" : "TRAINING", .focus)
    case .paused: self.init("PAUSED", .paused)
    case .stepped: self.init("STEP", .paused)
    case .done: self.init("DONE", .validation)
    case .stopped: self.init("STOPPED", .stale)
    case .diverged: self.init("DIVERGED", .error)
    }
  }

  /// Columns of the words of an interrupted source.
  private static let interruptionColumns = 28

  /// What a live stream is doing; nil where words of training say it.
  private static func condition(of state: DashboardState, _ training: TrainingState) -> StateWord? {
    guard let stream = state.stream else { return nil }
    switch training {
    case .done: return StateWord("ENDED", .validation)
    case .training: break
    default: return nil
    }
    switch stream.condition {
    case .live: break
    case .stale(let seconds): return StateWord("STALE \(NumberText.duration(seconds))", .stale)
    case .interrupted(let words):
      let ellipsis = state.glyphs.symbols.ellipsis
      let text = truncated(words, to: interruptionColumns, ellipsis: ellipsis)
      return StateWord(text.isEmpty ? "INTERRUPTED" : text, .stale)
    case .ended: return StateWord("ENDED", .validation)
    }
    if state.mode == .attached { return StateWord("ATTACHED", .focus) }
    if let twin = stream.twin.map({ TwinWord($0) }) { return StateWord(twin.text, twin.role) }
    guard stream.isLearner else { return StateWord("WATCHING", .focus) }
    return stream.isLearning ? StateWord("LIVE", .focus) : StateWord("NOT LEARNING", .paused)
  }

  /// What the processes of a sweep are doing.
  private static func sweeping(_ list: SweepList) -> StateWord {
    guard let snapshot = list.snapshot else { return StateWord("READING", .stale) }
    if snapshot.ended >= snapshot.runs { return StateWord("DONE", .validation) }
    return snapshot.running > 0 ? StateWord("SEARCHING", .focus) : StateWord("WAITING", .stale)
  }

  private init(_ text: String, _ role: Role) {
    self.text = text
    self.role = role
  }

  /// How a replayed run ended, once the end is on the screen.
  private static func ending(of state: DashboardState) -> StateWord? {
    switch state.outcome?.state {
    case .done: StateWord(state.isStream ? "ENDED" : "DONE", .validation)
    case .diverged: StateWord("DIVERGED", .error)
    // A run with an outcome has ended, so the other states of a damaged file count as stopped.
    case .some: StateWord("STOPPED", .stale)
    case nil: state.abandonment.map { _ in StateWord("INTERRUPTED", .stale) }
    }
  }

  /// Why an attached run does not go on; nil where it does.
  private static func absence(of recorder: RecorderCondition, isStream: Bool) -> StateWord? {
    switch recorder {
    case .active: nil
    case .suspended: StateWord("SUSPENDED", .paused)
    case .silent(let seconds):
      StateWord("\(isStream ? "STALE" : "NO NEWS") \(NumberText.duration(Double(seconds)))", .stale)
    }
  }

  /// `0.25x`, `2x`.
  static func speed(_ value: Double) -> String {
    let decimals = value < 1 ? 2 : value == value.rounded() ? 0 : 1
    return NumberText.fixed(value, decimals: decimals) + "x"
  }
}
