import Foundation
import Liquid
import LiquidData
import Testing

/// Twelve reviews of two classes, of one to five words.
private let reviews: [(label: String, text: String)] = [
  ("pos", "A good film."), ("neg", "A bad film."), ("pos", "good good good"), ("neg", "bad"),
  ("pos", "film"), ("neg", "the film was bad"), ("pos", "the film was good"), ("neg", "bad bad bad bad bad"),
  ("pos", "good"), ("neg", "a film"), ("pos", "unique zebra"), ("neg", "only quokka"),
]

private func reviewTable(_ rows: [(label: String, text: String)] = reviews) throws -> Table {
  try table("label\ttext\n" + rows.map { "\($0.label)\t\($0.text)\n" }.joined())
}

private func task(_ tokens: TextTokens = TextTokens(.words)) -> TaskDefinition {
  var task = TaskDefinition(
    name: "reviews", targets: ["label"], split: Split(train: 67, validation: 0, test: 33))
  task.tokens = tokens
  return task
}

/// What a window's steps are, by the vocabulary.
private func tokens(_ dataset: Dataset, _ part: Dataset.Part, _ index: Int) -> [String] {
  let levels = dataset.schema.inputs[0].levels ?? []
  let batch = dataset.batch(part, indices: [index])
  return batch.inputs.map { levels[Int($0)] }
}

@Suite struct TokenTaskTests {
  @Test("Each row is a sequence with a step for each token, and one answer at its last step")
  func sequences() throws {
    let dataset = try Dataset(table: reviewTable(), task: task())
    let schema = dataset.schema
    #expect(schema.kind == .classification && schema.targetSteps == .last && schema.window == nil)
    #expect(schema.inputNames == ["text"] && schema.inputs[0].isTokens && schema.inputs[0].isIndexed)
    #expect(Dataset.Part.allCases.map(dataset.count) == [8, 0, 4])
    #expect(dataset.batch(.train, indices: [0, 4, 7]).lengths == [4, 1, 5])
    #expect(tokens(dataset, .train, 0) == ["a", "good", "film", "."])
    let batch = dataset.batch(.train, indices: [0])
    #expect(batch.targetWeights == [0, 0, 0, 1])
    #expect(dataset.location(.test, index: 0).sequence == "9")
    let row = dataset.targetRows(.test, index: 1, ahead: 0)
    #expect(row.map(\.first) == [10, 10] && row[0].sequence == "10")
  }

