import Testing
import Text

@Suite struct PathTextTests {
  @Test(
    "The folder of a path, also of one letter",
    arguments: [
      ("a/b", "a"), ("a/b/c.csv", "a/b"), ("/b", "/"), ("/a/b", "/a"), ("b", ""), ("-", ""), ("", ""),
      ("/", "/"),
      ("a/", ""), ("a//b", "a"), ("./b", "."), ("//b", "/"),
    ])
  func parentFolder(path: String, folder: String) { #expect(path.parentFolder == folder) }
}
