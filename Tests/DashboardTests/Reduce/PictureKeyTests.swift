import Dashboard
import Screen
import Telemetry
import TestSupport
import Testing

@Suite("The keys of the raster and the wiring")
struct PictureKeyTests {
  @Test("v goes through what there is to show")
  func quantity() {
    let run = RunFixture()
    var state = DashboardState.fixture(run)
    state.press("3", "v")
    #expect(state.raster.quantity == .timeConstant)
    state.press("v")
    #expect(state.raster.quantity == .state)
    let moved = run.frame(perturbations: [Perturbation(kind: .noise, channel: 0, magnitude: 1)])
    _ = reduce(&state, .telemetry(run.batch(moved)))
    state.press("v")
    #expect(state.raster.quantity == .change)
    let bare = RunFixture(hasTimeConstants: false)
    var other = DashboardState.fixture(bare)
    other.press("3", "v")
    #expect(other.raster.quantity == .state)
  }

  @Test("the selection moves in the order in which the view shows the neurons")
  func selection() {
    var state = DashboardState.fixture()
    state.press("3", "g")
    // The fixture's first layer in the direction of signals is inter, from neuron 7 on.
    #expect(state.selectedNeuron == 7)
    state.press("j", "4", "j")
    #expect(state.selectedNeuron == 9)
    state.press("G")
    #expect(state.selectedNeuron == 0)
    state.press("g", .enter)
    #expect(state.isDetailOpen && state.selectedNeuron == 7)
  }

  @Test("the raster is filtered and sorted as the table is")
  func filter() {
    var state = DashboardState.fixture()
    state.press("3", "/", "c", "o", "m", .enter)
    #expect(state.view == .raster && state.neuronList.order.count == 6)
    #expect(render(state, size: Size(columns: 80, rows: 24)).contains("6 of 19 neurons matching com"))
    state.press("O", "R")
    #expect(state.neuronList.sortColumn == .name && !state.neuronList.isAscending)
    state.press(.escape)
    #expect(state.neuronList.filter.isEmpty && state.view == .raster)
  }
}
