import Screen
import Telemetry

/// Every key of the dashboard, one row each: keys are dispatched, and the help page and the hints in the bottom row are
/// written, from this table.
public enum KeyTable {
  public static let bindings: [KeyBinding] =
    run + replay + moving + runList + sweep + perturbing + intervening + display

  /// The row that applies to a key in this mode and view, if there is one.
  public static func binding(
    for key: KeyEvent, in mode: SourceMode, view: ViewKind, isStream: Bool = false
  ) -> KeyBinding? {
    let working = bindings.filter {
      $0.keys.contains(key) && $0.works(in: mode) && $0.applies(toStream: isStream)
    }
    // What a view does with a key comes before what it does elsewhere.
    return working.first { $0.view == view } ?? working.first { $0.view == nil }
  }

  /// The row of a key whatever the mode: to tell a key that does not work here from one that is unknown.
  static func bindingElsewhere(for key: KeyEvent) -> KeyBinding? {
    bindings.first { $0.keys.contains(key) }
  }

  // Rows that others show: the bottom row these, the panel that perturbs those below.
  static let pause = KeyBinding(
    [" "], "space", .run, "pause and resume; nothing is lost", hint: "pause", streamHelp: streamPauseHelp,
    scope: .aRun
  ) { $0.togglePause() }
  private static let streamPauseHelp = "hold the picture and let it go on; rows still count"
  static let step = KeyBinding(
    ["."], ".", .run, "one training step; pauses first", hint: "step", scope: .live,
    subject: .training
  ) { $0.step() }
  static let learn = KeyBinding(
    ["L"], "L", .run, "learning from the stream, on and off", hint: "learn", scope: .live, subject: .stream
  ) { $0.toggleLearning() }
  static let more = KeyBinding(
    ["M"], "M", .run, "more: a run that is done trains for as many epochs again", hint: "more",
    scope: .live, subject: .training
  ) { $0.trainFurther() }
  static let quit = KeyBinding(
    ["q"], "q", .run, "quit; training stops at a step, the run file is complete", hint: "quit",
    streamHelp: "quit; reading stops at a row, the run file is complete", worksInHelp: true
  ) { $0.quit() }
  static let help = KeyBinding(
    ["?", .function(1)], "? F1", .display, "this help, on and off", hint: "help", worksInHelp: true
  ) { $0.toggleHelp() }

  static let lessOften = KeyBinding(
    ["u"], "u", .perturb, "fewer samples changed: a lower chance", scope: .live
  ) { $0.changeProbability(by: -1) }
  static let moreOften = KeyBinding(["U"], "U", .perturb, "more samples changed", scope: .live) {
    $0.changeProbability(by: 1)
  }
  static let earlier = KeyBinding(
    ["e"], "e", .perturb, "the selected perturbation begins earlier", scope: .live
  ) { $0.changeStart(by: -1) }
  static let later = KeyBinding(
    ["E"], "E", .perturb, "the selected perturbation begins later", scope: .live
  ) { $0.changeStart(by: 1) }
  static let shorter = KeyBinding(
    ["<"], "<", .perturb, "the selected perturbation shorter", scope: .live
  ) { $0.changeDuration(by: -1) }
  static let longer = KeyBinding(
    [">"], ">", .perturb, "the selected perturbation longer", scope: .live
  ) { $0.changeDuration(by: 1) }
  static let perturbTraining = KeyBinding(
    ["P"], "P", .perturb, "perturb the probe only, or training too", scope: .live,
    subject: .training
  ) { $0.togglePerturbsTraining() }

  private static let run: [KeyBinding] = [
    pause,
    KeyBinding(["p"], "p", .run, "the same, in every view", scope: .aRun) { $0.togglePause() },
    step, learn, more,
    KeyBinding(["r"], "r", .run, "mark this moment with a note in the run", scope: .live) { $0.beginNote() },
    quit,
    KeyBinding([.control("c")], "Ctrl-C", .run, "quit", worksInHelp: true) { $0.quit() },
    KeyBinding([.control("z")], "Ctrl-Z", .run, "suspend; fg brings it back", worksInHelp: true) { _ in
      [.suspend]
    },
  ]

