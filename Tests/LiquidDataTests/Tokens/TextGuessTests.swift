import LiquidData
import Testing

/// A table of sentences with an identifier, a user and a label.
private func reviews() -> String {
  "id,user,review,label\n"
    + (0..<80).map {
      "\($0 + 100),u\($0 % 37),the film was \(["good", "bad"][$0 % 2]) at \($0),\(["pos", "neg"][$0 % 2])\n"
    }.joined()
}

private func guess(_ task: TaskDefinition, settled: Set<String>, in text: String) throws -> TaskGuess {
  let table = try Table(bytes: Array(text.utf8), name: "t.csv").reading(ReadingRoles(task))
  return try TaskGuess.usable(table: table, choices: .init(task, settled: settled))
}

@Suite struct TextGuessTests {
  @Test(
    "Of a table of texts the text alone is read, and this is told; others that are named are read beside it")
  func inputs() throws {
    var task = TaskDefinition(name: "guessed", targets: ["label"])
    (task.tokens, task.text) = (TextTokens(.words), "review")
    let found = try guess(task, settled: ["targets", "tokens", "text"], in: reviews())
    #expect(found.definition.inputs == ["review"] && found.definition.kind == .classification)
    #expect(found.notes.contains { $0.hasPrefix("inputs: Only the text is read, not 'id', 'user'") })
    // The same where a task file leaves its inputs open.
    #expect(try Dataset(table: table(reviews()), task: task).schema.inputNames == ["review"])
    task.inputs = ["id", "review"]
    #expect(try Dataset(table: table(reviews()), task: task).schema.inputNames == ["id", "review"])
  }

  @Test(
    "A text without another target, or of a forecast, is forecast token by token", arguments: [true, false])
  func forecast(saysKind: Bool) throws {
    var task = TaskDefinition(name: "guessed", kind: saysKind ? .forecast : nil)
    task.tokens = TextTokens(.characters)
    let text = saysKind ? reviews() : "line\n" + (0..<50).map { "row row row your boat \($0 % 9)\n" }.joined()
    if saysKind { task.text = "review" }
    let found = try guess(task, settled: saysKind ? ["tokens", "kind", "text"] : ["tokens"], in: text)
    #expect(found.definition.kind == .forecast)
    #expect(found.definition.targets == [saysKind ? "review" : "line"])
    let dataset = try Dataset(table: table(text), task: found.definition)
    #expect(dataset.schema.isClassification && dataset.schema.inputNames == found.definition.targets)
    // The padding is a word of every vocabulary, and no class of a text that is never empty.
    #expect(!dataset.warnings.contains { $0.contains("<pad>") })
  }

  @Test("A label of numbers beside a text is learnt from the text, and a number of the row is no label")
  func numbers() throws {
    var task = TaskDefinition(name: "guessed")
    task.tokens = TextTokens(.words)
    func kind(_ header: String, _ row: (Int) -> String) throws -> TaskDefinition {
      try guess(
        task, settled: ["tokens"], in: header + "\n" + (0..<60).map { row($0) + "\n" }.joined()
      ).definition
    }
    let binary = try kind("text,label") { "word\($0 % 5) and so,\($0 % 2)" }
    #expect(binary.kind == .classification && binary.inputs == ["text"] && binary.targets == ["label"])
    let stars = try kind("text,stars") { "word\($0 % 5) and so,\(Double($0 % 5) / 2)" }
    #expect(stars.kind == .regression && stars.inputs == ["text"])
    let counted = try kind("id,text") { "\($0 + 1),word\($0 % 5) and so" }
    #expect(counted.kind == .forecast && counted.targets == ["text"])
    // A task file's words alone say the same.
    task.text = "text"
    let alone = try table("text\n" + (0..<60).map { "word\($0 % 5) and so\n" }.joined())
    #expect(try Dataset(table: alone, task: task).schema.kind == .forecast)
  }

  @Test("More words than can be forecast are told with what can")
  func manyWords() {
    var task = TaskDefinition(name: "guessed", targets: ["text"], kind: .forecast)
    (task.tokens, task.text) = (TextTokens(.words), "text")
    let text = "text\n" + (0..<400).map { "word\($0) and so\n" }.joined()
    #expect(
      failure(text, task).contains(
        "at most 256 can be forecast; forecast characters with --tokens characters"))
  }

  @Test("Sentences that would be left out lead to tokens")
  func suggestion() throws {
    let found = try guess(
      TaskDefinition(name: "guessed", targets: ["label"]), settled: ["targets"], in: reviews())
    #expect(found.notes.contains("tokens: 'review' holds texts; --tokens words reads them word by word"))
    #expect(failure("review\n" + (0..<40).map { "so it goes \($0)\n" }.joined()).contains("--tokens words"))
  }

  @Test("Words that a vocabulary lacks are counted")
  func unknown() throws {
    var task = TaskDefinition(name: "guessed", targets: ["label"])
    (task.tokens, task.text) = (TextTokens(.words, vocabulary: 3), "review")
    let dataset = try Dataset(table: table(reviews()), task: task)
    let unknown = dataset.warnings.filter { $0.contains("not in the vocabulary and read as <unk>") }
    // Three of six words each are frequent enough.
    #expect(
      unknown.count == 1 && unknown[0].hasPrefix("240 of the 480 tokens of 'review' are"),
      "\(dataset.warnings)")
  }

  @Test("A horizon that is too long for the sequences is told, and no other task is trained in its place")
  func horizon() throws {
    let text = "id,time,x\n" + (0..<200).map { "\($0 / 20),\($0 % 20),\($0 * $0 % 17)\n" }.joined()
    let found = try guess(
      TaskDefinition(name: "guessed", kind: .forecast, horizon: 50), settled: ["kind", "horizon"], in: text)
    #expect(found.definition.sequence == "id")
    let error = #expect(throws: DataError.self) { try Dataset(table: table(text), task: found.definition) }
    #expect(error?.description.contains("the horizon is 50 rows, the longest sequence has 20") == true)
  }
}
