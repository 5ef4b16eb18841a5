import LnnTop
import Testing

@Suite("Exit status")
struct ExitStatusTests {
  @Test("docs/programs.md has the table of the program")
  func document() {
    let section = Document("docs/programs.md").text.components(separatedBy: "\n## Exit status\n").last ?? ""
    let rows = section.components(separatedBy: "\n## ")[0].split(separator: "\n").filter {
      $0.hasPrefix("| ")
    }
    #expect(
      rows.dropFirst().map(String.init) == ExitStatus.meanings.map { "| \($0.status) | \($0.meaning) |" })
  }
}
