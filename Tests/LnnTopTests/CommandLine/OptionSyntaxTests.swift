import Liquid
import LnnTop
import TestSupport
import Testing

@Suite("Option syntax")
struct OptionSyntaxTests {
  @Test(
    "Values may follow after a space or an equals sign, options after arguments",
    arguments: [
      "d.csv --units 8", "d.csv --units=8", "--units 8 d.csv", "--units=8 -- d.csv",
      "--units 3 d.csv --units 8", "d.csv --uni 8",
    ])
  func spellings(line: String) throws {
    var expected = TrainOptions()
    expected.data = "d.csv"
    expected.wiring.units = 8
    #expect(values(try train(line)) == expected)
  }

  @Test("Behind -- everything is an argument, and a lone dash is one too")
  func dashes() throws {
    #expect(try train("-- --units").data == "--units")
    #expect(try train("-").data == "-")
  }

  @Test("A value may begin with a dash, contain an equals sign, or be any text")
  func oddValues() throws {
    #expect(try train("d.csv --name -x").name == "-x")
    #expect(try train("d.csv --name=a=b").name == "a=b")
    let text = "größe \u{1F41F}"
    let options: TrainOptions = try parsed(["train", "d.csv", "--name", text, "--time=" + text])
    #expect(options.name == text && options.time == text)
  }

  @Test(
    "A group is a column and values, each in quotes where it holds what separates them",
    arguments: [
      ("speaker=george,lucas", "speaker", ["george", "lucas"]), ("speaker", "speaker", []),
      (#""a=b"=1"#, "a=b", ["1"]), (#"a="1,5",2"#, "a", ["1,5", "2"]), ("a=b=c", "a", ["b=c"]),
      (#""said ""so"""=x"#, #"said "so""#, ["x"]), (#"5" disk=1"#, #"5" disk"#, ["1"]),
    ])
  func groups(word: String, column: String, values: [String]) throws {
    let options: TrainOptions = try parsed(
      ["train", "d.csv", "--validate-on", word, "--hold-out", "speaker=x"])
    let group = try #require(options.validateOn)
    #expect(group.column == column && group.values == values)
  }

  @Test(
    "What takes no value is switched off by its name after --no-; the last of both words counts",
    arguments: [
      ("--mixed-memory", true), ("--no-mixed-memory", false), ("--mixed-memory --no-mixed-memory", false),
      ("--no-mixed-memory --mixed-memory", true), ("--no-mix", false),
      ("--no-mixed-memory --model gru", false),
    ])
  func negations(line: String, isOn: Bool) throws {
    let options = try train("d.csv " + line)
    #expect(options.cell.mixedMemory == isOn && options.given.contains("mixed-memory"))
  }

  @Test(
    "Each option without a value has a negation, but for those that say no themselves",
    arguments: ["train", "eval"])
  func everyNegation(command: String) throws {
    let help = try #require(try printed([command, "--help"]))
    let flags = help.split(separator: "\n").compactMap { line -> String? in
      // `  -q, --quiet   what it does`: a value would follow after one space.
      guard line.hasPrefix("  -") || line.hasPrefix("      --"), let dashes = line.firstRange(of: "--") else {
        return nil
      }
      let name = line[dashes.lowerBound...].prefix { $0 != " " }
      let rest = line[name.endIndex...]
      return rest.isEmpty || rest.hasPrefix("  ") ? String(name) : nil
    }
    #expect(flags.count > 3)
    let arguments = [command, "a", "b"]
    for flag in flags where !["--help", "--version"].contains(flag) {
      let negation = "--no-" + flag.dropFirst(2)
      let error = #expect(throws: UsageError.self) { try Commands.parse(arguments + [negation + "=1"]) }
      let message = try #require(error?.description)
      #expect(message.contains("takes no value") == !flag.hasPrefix("--no-"), "\(message)")
    }
  }

  @Test("Short options may stand together")
  func letters() throws {
    #expect(try train("-q d.csv").quiet)
    #expect(try printed(words("train -qV")) == ProgramVersion.line)
  }

  @Test("No words trap: random ones are parsed or refused in one line")
  func randomWords() {
    let vocabulary = [
      "train", "replay", "runs", "eval", "--units", "--units=", "--no-run", "--no-run=x", "-q", "-qh", "--",
      "-", "",
      "8", "-8", "--un", "--x=\u{1B}[2J", "-é", "--inputs", "a,,b", "\u{9B}", "---", "-=", "--=", "help",
      "-\u{1B}",
    ]
    for seed in 0..<UInt64(Thoroughness.cases(2_000)) {
      var generator = SeededGenerator(seed: seed)
      let line = (0..<Int.random(in: 0..<6, using: &generator)).map { _ in
        vocabulary[Int.random(in: vocabulary.indices, using: &generator)]
      }
      do {
        _ = try Commands.parse(line)
      } catch {
        let scalars = error.description.unicodeScalars
        #expect(scalars.allSatisfy { $0.properties.generalCategory != .control }, "seed \(seed)")
      }
    }
  }
}
