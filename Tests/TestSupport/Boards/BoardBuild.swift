import Foundation

/// An exported network built for a board, together with a program that runs it over made-up inputs.
package struct BoardBuild {
  package let board: Board
  package let steps: Int
  /// The program.
  package let image: String
  /// Of the network's own object files.
  package let networkSize: SectionSizes
  /// Of the whole program: the network, what it takes from the compiler's library, and what drives it.
  package let imageSize: SectionSizes
  /// What the compiler said of the network; empty where it had nothing to say.
  package let messages: String

  private let folder: TemporaryFolder

  /// Compiles the C files of a folder, and links them with the board's start and `steps.c`.
  ///
  /// A file that does not compile throws `ChildProcessFailure` with the compiler's words.
  ///
  /// - Parameters:
  ///   - network: the folder; each of its C files belongs to the network.
  ///   - name: the prefix of its functions; the header is `name.h`.
  ///   - steps: nil for as many as the board runs quickly.
  ///   - standard: the language that the network's files are compiled as, such as `c++17`; nil for the board's.
  ///   - flags: further ones for the network's files and the link, such as `-Wconversion` or `-fsanitize=undefined`.
  ///   - definitions: macros of `steps.c`, such as `BOARDS_SELF_TEST`.
  package init(
    _ board: Board, network: String, name: String = "net", steps: Int? = nil, standard: String? = nil,
    flags: [String] = [], definitions: [String] = []
  ) throws {
    (self.board, self.steps) = (board, steps ?? board.steps)
    folder = try TemporaryFolder(prefix: "board")
    let output = folder
    // What is compiled for any board, and what drives the network beside.
    func compiled(_ source: String, _ more: [String]) throws -> (object: String, messages: String) {
      let object = output.path("\(UUID().uuidString.prefix(8)).o")
      let outcome = try Tool.runSuccessfully(
        board.compiler, board.flags + board.compiling + more + ["-c", source, "-o", object])
      return (object, outcome.messages)
    }
    let language = standard.map { ["-x", $0.hasPrefix("c++") ? "c++" : "c", "-std=\($0)"] } ?? []
    let sources = try FileManager.default.contentsOfDirectory(atPath: network).filter { $0.hasSuffix(".c") }
      .sorted()
    let objects = try sources.map { try compiled("\(network)/\($0)", ["-I\(network)"] + language + flags) }
    let macros =
      [
        "BOARDS_HEADER=\"\(name).h\"", "BOARDS_NAME=\(name)", "BOARDS_MACRO=\(name.uppercased())",
        "BOARDS_STEPS=\(self.steps)u",
      ] + definitions
    let around = try board.aroundNetwork.map {
      try compiled("\(Board.folder)/\($0)", macros.map { "-D\($0)" } + ["-I\(network)", "-fno-builtin"])
        .object
    }
    // simavr tells by its name what a file is.
    image = output.path("image.elf")
    try Tool.runSuccessfully(
      board.linker, board.linking + objects.map(\.object) + around + flags + board.libraries + ["-o", image])
    networkSize = try objects.map { try SectionSizes(of: $0.object, on: board) }.reduce(.none, +)
    imageSize = try SectionSizes(of: image, on: board)
    messages = objects.map(\.messages).joined()
  }

  /// Runs the program and reads what it tells.
  package func run() throws -> BoardResult {
    let line = board.runner + [image]
    let outcome = try Tool.run(line[0], Array(line.dropFirst()))
    // Semihosting writes to standard error.
    guard let result = BoardResult(outcome.output + outcome.messages), outcome.status == 0 else {
      throw ChildProcessFailure(
        command: "\(board.name): \(line.joined(separator: " "))", message: outcome.output + outcome.messages)
    }
    return result
  }
}

extension Board {
  /// What a file is compiled with beside the board's own flags.
  fileprivate var compiling: [String] {
    switch place {
    case .hosted: []
    case .avr: Self.sections
    case .cortexM: ["-mthumb"] + Self.freestanding + Self.sections
    case .riscV, .wasm: Self.freestanding + Self.sections
    }
  }

  private static let sections = ["-ffunction-sections", "-fdata-sections"]
  // A copy of four bytes is still a move, not a call, as it is where there is a C library.
  private static let freestanding = ["-ffreestanding", "-fbuiltin", "-I\(folder)/freestanding"]

  /// The files around a network, in `Tests/Boards`.
  fileprivate var aroundNetwork: [String] {
    let own = ["steps.c", "\(place.rawValue)/port.c"]
    return place == .hosted || place == .avr ? own : own + ["freestanding/string.c"]
  }

  /// Clang has no library for a Cortex-M of its own.
  var linker: String { place == .cortexM ? "arm-none-eabi-gcc" : compiler }

  fileprivate var linking: [String] {
    let unused = ["-Wl,--gc-sections"]
    let known = linker == compiler ? flags : flags.filter { !$0.hasPrefix("--target") }
    return switch place {
    case .hosted: known
    case .avr: known + unused
    case .cortexM: known + ["-mthumb", "-nostdlib", "-T", "\(Self.folder)/cortex-m/board.ld"] + unused
    case .riscV: known + ["-nostdlib", "-static"] + unused
    case .wasm: known + ["-nostdlib", "-Wl,--no-entry"]
    }
  }

  fileprivate var libraries: [String] { place == .cortexM || place == .riscV ? ["-lgcc"] : [] }
}
