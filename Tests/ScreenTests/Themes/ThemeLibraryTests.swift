import Foundation
import Screen
import TestSupport
import Testing

@Suite struct ThemeLibraryTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A directory with the given files, removed after the body.
  static func withDirectory(_ files: [String: String], _ body: (URL) throws -> Void) throws {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    try body(folder.url)
  }

  static let file = "name: Mine\npalette:\n" + ThemeFileTests.palette(indent: "  ")

  @Test
  func theBuiltInThemeNeedsNoDirectory() {
    let library = ThemeLibrary()
    #expect(library.themes == [.builtIn])
    #expect(library.warnings.isEmpty)
    #expect(ThemeLibrary(directories: ["/nonexistent/themes"]).themes == [.builtIn])
  }

  @Test
  func theFirstThemeOfASlugCountsAndTheDefaultComesFirst() throws {
    try Self.withDirectory(["b.yaml": Self.file, "a.yml": Self.file, "readme.md": "x"]) { first in
      try Self.withDirectory(["b.yaml": "broken", "c.yaml": Self.file]) { second in
        let library = ThemeLibrary(directories: [first.path, second.path])
        #expect(library.themes.map(\.slug) == ["dark", "a", "b", "c"])
        #expect(library.warnings.isEmpty)
        #expect(library.index(named: "B") == 2)
        #expect(library.index(named: "current") == 0)
        #expect(library.index(named: "none") == nil)
      }
    }
  }

  @Test
  func aFileReplacesTheBuiltInTheme() throws {
    try Self.withDirectory(["dark.yaml": Self.file]) { directory in
      let library = ThemeLibrary(directories: [directory.path])
      #expect(library.themes.map(\.name) == ["Mine"])
    }
  }

  @Test
  func unusableFilesAreWarningsAndNothingBlocks() throws {
    try Self.withDirectory(["bad.yaml": "palette: 1", "good.yaml": Self.file]) { directory in
      let path = directory.path
      try FileManager.default.createDirectory(
        atPath: "\(path)/folder.yaml", withIntermediateDirectories: false)
      #expect(mkfifo("\(path)/pipe.yaml", 0o600) == 0)
      #expect(symlink("/nonexistent", "\(path)/link.yaml") == 0)
      let library = ThemeLibrary(directories: [path])
      #expect(library.themes.map(\.slug) == ["dark", "good"])
      let names = library.warnings.map { URL(fileURLWithPath: $0.file).lastPathComponent }
      #expect(names == ["bad.yaml", "folder.yaml", "link.yaml", "pipe.yaml"])
    }
  }
}