  private static let replay: [KeyBinding] = [
    KeyBinding(["."], ".", .replay, "one frame forward", hint: "frame", scope: .replay) { $0.step() },
    KeyBinding([","], ",", .replay, "one frame back", scope: .replay) { _ in [.send(.stepBack)] },
    KeyBinding([.left], "left", .replay, "1 % back", scope: .replay) { $0.seek(by: -0.01) },
    KeyBinding([.right], "right", .replay, "1 % forward", hint: "seek", scope: .replay) {
      $0.seek(by: 0.01)
    },
    KeyBinding([.shiftLeft], "shift-left", .replay, "a tenth back", scope: .replay) { $0.seek(by: -0.1) },
    KeyBinding([.shiftRight], "shift-right", .replay, "a tenth forward", scope: .replay) {
      $0.seek(by: 0.1)
    },
    KeyBinding([.home], "Home", .replay, "to the beginning", scope: .replay) { $0.seek(to: 0) },
    KeyBinding([.end], "End", .replay, "to the end", scope: .replay) { $0.seek(to: 1) },
    KeyBinding(
      ["e"], "e", .replay, "to the next event: a note, a pause, a perturbation", hint: "event",
      scope: .replay
    ) { $0.seekEvent(forwards: true) },
    KeyBinding(["E"], "E", .replay, "to the previous event", scope: .replay) {
      $0.seekEvent(forwards: false)
    },
    KeyBinding(["<"], "<", .replay, "half as fast, down to 0.25x", scope: .replay) {
      $0.changeSpeed(by: 0.5)
    },
    KeyBinding([">"], ">", .replay, "twice as fast, up to 64x", hint: "faster", scope: .replay) {
      $0.changeSpeed(by: 2)
    },
  ]

  private static let moving: [KeyBinding] =
    ViewKind.allCases.map { view in
      let number = Character("\(view.rawValue)")
      return KeyBinding([.character(number)], String(number), .move, view.view.help) { $0.choose(view) }
    } + [
      KeyBinding([.tab], "Tab", .move, "next view", hint: "view") { $0.show($0.view(advancedBy: 1)) },
      KeyBinding([.backTab], "Shift-Tab", .move, "previous view") { $0.show($0.view(advancedBy: -1)) },
      move([.up, "k"], "up k", "up: previous neuron, or channel in Inputs", .up),
      move([.down, "j"], "down j", "down: next neuron, or channel in Inputs", .down),
      move([.pageUp], "PgUp", "a page up", .pageUp),
      move([.pageDown], "PgDn", "a page down", .pageDown),
      move(["g"], "g", "first", .first),
      move(["G"], "G", "last", .last),
      move([.home], "Home", "first", .first, scope: .outsideReplay),
      move([.end], "End", "last", .last, scope: .outsideReplay),
      KeyBinding([.enter], "Enter", .move, "open the selected neuron", hint: "open") { $0.openNeuron() },
      KeyBinding(["f"], "f", .move, "focus the next panel") { $0.moveFocus(by: 1) },
      KeyBinding(["F"], "F", .move, "focus the previous panel") { $0.moveFocus(by: -1) },
      KeyBinding(["z"], "z", .move, "the focused panel to full screen and back") { $0.toggleZoom() },
      KeyBinding([.escape], "Esc", .move, "step out one layer; never quits", worksInHelp: true) {
        $0.hasTour = false
        return $0.back()
      },
      KeyBinding(
        ["/"], "/", .move, "find neurons, or what the view lists; in help, keys",
        worksInHelp: true
      ) { $0.find() },
      KeyBinding(["O"], "O", .move, "sort the neurons by the next column", view: .neurons) {
        $0.sortNeurons()
      },
      KeyBinding(["R"], "R", .move, "sort the other way round", view: .neurons) { $0.reverseNeurons() },
      KeyBinding(["O"], "O", .move, "the same in the raster", view: .raster) { $0.sortNeurons() },
      KeyBinding(["R"], "R", .move, "the same in the raster", view: .raster) { $0.reverseNeurons() },
      KeyBinding(
        ["("], "(", .move, "time cursor one step back over the probe",
        streamHelp: "time cursor one row back over the window"
      ) { $0.moveCursor(by: -1) },
      KeyBinding([")"], ")", .move, "time cursor one step on; beyond the end: off") { $0.moveCursor(by: 1) },
      KeyBinding([.left], "left", .move, "time cursor back", scope: .outsideReplay) {
        $0.moveCursor(by: -1)
      },
      KeyBinding([.right], "right", .move, "time cursor on", scope: .outsideReplay) {
        $0.moveCursor(by: 1)
      },
      KeyBinding([.shiftLeft], "shift-left", .move, "time cursor a tenth back", scope: .outsideReplay) {
        $0.moveCursor(byTenths: -1)
      },
      KeyBinding([.shiftRight], "shift-right", .move, "time cursor a tenth on", scope: .outsideReplay) {
        $0.moveCursor(byTenths: 1)
      },
    ]

