import LnnTop
import TestSupport
import Testing
import Text

@Suite("The command line that repeats a run")
struct TrainingCommandLineTests {
  private static let locations = Locations(environment: [:], executable: "")

  private func recorded(_ words: [String]) throws -> [String: String] {
    guard case .command(let command) = try Commands.parse(["train"] + words),
      let options = command.options as? TrainOptions
    else { throw UsageFailure() }
    return options.configuration
  }

  private struct UsageFailure: Error {}

  @Test(
    "says what was said, and nothing that holds by itself",
    arguments: [
      ("", ""), ("--seed 7", "--seed 7"), ("--epochs 100 --headless --threads 3", ""),
      ("--model cfc", "--model cfc"),
      ("--window 16 --units 12 --wiring full", "--window 16 --wiring full --units 12"),
      ("--learning-rate 0.05 --model cfc", "--model cfc --learning-rate 0.05"),
      ("--inputs a,b --targets c --time t", "--inputs a,b --targets c --time t"),
      ("--sort-by-time --kind forecast --horizon 1..3", "--horizon 1..3 --sort-by-time"),
      ("--test-noise 0.5,1", "--test-noise 0.5,1"), ("--steps 50", "--steps 50"),
    ])
  func words(said: String, expected: String) throws {
    let before = try recorded(["d.csv"] + said.split(separator: " ").map(String.init))
    let command = try #require(TrainingCommandLine(recorded: before, locations: Self.locations))
    let words = command.groups.joined()
    #expect(
      words.joined(separator: " ") == (["d.csv", expected].filter { !$0.isEmpty }).joined(separator: " "))
    let after = try recorded(Array(words))
    let idle = ["threads", "headless"]
    #expect(before.filter { !idle.contains($0.key) } == after.filter { !idle.contains($0.key) })
  }

  @Test("is missing where a run does not say what it was trained on, or says what nobody understands")
  func absence() {
    for recorded in [[:], ["data": "d.csv", "epochs": "many"]] as [[String: String]] {
      #expect(TrainingCommandLine(recorded: recorded, locations: Self.locations) == nil)
    }
  }

  @Test(
    "is quoted for a shell, without what steers a terminal",
    arguments: [
      ("plain-1.csv", "plain-1.csv"), ("two words", "'two words'"), ("it's", "'it'\\''s'"), ("", "''"),
      ("$(x)", "'$(x)'"),
      ("a\u{202E}b", "$'a\\xe2\\x80\\xaeb'"), ("\n'\\", "$'\\x0a\\'\\\\'"), ("温度", "温度"),
    ])
  func quoting(word: String, quoted: String) {
    #expect(ShellWord.quoted(word) == quoted)
  }

  @Test("Whatever a name is made of, it stays text")
  func escaping() throws {
    let scalars = (0...0x2FFFF).compactMap(Unicode.Scalar.init)
    for start in stride(from: 0, to: scalars.count, by: 4_001) {
      var text = "<"
      for scalar in scalars[start..<min(start + 4_001, scalars.count)] { text.unicodeScalars.append(scalar) }
      let node = HTMLNode.element("p", ["title": text], [.text(text), .name(text, limit: 5_000)])
      let page = try #require(ReportPage("<!DOCTYPE html>\n" + node.markup), "from \(start)")
      #expect(page.elements.map(\.name) == ["p", "bdi"])
      #expect(page.elements[0].text == page.elements[1].text + page.elements[1].text)
      #expect(page.elements[0].attributes["title"] == page.elements[1].text)
    }
  }
}