  @Test("The vocabulary is of the training part: the most frequent first, equal ones by their letters")
  func vocabulary() throws {
    let dataset = try Dataset(table: reviewTable(), task: task())
    #expect(
      dataset.schema.inputs[0].levels
        == ["<pad>", "<unk>", "bad", "film", "good", ".", "a", "the", "was"])
    // Words of the test part alone are unknown.
    #expect(
      tokens(dataset, .test, 2) == ["<unk>", "<unk>"] && tokens(dataset, .test, 3) == ["<unk>", "<unk>"])
    #expect(tokens(dataset, .test, 1) == ["a", "film"])
    #expect(!dataset.warnings.contains { $0.contains("did not see") })
    #expect(TokenFacts(dataset: dataset)?.parts.map(\.unknown) == [0, 4])
  }

  @Test("A vocabulary is limited by size and by count", arguments: [1, 2, 3, 100])
  func limits(size: Int) throws {
    var definition = task(TextTokens(.words, vocabulary: size))
    let all = ["bad", "film", "good", ".", "a", "the", "was"]
    let levels = try Dataset(table: reviewTable(), task: definition).schema.inputs[0].levels
    #expect(levels == ["<pad>", "<unk>"] + all.prefix(size))
    definition.tokens = TextTokens(.words, minimumCount: size)
    let counts = [7, 5, 5, 2, 2, 2, 2]
    let frequent = zip(all, counts).filter { $0.1 >= size }.map(\.0)
    #expect(
      try Dataset(table: reviewTable(), task: definition).schema.inputs[0].levels == ["<pad>", "<unk>"]
        + frequent)
  }

  @Test("Files for the test do not change the vocabulary")
  func testFiles() throws {
    let rows = reviews.map { "\($0.label)\t\($0.text)\n" }.joined()
    let folder = try DataFolder(texts: [
      "train.tsv": "label\ttext\n" + rows, "test.tsv": "label\ttext\npos\tfilm wombat\nneg\t\n",
    ])
    let table = try folder.read(DataSources(files: ["train.tsv"], test: ["test.tsv"]))
    var definition = task()
    definition.split = Split(train: 1, validation: 0, test: 0)
    let dataset = try Dataset(table: table, task: definition)
    #expect(Dataset.Part.allCases.map(dataset.count) == [12, 0, 2])
    #expect(dataset.schema.inputs[0].levels?.contains("wombat") == false)
    #expect(tokens(dataset, .test, 0) == ["film", "<unk>"] && tokens(dataset, .test, 1) == ["<pad>"])
    #expect(dataset.warnings.contains("1 row of 14 without a text in 'text': each is one token of padding"))
    #expect(
      dataset.location(.test, index: 0).sequence == "test.tsv 1"
        || dataset.location(.test, index: 0).sequence == "1")
  }

  @Test("The same table gives the same bits, and other tokens others")
  func determinism() throws {
    let one = try Dataset(table: reviewTable(), task: task())
    #expect(try Dataset(table: reviewTable(), task: task()).fingerprint == one.fingerprint)
    #expect(
      try Dataset(table: reviewTable(), task: task(TextTokens(.characters))).fingerprint != one.fingerprint)
    let cut = try Dataset(table: reviewTable(), task: task(TextTokens(.words, length: 2, keep: .end)))
    #expect(tokens(cut, .train, 0) == ["film", "."] && cut.batch(.train, indices: [7]).lengths == [2])
    #expect(
      cut.warnings.contains {
        $0.contains("6 texts of 12 are longer than 2 tokens: the beginning is left out")
      })
  }

  @Test("All 256 bytes are in their vocabulary, whatever training has")
  func bytes() throws {
    let dataset = try Dataset(table: reviewTable(), task: task(TextTokens(.bytes)))
    #expect(dataset.schema.indexedChannels == [DataSchema.IndexedChannel(channel: 0, levels: 258)])
    #expect(dataset.batch(.train, indices: [3]).inputs == "bad".utf8.map { Float($0) + 2 })
  }

  @Test("Other columns are inputs beside the text, repeated for each token")
  func otherInputs() throws {
    let text = "stars,text,label\n" + (0..<12).map { "\($0),a b c,\(["x", "y"][$0 % 2])\n" }.joined()
    var definition = task()
    definition.inputs = ["stars"]
    definition.text = "text"
    definition.scaling = .none
    let dataset = try Dataset(table: table(text), task: definition)
    #expect(dataset.schema.inputNames == ["stars", "text"])
    #expect(dataset.schema.indexedChannels == [DataSchema.IndexedChannel(channel: 1, levels: 5)])
    #expect(dataset.batch(.train, indices: [3]).inputs == [3, 2, 3, 3, 3, 4])
  }

  @Test("A sequence column is used where there is one: rows with one value are one text after another")
  func ownSequence() throws {
    let text =
      "id,text,label\n" + (0..<12).map { "r\($0 / 2),word\($0) end,\(["x", "y"][$0 / 2 % 2])\n" }.joined()
    var definition = task()
    (definition.sequence, definition.text) = ("id", "text")
    let dataset = try Dataset(table: table(text), task: definition)
    #expect(dataset.count(of: .train) == 4 && dataset.batch(.train, indices: [1]).lengths == [4])
    #expect(dataset.location(.train, index: 1).sequence == "r1")
    #expect(tokens(dataset, .train, 1) == ["word2", "end", "word3", "end"])
  }

  @Test(
    "Characters and bytes are forecast one after another", arguments: [TextTokens.Kind.characters, .bytes])
  func forecast(_ kind: TextTokens.Kind) throws {
    var definition = task(TextTokens(kind))
    (definition.kind, definition.targets, definition.inputs, definition.text) = (
      .forecast, ["text"], ["text"], "text"
    )
    let dataset = try Dataset(table: reviewTable(), task: definition)
    #expect(dataset.schema.isClassification && dataset.schema.targetSteps == .all)
    let (batch, classes) = (dataset.batch(.train, indices: [3]), dataset.schema.classes)
    #expect(batch.inputs.map { dataset.schema.inputs[0].levels?[Int($0)] } == ["b", "a"])
    #expect(batch.targets.map { classes[Int($0)] } == ["a", "d"])
    #expect(!classes.contains("<pad>"))
  }
}

