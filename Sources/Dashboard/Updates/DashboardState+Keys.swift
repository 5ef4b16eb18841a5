import Screen
import Telemetry

extension DashboardState {
  /// What a key does: text entry first, then the key table.
  mutating func handle(_ key: KeyEvent) -> [Effect] {
    if let effects = handleText(key) { return effects }
    guard let binding = KeyTable.binding(for: key, in: mode, view: view) else {
      explainMissing(key)
      return []
    }
    if help != nil {
      // In a page of text q means "enough of this page", not "end the training".
      if key == .character("q") {
        navigate(.back)
        return []
      }
      guard binding.command.worksInHelp else { return [] }
    }
    return perform(binding.command)
  }

  private mutating func explainMissing(_ key: KeyEvent) {
    guard help == nil, let binding = KeyTable.bindingElsewhere(for: key) else { return }
    switch (binding.scope, mode) {
    case (.live, .replay):
      say("a replay shows what was recorded: \(binding.label) needs a live run", isWarning: true)
    case (.live, .attached):
      say("this run belongs to another process: \(binding.label) works only there", isWarning: true)
    case (.replay, _):
      say("\(binding.label) works in a replay", isWarning: true)
    default:
      guard let view = binding.view else { return }
      say("\(binding.label) works in \(view.title) (\(view.rawValue))", isWarning: true)
    }
  }

  private mutating func perform(_ command: KeyCommand) -> [Effect] {
    switch command {
    case .quit: return quit()
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .togglePause, .step, .stepBack, .seek, .seekStart, .seekEnd, .seekEvent, .speed:
      return playbackEffects(command)
    case .saveScreen: return [.saveScreen]
    case .perturb, .magnitude, .probe, .clear, .silence, .clamp: return interventionEffects(command)
    case .probability, .duration, .start, .perturbTraining, .removeActive: return perturbationEffects(command)
    case .note: beginNote()
    case .zoom, .focus: movePanels(command)
    case .markRun, .openRun, .sortRuns, .reverseRuns: return runEffects(command)
    case .cursor(let offset): return moveCursor(by: offset)
    case .cursorTenths(let tenths): return moveCursor(byTenths: tenths)
    case .back where runList.opening != nil: return cancelOpening()
    case .back where isOutermost && cursorStep != nil: return setCursor(nil)
    case .back where isNested && isAtTop: return [.quit]
    case .toggleHelp, .show, .cycleView, .move, .open, .back, .find, .channel: navigate(command)
    case .rasterQuantity, .sortColumn, .reverseSort, .toggleLogLoss, .toggleSmoothing, .lossAxis, .theme,
      .glyphs:
      adjust(command)
    }
    return []
  }

  private mutating func quit() -> [Effect] {
    isQuitting = true
    return mode == .live && !hasEnded ? [.send(.stop), .quit] : [.quit]
  }

  /// How things look.
  private mutating func adjust(_ command: KeyCommand) {
    switch command {
    case .sortColumn:
      neuronList.sortByNextColumn()
      updateNeuronOrder()
      say("sorted by \(neuronList.sortColumn.title)")
    case .reverseSort:
      neuronList.isAscending.toggle()
      updateNeuronOrder()
    case .rasterQuantity: nextRasterQuantity()
    case .toggleLogLoss:
      isLossLogarithmic.toggle()
      say("loss axis: \(isLossLogarithmic ? "logarithmic" : "linear")")
    case .toggleSmoothing:
      isSmoothed.toggle()
      say("smoothing: \(isSmoothed ? "on" : "off")")
    case .lossAxis:
      lossAxis = lossAxis.next
      say("loss over \(lossAxis.title)")
    case .theme(let offset):
      guard !themeNames.isEmpty else { return }
      themeIndex = (themeIndex + offset + themeNames.count) % themeNames.count
      say("theme: \(sanitized(themeNames[themeIndex]))")
    case .glyphs:
      let all = GlyphSet.allCases
      glyphs = all[((all.firstIndex(of: glyphs) ?? 0) + 1) % all.count]
      say("glyphs: \(glyphs.rawValue)")
    default:
      break
    }
  }
}
