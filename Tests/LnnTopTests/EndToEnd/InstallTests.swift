import Foundation
import TestSupport
import Testing

/// What 'make install' puts, and 'make uninstall' takes away.
@Suite("Installation")
struct InstallTests {
  private let folder: TemporaryFolder
  private let scripts = Document.package.appending(path: "Tools/package").path

  init() throws {
    folder = try TemporaryFolder()
    try Tool.runSuccessfully(
      "sh", ["\(scripts)/install.sh", CommandRun.executable, "/usr", folder.path("root")])
  }

  /// The files below the root, as paths from there.
  private func files() throws -> Set<String> {
    Set(
      try FileManager.default.subpathsOfDirectory(atPath: folder.path("root")).filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder.path("root/\(path)"), isDirectory: &isFolder)
          && !isFolder.boolValue
      })
  }

  @Test("The program, its manual, completions and what a desktop reads are there, then nothing of them")
  func comesAndGoes() throws {
    let found = try files()
    for file in [
      "bin/lnn-top", "share/man/man1/lnn-top.1", "share/man/man1/lnn-top-task-check.1",
      "share/bash-completion/completions/lnn-top", "share/zsh/site-functions/_lnn-top",
      "share/fish/vendor_completions.d/lnn-top.fish", "share/applications/lnn-top.desktop",
      "share/icons/hicolor/scalable/apps/lnn-top.svg", "share/lnn-top/themes/fen.yaml",
      "share/lnn-top/sample-data/tasks/lane-keeping.yaml", "share/lnn-top/docs/dashboard.md",
    ] {
      #expect(found.contains("usr/\(file)"), "\(file)")
    }
    // The folder of runs is there where the program is installed below ~/.local.
    let others = ["usr/share/man/man1/neighbour.1", "usr/share/lnn-top/runs/mine.lnnrun"]
    for other in others { try folder.write("a person's", to: "root/\(other)") }
    try Tool.runSuccessfully("sh", ["\(scripts)/uninstall.sh", "/usr", folder.path("root")])
    #expect(try files() == Set(others))
  }

  @Test("The installed program finds what came with it")
  func findsItsFiles() throws {
    let home = try TemporaryFolder()
    let process = try ChildProcess(
      folder.path("root/usr/bin/lnn-top"), ["completion", "words", "--", "themes", "fe"], in: home.path,
      environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"], output: home.path("output"),
      messages: home.path("messages"))
    #expect(process.wait() == 0)
    #expect(try String(contentsOfFile: home.path("output"), encoding: .utf8) == "fen\n")
  }

  @Test("What a desktop reads is valid", .enabled(if: Tool.path(of: "desktop-file-validate") != nil))
  func desktopEntry() throws {
    let entry = try Tool.run(
      "desktop-file-validate", [folder.path("root/usr/share/applications/lnn-top.desktop")])
    #expect(entry.status == 0 && entry.output.isEmpty, "\(entry.output)")
  }

  @Test("Software centres can read the metadata", .enabled(if: Tool.path(of: "appstreamcli") != nil))
  func metadata() throws {
    let name = "io.github.lnn_top.lnn_top.metainfo.xml"
    let found = try Tool.run(
      "appstreamcli", ["validate", "--no-net", folder.path("root/usr/share/metainfo/\(name)")])
    #expect(found.status == 0, "\(found.output)")
  }
}
