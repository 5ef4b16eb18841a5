import LiquidData
import Testing

@Suite("Mistakes in task files")
struct TaskFileErrorTests {
  /// What is said of a text that is no task; empty where it is one.
  private func mistake(_ text: String) -> String {
    do {
      _ = try task(text, path: "t.yaml")
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// A task in which a key of a place stands on the last line, with all that its place needs before it.
  private func text(_ key: String, _ value: String, in place: TaskFileKey.Place) -> String {
    let data = "data:\n  files: a.csv\n"
    switch place {
    case .task: return (key == "data" ? "" : "data: a.csv\n") + "\(key): \(value)\n"
    case .data: return (key == "files" ? "data:\n" : data) + "  \(key): \(value)\n"
    case .long:
      let others = ["time", "variable", "value"].filter { $0 != key }.map { "    \($0): x\n" }.joined()
      return data + "  long:\n\(others)    \(key): \(value)\n"
    case .join:
      let others = ["file", "key"].filter { $0 != key }.map { "    \($0): x\n" }.joined()
      return data + "  join:\n\(others)    \(key): \(value)\n"
    case .sound: return data + "  sound:\n    \(key): \(value)\n"
    case .holdOut, .validateOn:
      let others = ["column", "values"].filter { $0 != key }.map { "    \($0): x\n" }.joined()
      let name = place.rawValue.split(separator: ".").last ?? ""
      return "data: a.csv\nsplit:\n  \(name):\n\(others)    \(key): \(value)\n"
    case .published:
      let others = ["model": "x", "value": "1"].filter { $0.key != key }.map { "\($0): \($1), " }.joined()
      return "data: a.csv\nbenchmark:\n  published:\n    - {\(others)\(key): \(value)}\n"
    case .timeFeatures:
      return "data: a.csv\ntime-features:\n" + (key == "features" ? "" : "  features: [days]\n")
        + "  \(key): \(value)\n"
    case .tokens:
      return "data: a.csv\ntokens:\n" + (key == "kind" ? "" : "  kind: words\n") + "  \(key): \(value)\n"
    case .split, .benchmark, .paperSplit: return "data: a.csv\n\(place.rawValue):\n  \(key): \(value)\n"
    }
  }

  @Test(
    "A value of the wrong form is told with file, line, key and what was expected", arguments: TaskFileKey.all
  )
  func wrongValue(key: TaskFileKey) {
    let text = text(key.name, "[[]]", in: key.place)
    let line = text.split(separator: "\n").count
    let said = mistake(text)
    #expect(said.hasPrefix("t.yaml:\(line): '"), "\(text)\n\(said)")
    #expect(said.contains(key.path) && said.contains("must be"), "\(said)")
  }

  @Test("An empty value is told in the same way", arguments: TaskFileKey.all)
  func emptyValue(key: TaskFileKey) {
    let said = mistake(text(key.name, "\"\"", in: key.place))
    #expect(said.hasPrefix("t.yaml:") && said.contains("empty"), "\(said)")
  }

  @Test("A mistyped key is told with its line and the nearest key", arguments: TaskFileKey.all)
  func mistypedKey(key: TaskFileKey) {
    let text = text(key.name + "q", "1", in: key.place)
    let line = text.split(separator: "\n").count
    let said = mistake(text)
    #expect(said.hasPrefix("t.yaml:\(line): there is no key '\(key.name)q'"), "\(said)")
    // Another key may be as near.
    #expect(said.contains("did you mean"), "\(said)")
  }

  @Test("A key of nowhere is told with its place", arguments: TaskFileKey.Place.allCases)
  func unknownKey(place: TaskFileKey.Place) {
    let said = mistake(text("xyzzyxyzzy", "1", in: place))
    #expect(said.contains("there is no key 'xyzzyxyzzy'") && said.contains("docs/task-files.md"), "\(said)")
  }

  @Test("Other mistakes read like this")
  func wording() {
    let cases = [
      ("", "t.yaml: this is not YAML: empty"),
      ("name: x", "t.yaml:1: the key 'data' is missing"),
      ("data: {format: npy}", "t.yaml:1: the key 'data.files' is missing"),
      ("- a\n- b", "t.yaml:1: 'the file' is a list; it must be keys with values"),
      ("data: a.csv\nfiles: b.csv", "t.yaml:2: 'files' belongs under 'data'"),
      (
        "data:\n  files: a.csv\n  decimal: comma\n  thousands: comma",
        "t.yaml:4: 'thousands' is comma, which does not go with the same for 'decimal'"
      ),
      ("data: a.csv\nwindow: 0", "t.yaml:2: 'window' is '0'; it must be a whole number of at least 1"),
      ("data: a.csv\nwindow: 1.5", "t.yaml:2: 'window' is '1.5'; it must be a whole number of at least 1"),
      (
        "data: a.csv\ndrop-rows: 1",
        "t.yaml:2: 'drop-rows' is '1'; it must be a number of at least 0 and below 1"
      ),
      (
        "data: a.csv\nkind: sorting",
        "t.yaml:2: 'kind' is 'sorting'; it must be one of regression, classification, forecast"
      ),
      (
        "data: a.csv\nthinning: 0.1\ndrop-rows: 0.2",
        "t.yaml:3: 'thinning' is the former name of 'drop-rows': keep one of them"
      ),
      (
        "data: a.csv\nsplit: {hold-out: {column: a, values: []}}",
        "t.yaml:2: 'split.hold-out.values' is an empty list; it must be a list of at least one name"
      ),
      ("data: a.csv\nhuber-delta: 1", "t.yaml:2: 'huber-delta' means nothing without 'loss: huber'"),
      (
        "data: a.csv\nloss: mse\nkind: classification",
        "t.yaml:2: the loss mse is for numbers, and a classification has classes"
      ),
      ("data: a.csv\ndata: b.csv", "t.yaml:2: this is not YAML: the key \"data\" appears twice"),
    ]
    for (text, expected) in cases { #expect(mistake(text) == expected) }
  }

  @Test("Text of a task never steers a terminal")
  func controlCharacters() {
    let said = mistake("data: a.csv\nkind: \"\\e[31mred\\n\"\n")
    #expect(said.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "\(said)")
  }

  @Test("A file that is not there, a folder and a binary file are told in one line each")
  func unreadable() {
    for path in ["/nowhere/t.yaml", "/", CommandLine.arguments[0]] {
      do {
        _ = try TaskFile.read(path: path)
        Issue.record("\(path) was read")
      } catch {
        #expect("\(error)".hasPrefix(path) && !"\(error)".contains("\n"))
      }
    }
  }
}