  private static func move(
    _ keys: [KeyEvent], _ label: String, _ help: String, _ move: ListMove,
    scope: KeyBinding.Scope = .anywhere
  ) -> KeyBinding {
    KeyBinding(keys, label, .move, help, scope: scope, worksInHelp: true) { $0.move(move) }
  }

  private static let runList: [KeyBinding] = [
    KeyBinding(
      [" "], "space", .runs, "mark a run: its loss is drawn over this one's", hint: "compare", view: .runs
    ) { $0.markRun() },
    KeyBinding(
      [.enter], "Enter", .runs, "open the run as a replay; q comes back", hint: "open", view: .runs
    ) { $0.openRun() },
    KeyBinding(["O"], "O", .runs, "sort the runs by the next column", hint: "sort", view: .runs) {
      $0.sortRuns()
    },
    KeyBinding(["R"], "R", .runs, "sort the runs the other way round", view: .runs) { $0.reverseRuns() },
  ]

  private static let sweep: [KeyBinding] = [
    KeyBinding(
      [.enter], "Enter", .sweep, "replay the trial's best run, or attach to it; q comes back", hint: "open",
      view: .sweep
    ) { $0.openTrial() },
    KeyBinding(
      ["/"], "/", .sweep, "show the trials with words such as units=16 or front", hint: "filter",
      view: .sweep
    ) { $0.find() },
    KeyBinding(["O"], "O", .sweep, "sort the trials by the next column", hint: "sort", view: .sweep) {
      $0.sortTrials()
    },
    KeyBinding(["R"], "R", .sweep, "sort the trials the other way round", view: .sweep) {
      $0.reverseTrials()
    },
    KeyBinding(["["], "[", .sweep, "the trial's run with the previous seed", view: .sweep) {
      $0.chooseRun(by: -1)
    },
    KeyBinding(["]"], "]", .sweep, "the trial's run with the next seed", hint: "seed", view: .sweep) {
      $0.chooseRun(by: 1)
    },
    KeyBinding(
      ["v"], "v", .sweep, "the next chart, where there is room for one", hint: "chart", view: .sweep
    ) { $0.nextSweepChart() },
    KeyBinding(
      ["w"], "w", .sweep, "the front over parameters, or over the time of training", view: .sweep
    ) { $0.nextSweepCost() },
  ]

  private static let perturbing: [KeyBinding] =
    Perturbation.Kind.allCases.map { kind in
      KeyBinding([.character(kind.key)], String(kind.key), .perturb, kind.keyHelp, scope: .live) {
        $0.toggle(kind)
      }
    } + [
      KeyBinding(["+", "="], "+ =", .perturb, "the selected perturbation stronger", scope: .live) {
        $0.changeMagnitude(by: 1)
      },
      KeyBinding(["-", "_"], "- _", .perturb, "the selected perturbation weaker", scope: .live) {
        $0.changeMagnitude(by: -1)
      },
      lessOften, moreOften, earlier, later, shorter, longer, perturbTraining,
      KeyBinding(["["], "[", .perturb, "previous input channel") { $0.selectChannel(by: -1) },
      KeyBinding(["]"], "]", .perturb, "next input channel", hint: "input") { $0.selectChannel(by: 1) },
      KeyBinding(["{"], "{", .perturb, "previous probe sequence", scope: .live, subject: .training) {
        $0.selectProbe(by: -1)
      },
      KeyBinding(["}"], "}", .perturb, "next probe sequence", scope: .live, subject: .training) {
        $0.selectProbe(by: 1)
      },
      KeyBinding(
        [.delete, .backspace], "Del", .perturb, "remove the selected one of what is active", scope: .live,
        view: .inputs
      ) { $0.removeSelected() },
      KeyBinding(["0"], "0", .perturb, "clear every perturbation and intervention", scope: .live) {
        $0.clear()
      },
    ]

