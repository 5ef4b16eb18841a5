import Screen
import Telemetry

/// Every key of the dashboard: keys are dispatched and the help page is written from this table.
public enum KeyTable {
  public static let bindings: [KeyBinding] =
    run + replay + moving + runList + perturbing + intervening + display

  /// The binding of a key where the dashboard stands, if it has one.
  public static func binding(for key: KeyEvent, in mode: SourceMode, view: ViewKind) -> KeyBinding? {
    let working = bindings.filter { $0.keys.contains(key) && $0.works(in: mode) }
    // What a view does with a key comes before what it does elsewhere.
    return working.first { $0.view == view } ?? working.first { $0.view == nil }
  }

  /// The bindings of a key whatever the mode: to tell a key that does not work here from one that is unknown.
  static func bindingElsewhere(for key: KeyEvent) -> KeyBinding? {
    bindings.first { $0.keys.contains(key) }
  }

  private static let run: [KeyBinding] = [
    KeyBinding([" "], "space", .run, "pause and resume; nothing is lost", .togglePause, hint: "pause"),
    KeyBinding(["p"], "p", .run, "the same, in every view", .togglePause),
    KeyBinding(
      ["."], ".", .run, "one training step; pauses first", .step, hint: "step", scope: .live),
    KeyBinding(["r"], "r", .run, "mark this moment with a note in the run", .note, scope: .live),
    KeyBinding(
      ["q"], "q", .run, "quit; training stops at a step, the run file is complete", .quit, hint: "quit"),
    KeyBinding([.control("c")], "Ctrl-C", .run, "quit", .quit),
    KeyBinding([.control("z")], "Ctrl-Z", .run, "suspend; fg brings it back", .suspend),
  ]

  private static let replay: [KeyBinding] = [
    KeyBinding(["."], ".", .replay, "one frame forward", .step, hint: "frame", scope: .replay),
    KeyBinding([","], ",", .replay, "one frame back", .stepBack, scope: .replay),
    KeyBinding([.left], "left", .replay, "1 % back", .seek(-0.01), scope: .replay),
    KeyBinding([.right], "right", .replay, "1 % forward", .seek(0.01), hint: "seek", scope: .replay),
    KeyBinding([.shiftLeft], "shift-left", .replay, "a tenth back", .seek(-0.1), scope: .replay),
    KeyBinding([.shiftRight], "shift-right", .replay, "a tenth forward", .seek(0.1), scope: .replay),
    KeyBinding([.home], "Home", .replay, "to the beginning", .seekStart, scope: .replay),
    KeyBinding([.end], "End", .replay, "to the end", .seekEnd, scope: .replay),
    KeyBinding(
      ["e"], "e", .replay, "to the next event: a note, a pause, a perturbation", .seekEvent(1), hint: "event",
      scope: .replay),
    KeyBinding(["E"], "E", .replay, "to the previous event", .seekEvent(-1), scope: .replay),
    KeyBinding(["<"], "<", .replay, "half as fast, down to 0.25x", .speed(-1), scope: .replay),
    KeyBinding([">"], ">", .replay, "twice as fast, up to 64x", .speed(1), hint: "faster", scope: .replay),
  ]

  private static let runList: [KeyBinding] = [
    KeyBinding(
      [" "], "space", .runs, "mark a run: its loss is drawn over this one's", .markRun, hint: "compare",
      view: .runs),
    KeyBinding(
      [.enter], "Enter", .runs, "open the run as a replay; q comes back", .openRun, hint: "open",
      view: .runs),
    KeyBinding(["O"], "O", .runs, "sort the runs by the next column", .sortRuns, hint: "sort", view: .runs),
    KeyBinding(["R"], "R", .runs, "sort the runs the other way round", .reverseRuns, view: .runs),
  ]

  private static let moving: [KeyBinding] = [
    KeyBinding(["1"], "1", .move, "overview", .show(.overview)),
    KeyBinding(["2"], "2", .move, "neurons", .show(.neurons)),
    KeyBinding(["3"], "3", .move, "raster: every neuron by time", .show(.raster)),
    KeyBinding(["4"], "4", .move, "wiring: neurons, synapses, currents", .show(.wiring)),
    KeyBinding(["5"], "5", .move, "inputs", .show(.inputs)),
    KeyBinding(["6"], "6", .move, "recorded runs", .show(.runs)),
    KeyBinding([.tab], "Tab", .move, "next view", .cycleView(1), hint: "view"),
    KeyBinding([.backTab], "Shift-Tab", .move, "previous view", .cycleView(-1)),
    KeyBinding([.up, "k"], "up k", .move, "up: previous neuron, or channel in Inputs", .move(.up)),
    KeyBinding([.down, "j"], "down j", .move, "down: next neuron, or channel in Inputs", .move(.down)),
    KeyBinding([.pageUp], "PgUp", .move, "a page up", .move(.pageUp)),
    KeyBinding([.pageDown], "PgDn", .move, "a page down", .move(.pageDown)),
    KeyBinding(["g"], "g", .move, "first", .move(.first)),
    KeyBinding(["G"], "G", .move, "last", .move(.last)),
    KeyBinding([.home], "Home", .move, "first", .move(.first), scope: .outsideReplay),
    KeyBinding([.end], "End", .move, "last", .move(.last), scope: .outsideReplay),
    KeyBinding([.enter], "Enter", .move, "open the selected neuron", .open, hint: "open"),
    KeyBinding(["f"], "f", .move, "focus the next panel", .focus(1)),
    KeyBinding(["F"], "F", .move, "focus the previous panel", .focus(-1)),
    KeyBinding(["z"], "z", .move, "the focused panel to full screen and back", .zoom),
    KeyBinding([.escape], "Esc", .move, "step out one layer; never quits", .back),
    KeyBinding(["/"], "/", .move, "find neurons by name or layer; in Runs, runs; in help, keys", .find),
    KeyBinding(["O"], "O", .move, "sort the neurons by the next column", .sortColumn, view: .neurons),
    KeyBinding(["R"], "R", .move, "sort the other way round", .reverseSort, view: .neurons),
    KeyBinding(["O"], "O", .move, "the same in the raster", .sortColumn, view: .raster),
    KeyBinding(["R"], "R", .move, "the same in the raster", .reverseSort, view: .raster),
    KeyBinding(["("], "(", .move, "time cursor one step back over the probe", .cursor(-1)),
    KeyBinding([")"], ")", .move, "time cursor one step on; beyond the end: off", .cursor(1)),
    KeyBinding([.left], "left", .move, "time cursor back", .cursor(-1), scope: .outsideReplay),
    KeyBinding([.right], "right", .move, "time cursor on", .cursor(1), scope: .outsideReplay),
    KeyBinding(
      [.shiftLeft], "shift-left", .move, "time cursor a tenth back", .cursorTenths(-1), scope: .outsideReplay),
    KeyBinding(
      [.shiftRight], "shift-right", .move, "time cursor a tenth on", .cursorTenths(1), scope: .outsideReplay),
  ]