@Suite struct TokenSchemaTests {
  @Test("A schema with a vocabulary survives its JSON, and evaluates new texts as training saw its own")
  func evaluating() throws {
    let dataset = try Dataset(table: reviewTable(), task: task(TextTokens(.words, length: 3)))
    let schema = try DataSchema(json: dataset.schema.json, source: "test")
    #expect(schema == dataset.schema)
    let other = try Dataset(evaluating: reviewTable(), schema: schema)
    #expect(other.count(of: .test) == 12)
    for index in 0..<8 {
      #expect(other.batch(.test, indices: [index]).inputs == dataset.batch(.train, indices: [index]).inputs)
    }
    let unlabelled = try Dataset(
      evaluating: table("id\ttext\n7\tA good wombat\n"), schema: schema, hasTargets: false)
    #expect(tokens(unlabelled, .test, 0) == ["a", "good", "<unk>"])
  }

  @Test("A schema that was changed by hand is refused")
  func flaws() throws {
    let json = try Dataset(table: reviewTable(), task: task()).schema.json
    for (part, other) in [
      ("\"<unk>\"", "\"unk\""), ("\"minimumCount\":1", "\"minimumCount\":0"),
      ("\"name\":\"text\"", "\"name\":\"x\""),
    ] {
      #expect(json.contains(part))
      #expect(throws: DataError.self) {
        try DataSchema(json: json.replacing(part, with: other), source: "test")
      }
    }
  }

  @Test("A predictor reads a text token by token, and answers as an evaluation does")
  func predictor() throws {
    let dataset = try Dataset(table: reviewTable(), task: task())
    let wiring = try Wiring.fullyConnected(inputs: 1, units: 7, outputs: 2, seed: 2)
    let predictor = try Predictor(
      model: Model(cell: try CfC(wiring: wiring), seed: 3), schema: dataset.schema)
    let whole = try predictor.answer(toText: ["text": "A good FILM."])
    predictor.reset()
    var last: Prediction?
    for token in ["a", "good", "film", "."] { last = try predictor.step(["text": .text(token)]) }
    #expect(whole == last && whole.label != nil)
    #expect(try predictor.answer(toText: ["text": ""]) == predictor.answer(toText: ["text": nil]))
    #expect(throws: PredictorError.self) { try predictor.answer(toText: ["words": "good"]) }
    var encoder = try RowEncoder(dataset.schema)
    for (index, text) in [(0, ["a", "good", "film", "."]), (2, ["good", "good", "good"])] {
      encoder.reset()
      let encoded = try text.flatMap { try encoder.encode(["text": .text($0)], elapsed: nil).channels }
      #expect(encoded == dataset.batch(.train, indices: [index]).inputs)
    }
    #expect(try encoder.encode(["text": "wombat"], elapsed: nil).channels == [1])
    #expect(try encoder.encode(["text": nil], elapsed: nil).channels == [0])
  }
}

@Suite struct OddTextTests {
  @Test("A table in which every text is empty trains on padding")
  func allEmpty() throws {
    let text = "label,text,n\n" + (0..<12).map { "\(["a", "b"][$0 % 2]),,\($0)\n" }.joined()
    var definition = task()
    definition.text = "text"
    definition.inputs = ["text"]
    let dataset = try Dataset(table: table(text), task: definition)
    #expect(dataset.schema.inputs[0].levels == ["<pad>", "<unk>"])
    #expect(dataset.batch(.train, indices: [0]).inputs == [0])
    #expect(dataset.warnings.contains { $0.hasPrefix("12 rows of 12 without a text") })
  }

  @Test("Numbers and dates are words of a text; a text that is a word for a missing value is empty")
  func missingWords() throws {
    let folder = try DataFolder(texts: [
      "d.tsv": "label\ttext\n"
        + ["NA", "null", "?", "12", "-", "2020-01-01"].map { "a\t\($0)\nb\t\($0)\n" }.joined()
    ])
    var definition = task()
    definition.text = "text"
    let table = try Table.read(
      DataSources(files: ["d.tsv"]), name: "task", folder: folder.path, roles: ReadingRoles(definition))
    definition.split = Split(train: 1, validation: 0, test: 0)
    let dataset = try Dataset(table: table, task: definition)
    let found = (0..<6).map { tokens(dataset, .train, 2 * $0) }
    #expect(found == [["<pad>"], ["<pad>"], ["<pad>"], ["12"], ["<pad>"], ["2020", "-", "01", "-", "01"]])
  }

