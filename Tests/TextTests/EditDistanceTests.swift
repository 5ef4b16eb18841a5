import Testing
import Text

@Suite struct EditDistanceTests {
  @Test(
    arguments: [
      ("", "", 0), ("", "abc", 3), ("epochs", "epochs", 0), ("epohcs", "epochs", 1), ("epoch", "epochs", 1),
      ("kitten", "sitting", 3),
    ] as [(String, String, Int)])
  func distancesCountEditsAndSwaps(first: String, second: String, distance: Int) {
    #expect(EditDistance.between(first, second) == distance)
    #expect(EditDistance.between(second, first) == distance)
  }

  @Test func theNearestNameDiffersInAThirdAtMost() {
    #expect(EditDistance.nearest(to: "epcohs", among: ["seed", "epochs", "rate"]) == "epochs")
    #expect(EditDistance.nearest(to: "Epochs", among: ["epochs"]) == "epochs")
    #expect(EditDistance.nearest(to: "zebra", among: ["seed", "epochs"]) == nil)
    #expect(EditDistance.nearest(to: String(repeating: "x", count: 1_000), among: ["x"]) == nil)
  }

  @Test func suggestionsIncludeNamesThatContainTheWord() {
    let known = ["speed", "steering_angle", "time"]
    #expect(EditDistance.suggestions(for: "STEERING", among: known) == ["steering_angle"])
    #expect(EditDistance.suggestions(for: "sped", among: known) == ["speed"])
  }
}
