import LnnTop
import Testing

@Suite("Help")
struct HelpTests {
  /// The help of a command, or of the program.
  private func help(_ command: String...) throws -> String {
    let invocation = try Invocation.parse(command + ["--help"])
    guard case .help(let text) = invocation else {
      Issue.record("\(command) gave \(invocation)")
      return ""
    }
    return text
  }

  @Test("The program's help reads like this")
  func program() throws { #expect(try help() == HelpGoldens.program) }

  @Test("The help of train reads like this")
  func train() throws { #expect(try help("train") == HelpGoldens.train) }

  @Test("The help of replay reads like this")
  func replay() throws { #expect(try help("replay") == HelpGoldens.replay) }

  @Test("The help of attach reads like this")
  func attach() throws { #expect(try help("attach") == HelpGoldens.attach) }

  @Test("The help of runs reads like this")
  func runs() throws { #expect(try help("runs") == HelpGoldens.runs) }

  @Test("The help of eval reads like this")
  func eval() throws { #expect(try help("eval") == HelpGoldens.eval) }

  @Test("The help of drive reads like this")
  func drive() throws { #expect(try help("drive") == HelpGoldens.drive) }

  @Test("The help of compare reads like this")
  func compare() throws { #expect(try help("compare") == HelpGoldens.compare) }

  @Test("The help of bench reads like this")
  func bench() throws { #expect(try help("bench") == HelpGoldens.bench) }

  @Test("The help of import reads like this")
  func importing() throws { #expect(try help("import") == HelpGoldens.importing) }

  @Test("The help of themes reads like this")
  func themes() throws { #expect(try help("themes") == HelpGoldens.themes) }

  @Test("The help of config reads like this")
  func config() throws { #expect(try help("config") == HelpGoldens.config) }

  @Test("The help of export reads like this")
  func exporting() throws { #expect(try help("export") == HelpGoldens.exporting) }

  @Test(
    "Help is plain text of at most 80 columns",
    arguments: [
      [], ["train"], ["replay"], ["attach"], ["runs"], ["compare"], ["eval"], ["import"], ["export"],
      ["bench"], ["drive"],
    ])
  func width(command: [String]) throws {
    guard case .help(let text) = try Invocation.parse(command + ["-h"]) else {
      Issue.record("no help")
      return
    }
    for line in text.split(separator: "\n") {
      #expect(line.count <= 80 && line.last != " ", "\(line)")
      #expect(line.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) }, "\(line)")
    }
  }
}
