import Screen
import Testing

/// Every situation at every size, text and roles, and some in further views at the size most screens have.
@Suite struct SituationGoldens {
  @Test(arguments: Situation.all, Situation.sizes) func everySituationAtEverySize(
    situation: Situation, size: Size
  ) {
    let screen = GoldenScreen(state: situation.state, name: situation.name, showsRoles: true)
    let mismatch = screen.mismatch(at: size)
    #expect(mismatch == nil, "\(mismatch ?? "")")
  }

  @Test(arguments: Situation.all) func otherViews(situation: Situation) {
    for view in situation.otherViews {
      var state = situation.state
      for key in view.keys { state.press(key) }
      let screen = GoldenScreen(state: state, name: "\(situation.name)-in-\(view.name)", showsRoles: true)
      let mismatch = screen.mismatch(at: Size(columns: 120, rows: 40))
      #expect(mismatch == nil, "\(mismatch ?? "")")
    }
  }
}