  @Test("Control characters of a text never reach a name or a message")
  func control() throws {
    let lines = (0..<12).map {
      #"{"label": "\#(["a", "b"][$0 % 2])", "te\u001bxt": "x\u0000y\u001b[2J\u0007 z\#($0)"}"#
    }
    let folder = try DataFolder(texts: ["d.jsonl": lines.joined(separator: "\n")])
    let table = try folder.read(DataSources(files: ["d.jsonl"]))
    for kind in TextTokens.Kind.allCases {
      let dataset = try Dataset(table: table, task: task(TextTokens(kind)))
      let shown = dataset.schema.inputNames + dataset.warnings + [dataset.schema.taskSummary]
      #expect(!shown.joined().unicodeScalars.contains { $0.value < 32 })
      let words = Dataset.Part.allCases.flatMap { part in
        (0..<dataset.count(of: part)).flatMap { dataset.words(part, index: $0) ?? [] }
      }
      #expect(!words.isEmpty && !words.joined().unicodeScalars.contains { $0.value < 32 })
    }
    #expect(failure("label,text\na,x\u{0}y\n").contains("not a text file"))
  }

  @Test(
    "What does not go together is told in one line",
    arguments: [
      (
        "a\n1\n2\n",
        "tokens need a column of texts, which 'text' names (--text): the table has no column of texts; change the task's options"
      ),
      (
        "a,b,y\nx,z,1\nv,w,2\n",
        "tokens need a column of texts, which 'text' names (--text): it can be 'a', 'b'; change the task's options"
      ),
    ])
  func unclear(text: String, message: String) {
    var definition = task()
    definition.targets = nil
    #expect(failure(text, definition).hasSuffix(message))
  }

  @Test("Times do not go with tokens, nor a text that is the target")
  func clashes() throws {
    var definition = task()
    definition.time = "label"
    #expect(failure("label,text\nx,y\n", definition).contains("the tokens of a text have no times"))
    definition = task()
    definition.text = "label"
    #expect(failure("label,text\nx,y\n", definition).contains("label"))
    definition.text = "tex"
    #expect(failure("label,text\nx,y\n", definition).contains("did you mean 'text'?"))
    definition = task(TextTokens(.words, vocabulary: 0))
    #expect(failure("label,text\nx,y\n", definition).contains("the vocabulary has 0 tokens"))
    definition = task()
    definition.tokens = nil
    definition.text = "text"
    #expect(failure("label,text\nx,y\n", definition).contains("means nothing without tokens"))
  }

  @Test("Tokens as one word of a command line are read as they are written")
  func words() throws {
    for tokens in [
      TextTokens(.words), TextTokens(.bytes, length: 100, keep: .end),
      TextTokens(.characters, vocabulary: 7, minimumCount: 3, length: 1),
    ] {
      #expect(try TextTokens(text: tokens.text) == tokens)
    }
    for (wrong, reason) in [
      ("", "'' is no kind of token"), ("word", "'word' is no kind of token"),
      ("words,", "there is no key ''"),
      ("words,length=0", "'length' must be a whole number from 1 to"), ("words,length=x", "'length' must be"),
      ("words,length=1,length=2", "'length' is given twice"), ("words,keep=all", "beginning or end"),
      ("bytes,size=3", "there is no key 'size'"), ("words,minimum-count=0", "of at least 1"),
      ("words,vocabulary=99999999999999999999", "'vocabulary' must be a whole number from 1 to 16777216"),
      ("bytes,vocabulary=5", "all 256"), ("bytes,minimum-count=2", "all 256"),
    ] {
      let flaw = #expect(throws: TextTokens.Flaw.self, "\(wrong)") { try TextTokens(text: wrong) }
      #expect(flaw?.description.contains(reason) == true, "\(wrong): \(flaw?.description ?? "")")
    }
  }

  @Test("A task file says what texts are cut into")
  func taskFile() throws {
    func definition(_ lines: String) throws -> TaskDefinition {
      try TaskFile(bytes: Array("data: d.csv\ntargets: label\n\(lines)".utf8), path: "t.yaml").definition
    }
    #expect(try definition("tokens: words\n").tokens == TextTokens(.words))
    let long = try definition(
      "text: review\ntokens: {kind: characters, vocabulary: 5, minimum-count: 2, length: 9, keep: end}\n")
    #expect(long.tokens == TextTokens(.characters, vocabulary: 5, minimumCount: 2, length: 9, keep: .end))
    #expect(long.text == "review")
    for wrong in [
      "text: review\n", "tokens: {length: 3}\n", "tokens: {kind: bytes, vocabulary: 5}\n",
      "tokens: letters\n", "tokens: {kind: words, size: 3}\n",
    ] {
      #expect(throws: TaskFileError.self) { try definition(wrong) }
    }
  }
}