  private static let perturbing: [KeyBinding] = [
    KeyBinding(
      ["n"], "n", .perturb, "noise on the selected channel, on and off", .perturb(.noise), scope: .live),
    KeyBinding(["i"], "i", .perturb, "impulse: a short pulse", .perturb(.pulse), scope: .live),
    KeyBinding(["h"], "h", .perturb, "hold at its value", .perturb(.hold), scope: .live),
    KeyBinding(["d"], "d", .perturb, "hold-last: values are lost", .perturb(.holdLast), scope: .live),
    KeyBinding(["s"], "s", .perturb, "scale", .perturb(.scale), scope: .live),
    KeyBinding(["o"], "o", .perturb, "offset", .perturb(.offset), scope: .live),
    KeyBinding(
      ["+", "="], "+ =", .perturb, "the selected perturbation stronger", .magnitude(1), scope: .live),
    KeyBinding(
      ["-", "_"], "- _", .perturb, "the selected perturbation weaker", .magnitude(-1), scope: .live),
    KeyBinding(["u"], "u", .perturb, "fewer samples changed: a lower chance", .probability(-1), scope: .live),
    KeyBinding(["U"], "U", .perturb, "more samples changed", .probability(1), scope: .live),
    KeyBinding(["e"], "e", .perturb, "the selected perturbation begins earlier", .start(-1), scope: .live),
    KeyBinding(["E"], "E", .perturb, "the selected perturbation begins later", .start(1), scope: .live),
    KeyBinding(["<"], "<", .perturb, "the selected perturbation shorter", .duration(-1), scope: .live),
    KeyBinding([">"], ">", .perturb, "the selected perturbation longer", .duration(1), scope: .live),
    KeyBinding(
      ["P"], "P", .perturb, "perturb the probe only, or training too", .perturbTraining, scope: .live),
    KeyBinding(["["], "[", .perturb, "previous input channel", .channel(-1)),
    KeyBinding(["]"], "]", .perturb, "next input channel", .channel(1), hint: "input"),
    KeyBinding(["{"], "{", .perturb, "previous probe sequence", .probe(-1), scope: .live),
    KeyBinding(["}"], "}", .perturb, "next probe sequence", .probe(1), scope: .live),
    KeyBinding(
      [.delete, .backspace], "Del", .perturb, "remove the selected one of what is active", .removeActive,
      scope: .live, view: .inputs),
    KeyBinding(["0"], "0", .perturb, "clear every perturbation and intervention", .clear, scope: .live),
  ]

  private static let intervening: [KeyBinding] = [
    KeyBinding(["x"], "x", .intervene, "silence the selected neuron, on and off", .silence, scope: .live),
    KeyBinding(["c"], "c", .intervene, "clamp it at its present state", .clamp, scope: .live),
  ]

  private static let display: [KeyBinding] = [
    KeyBinding(["?", .function(1)], "? F1", .display, "this help, on and off", .toggleHelp, hint: "help"),
    KeyBinding(["l"], "l", .display, "logarithmic loss axis", .toggleLogLoss),
    KeyBinding(["m"], "m", .display, "smoothed loss over the raw values", .toggleSmoothing),
    KeyBinding(["w"], "w", .display, "loss over steps, time since the start, time of day", .lossAxis),
    KeyBinding(["t"], "t", .display, "next theme", .theme(1), hint: "theme"),
    KeyBinding(["T"], "T", .display, "previous theme", .theme(-1)),
    KeyBinding(["b"], "b", .display, "braille, block or ASCII glyphs", .glyphs),
    KeyBinding(["S"], "S", .display, "save the screen as text and SVG", .saveScreen),
    KeyBinding(
      ["v"], "v", .display, "raster: state, its change, or time constant", .rasterQuantity, view: .raster),
    KeyBinding([.control("l")], "Ctrl-L", .display, "draw the screen anew", .redraw),
  ]
}

extension KeyBinding {
  func works(in mode: SourceMode) -> Bool {
    switch scope {
    case .anywhere: true
    case .live: mode == .live
    case .replay: mode == .replay
    case .outsideReplay: mode != .replay
    }
  }
}
