import LiquidData
import Testing

@Suite struct RealTextTests {
  @Test(
    "Film reviews: 25,000 for training, as many for the test, a vocabulary of the training part",
    .enabled(if: Locations.hasReal("imdb/train.tsv.gz"), "needs ../shared/data/imdb"))
  func reviews() throws {
    let task = try Locations.sampleTask("imdb")
    let table = try Table.read(
      task.sources, name: "imdb", folder: Locations.real(""), roles: ReadingRoles(task.definition))
    #expect(table.rowCount == 50_000)
    var definition = task.definition
    definition.tokens = try TextTokens(text: "words,vocabulary=20000,length=400,keep=beginning")
    let dataset = try Dataset(table: table, task: definition)
    #expect(Dataset.Part.allCases.map(dataset.count) == [22_500, 2500, 25_000])
    let levels = try #require(dataset.schema.inputs.first?.levels)
    #expect(levels.count == 20_002)
    // The order of the words that all of the training reviews have most, counted by another program.
    #expect(Array(levels[2..<14]) == ["the", ".", ",", "a", "and", "of", "to", "is", "in", "'", "i", "it"])
    let facts = try #require(TokenFacts(dataset: dataset))
    #expect(
      facts.parts.map(\.tokens).reduce(0, +) == 5_765_553 + 5_685_873 && facts.parts[2].tokens == 5_685_873)
    #expect(facts.parts.allSatisfy { $0.unknown * 30 < $0.tokens && $0.unknown * 100 > $0.tokens })
    #expect(dataset.warnings.contains { $0.hasPrefix("8600 texts of 50000 are longer than 400 tokens") })
    // Both classes in every part, in equal shares.
    let batch = dataset.batch(.validation, indices: Array(0..<2500))
    let positive = (0..<2500).count { batch.targets[$0 * batch.steps + batch.lengths[$0] - 1] == 1 }
    #expect(positive == 1250)
    let words = try #require(dataset.words(.test, index: 0))
    #expect(words.count <= 400 && words.allSatisfy { !$0.isEmpty })
  }
}
