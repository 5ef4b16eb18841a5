import Dashboard
import RunStore
import Screen
import Text

/// What the dashboard shows of a replay, without a terminal: no clock is asked and no key pressed.
struct ReplayedScreen {
  private let source: ReplaySource
  private var state: DashboardState

  /// - Parameter neuron: the name or number of the one to select.
  init(
    _ source: ReplaySource, appearance: Appearance, glyphs: GlyphSet, size: Size, view: ViewKind,
    neuron: String?
  ) throws {
    self.source = source
    state = DashboardState(
      description: source.description, mode: .replay, themeNames: appearance.themes.map(\.slug),
      themeIndex: appearance.themeIndex, glyphs: glyphs)
    _ = reduce(&state, .resized(size))
    update()
    _ = reduce(&state, .show(view, neuron: try neuron.map(index)))
  }

  var step: Int { state.frame?.step ?? 0 }

  /// Applies what the source has published.
  mutating func update() {
    _ = reduce(&state, .telemetry(source.drain()))
    // Lets messages expire: the last row of the picture shows the keys.
    _ = reduce(&state, .tick(now: .greatestFiniteMagnitude))
  }

  func grid(size: Size) -> Grid { render(state, size: size) }

  private func index(ofNeuron wanted: String) throws -> Int {
    let model = source.description.model
    if let index = model.neurons.firstIndex(where: { $0.name == wanted }) { return index }
    if let index = Int(wanted), model.neurons.indices.contains(index) { return index }
    let last = max(0, model.neurons.count - 1)
    throw CommandFailure("the run has no neuron \(wanted.quoted); they are 0 to \(last), or go by name")
  }
}
