import Foundation
import TestSupport
import Testing

/// What a browser makes of a report. The tests need none; where there is one, it is asked.
@Suite("A report in a browser", .enabled(if: Browser.path != nil, "there is no chromium on the path"))
struct ReportBrowserTests {
  @Test("is read as it was written, without a word of complaint")
  func reading() throws {
    let folder = try TemporaryFolder()
    try folder.writeWaves()
    let line = "train waves.csv --window 16 --units 8 --epochs 2 --headless --quiet --run a.lnnrun"
    #expect(try CommandRun(line.split(separator: " ").map(String.init), in: folder).status == 0)
    #expect(try CommandRun(["report", "a.lnnrun"], in: folder).status == 0)
    let written = try #require(ReportPage(try folder.text("a.html")))
    let (document, messages) = try Browser.document(of: folder.path("a.html"), in: folder)
    for (element, count) in [("<h2 ", written.all("h2").count), ("<svg ", written.all("svg").count)] {
      #expect(document.components(separatedBy: element).count - 1 == count, "\(element)")
    }
    #expect(!messages.contains("CONSOLE"), "\(messages)")
  }
}

/// Chromium without a window.
private enum Browser {
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.flatMap { ["\($0)/chromium", "\($0)/chromium-browser"] }
      .first(where: FileManager.default.isExecutableFile)
  }()

  /// The document as the browser has it after reading, and what it printed meanwhile.
  static func document(of page: String, in folder: TemporaryFolder) throws -> (String, String) {
    let process = try ChildProcess(
      path ?? "",
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
        "--user-data-dir=\(folder.path("profile"))", "--dump-dom", "file://\(page)",
      ], in: folder.path, environment: ProcessInfo.processInfo.environment, input: nil,
      output: folder.path("document"), messages: folder.path("messages"))
    _ = process.wait()
    return (try folder.text("document"), try folder.text("messages"))
  }
}