  private static let intervening: [KeyBinding] = [
    // A clamp is Pearl's do; the others are ablations: they also take away what a neuron sends, or one synapse.
    KeyBinding(
      ["x"], "x", .intervene, "silence the neuron (ablation): at 0, and it sends nothing", scope: .live
    ) { $0.silence() },
    KeyBinding(
      ["c"], "c", .intervene, "clamp it as it is, do(v = value): its inputs stop counting", scope: .live
    ) { $0.clamp() },
    KeyBinding(
      ["X"], "X", .intervene, "cut the selected synapse (ablation); again restores it", scope: .live
    ) { $0.cut() },
    KeyBinding(["a"], "a", .intervene, "next synapse of the neuron, in Wiring or where it is opened") {
      $0.selectSynapse(by: 1)
    },
    KeyBinding(["A"], "A", .intervene, "previous synapse of the neuron") { $0.selectSynapse(by: -1) },
  ]

  private static let display: [KeyBinding] = [
    help,
    KeyBinding(
      ["l"], "l", .display, "logarithmic loss axis", streamHelp: "logarithmic axis of the error"
    ) { $0.toggleLogarithmicLoss() },
    KeyBinding(["m"], "m", .display, "smoothed loss over the raw values", subject: .training) {
      $0.toggleSmoothing()
    },
    KeyBinding(
      ["w"], "w", .display, "loss over steps, time since the start, time of day",
      streamHelp: "error over rows, time since the start, time of day"
    ) { $0.nextLossAxis() },
    KeyBinding(
      ["W"], "W", .display, "y axis of the loss: outliers left out, or every value",
      streamHelp: "y axis of the error: outliers left out, or every value"
    ) { $0.toggleOutliers() },
    KeyBinding(["t"], "t", .display, "next theme", hint: "theme", worksInHelp: true) {
      $0.changeTheme(by: 1)
    },
    KeyBinding(["T"], "T", .display, "previous theme", worksInHelp: true) { $0.changeTheme(by: -1) },
    KeyBinding(
      ["b"], "b", .display, "pixels, where the terminal has them; braille, block or ASCII", worksInHelp: true
    ) {
      $0.nextGlyphs()
    },
    KeyBinding(["y"], "y", .display, "copy what is selected, or the values at the time cursor") {
      $0.copySelection()
    },
    KeyBinding(["S"], "S", .display, "save the screen as text and SVG", worksInHelp: true) { _ in
      [.saveScreen]
    },
    KeyBinding(["v"], "v", .display, "raster: state, its change, or time constant", view: .raster) {
      $0.nextRasterQuantity()
    },
    KeyBinding(
      ["v"], "v", .display, "why: the matrix A, C or B, or the effects", hint: "matrix", view: .why
    ) { $0.nextMatrix() },
    KeyBinding(["["], "[", .display, "why: previous input, or column of a focused matrix", view: .why) {
      $0.moveColumn(by: -1)
    },
    KeyBinding(["]"], "]", .display, "why: next input, or column of a focused matrix", view: .why) {
      $0.moveColumn(by: 1)
    },
    KeyBinding(
      ["y"], "y", .display, "why: explain the next output", scope: .live, subject: .training,
      view: .why
    ) { $0.explainOutput(by: 1) },
    KeyBinding(
      ["Y"], "Y", .display, "why: explain the previous output", scope: .live, subject: .training, view: .why
    ) { $0.explainOutput(by: -1) },
    KeyBinding([.control("l")], "Ctrl-L", .display, "draw the screen anew", worksInHelp: true) { _ in
      [.redraw]
    },
  ]
}
