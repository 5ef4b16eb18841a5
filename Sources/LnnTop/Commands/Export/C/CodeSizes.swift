import DeviceCode
import Foundation
import Text

/// What the generated C takes of a machine, built for size (-Os).
struct CodeSizes: Encodable {
  /// One section of the object files, in bytes.
  struct Section: Encodable {
    var name: String
    var bytes: Int
  }

  /// The chip, in words.
  var machine: String
  /// Code and constants: what flash holds.
  var flash: Int
  /// The state, once for each network that runs.
  var state: Int
  /// The deepest stack of a step.
  var stack: Int
  var sections: [Section]

  var lines: [(String, String)] {
    [
      (
        machine,
        "flash \(flash) bytes (" + sections.map { "\($0.name) \($0.bytes)" }.joined(separator: ", ")
          + "), RAM \(state) for the state and \(stack) of stack"
      )
    ]
  }

  /// On this machine, and on a Cortex-M4 where its compiler is installed.
  ///
  /// A machine whose compiler cannot build the code is left out: the code itself is not to blame.
  static func all(_ source: CSource, compiler: HostCompiler) -> [CodeSizes] {
    let environment = ProcessInfo.processInfo.environment
    var sizes: [CodeSizes] = []
    if let own = try? CodeSizes(source, compiler, flags: [], tool: "size", machine: "this machine") {
      sizes.append(own)
    }
    if let path = HostCompiler.find("arm-none-eabi-gcc", environment),
      let chip = try? CodeSizes(
        source, HostCompiler(path: path),
        flags: ["-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"],
        tool: "arm-none-eabi-size", machine: "Cortex-M4F")
    {
      sizes.append(chip)
    }
    return sizes
  }

  private init(
    _ source: CSource, _ compiler: HostCompiler, flags: [String], tool: String, machine: String
  ) throws {
    let work = try WorkFolder()
    let name = source.names.lower
    for file in source.sources + [source.tablesHeader] {
      try Data(file.text.utf8).write(to: work.url.appending(path: file.path))
    }
    // The state's size as an array's, so that it can be read without running anything.
    let probe =
      "#include \"\(name).h\"\nextern const char state_size[];\nconst char state_size[sizeof(\(name)_state)] = {1};\n"
    try Data(probe.utf8).write(to: work.url.appending(path: "probe.c"))
    for file in [name, "\(name)_weights", "probe"] {
      try compiler.run(
        flags + ["-Os", "-std=c99", "-fstack-usage", "-c", "\(file).c", "-o", "\(file).o"], in: work.url)
    }
    self.machine = machine
    (flash, state, sections) = (0, 0, [])
    stack = Self.stack(in: work.url.appending(path: "\(name).su"))
    guard let size = HostCompiler.find(tool, ProcessInfo.processInfo.environment) else { return }
    for file in [name, "\(name)_weights"] {
      let run = try ToolRun(path: size, arguments: ["-A", "\(file).o"], folder: work.url).checked()
      sections += Self.sections(run.output).map { Section(name: "\(file).o \($0.name)", bytes: $0.bytes) }
    }
    flash = sections.reduce(0) { $0 + $1.bytes }
    let run = try ToolRun(path: size, arguments: ["-A", "probe.o"], folder: work.url).checked()
    state = Self.sections(run.output).reduce(0) { $0 + $1.bytes }
  }

  /// Those that are loaded, of what `size -A` prints.
  private static func sections(_ text: String) -> [Section] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count >= 3, let bytes = Int(words[1]), bytes > 0 else { return nil }
      let name = String(words[0])
      let loaded = [".text", ".rodata", ".data", ".bss"]
      return loaded.contains { name == $0 || name.hasPrefix($0 + ".") }
        ? Section(name: name, bytes: bytes) : nil
    }
  }

  /// The deepest calls of a step: the step's own frame, the network's and the largest of what that calls.
  private static func stack(in file: URL) -> Int {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return 0 }
    var frames: [(name: String, bytes: Int)] = []
    for line in text.split(separator: "\n") {
      let words = line.split(separator: "\t")
      guard words.count >= 2, let bytes = Int(words[1]) else { continue }
      frames.append((String(words[0].split(separator: ":").last ?? ""), bytes))
    }
    let outer = frames.filter { $0.name.hasSuffix("_step") || $0.name.hasSuffix("_core") }
    let inner = frames.filter { frame in !outer.contains { $0.name == frame.name } }.map(\.bytes).max() ?? 0
    return outer.reduce(0) { $0 + $1.bytes } + inner
  }
}
