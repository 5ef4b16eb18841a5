import Foundation
import LnnTop
import TestSupport
import Testing

@Suite("Manual")
struct ManualTests {
  /// The pages, by their names.
  private func pages(_ folder: TemporaryFolder, _ date: String = "1780000000") throws -> [String: String] {
    let run = try CommandRun(
      ["manual", "--out", "pages"], in: folder, environment: ["SOURCE_DATE_EPOCH": date])
    #expect(run.status == 0 && run.output.isEmpty && run.messages.isEmpty, "\(run.messages)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("pages"))
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        (name, try String(contentsOfFile: folder.path("pages/\(name)"), encoding: .utf8))
      })
  }

  @Test("Every command has a page with all its options, and the program's page names them all")
  func complete() throws {
    let folder = try TemporaryFolder()
    let pages = try pages(folder)
    let names = Commands.all.map { "lnn-top-\($0.name.replacing(" ", with: "-"))" }
    #expect(Set(pages.keys) == Set((names + ["lnn-top"]).map { "\($0).1" }))
    let main = try #require(pages["lnn-top.1"])
    for (command, name) in zip(Commands.all, names) {
      let page = try #require(pages["\(name).1"])
      #expect(main.contains("\\&\(command.name)") && page.hasPrefix(".Dd May 28, 2026\n"), "\(name)")
      #expect(main.contains(".Xr \(name) 1"), "\(name)")
      for match in command.helpText.matches(of: /--([a-z][a-z0-9-]+)/) where !match.1.hasPrefix("no-") {
        #expect(page.contains(match.1.replacing("-", with: "\\-")), "\(name) --\(match.1)")
      }
    }
  }

  @Test("mandoc and groff find nothing wrong")
  func clean() throws {
    let folder = try TemporaryFolder()
    _ = try pages(folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("pages")) {
      if Tool.path(of: "mandoc") != nil {
        let found = try Tool.run("mandoc", ["-Tlint", "-W", "style", name], in: folder.path("pages"))
        let lines = (found.output + found.messages).split(separator: "\n")
        // The pages that it refers to are not installed.
        #expect(lines.filter { !$0.contains("referenced manual not found") }.isEmpty, "\(lines)")
      }
      if Tool.path(of: "groff") != nil {
        let found = try Tool.run("groff", ["-mandoc", "-Tutf8", "-ww", "-z", name], in: folder.path("pages"))
        #expect(found.status == 0 && found.messages.isEmpty, "\(found.messages)")
      }
    }
  }

  @Test("A page is printed by the command's words; another is a mistake that is told")
  func printed() throws {
    let folder = try TemporaryFolder()
    let part = try CommandRun(["manual", "task", "check"], in: folder)
    #expect(part.output.contains(".Dt LNN-TOP-TASK-CHECK 1"))
    #expect(try CommandRun(["manual"], in: folder).output.contains(".Dt LNN-TOP 1"))
    let wrong = try CommandRun(["manual", "trian"], in: folder)
    #expect(wrong.status == 1 && wrong.message.contains("'lnn-top-train'"), "\(wrong.message)")
  }
}
