/// Counts the instructions of a network's steps by looking at each of them: slow, but it needs no clock of the emulated
/// board, so it checks what the board counts itself.
package enum InstructionTrace {
  /// - Parameters:
  ///   - board: a Cortex-M.
  ///   - steps: few, since each instruction is a line in a file for a while.
  /// - Returns: instructions from the first of `NAME_step` to its return, on average.
  package static func perStep(
    _ board: Board, network: String, name: String = "net", steps: Int
  ) throws -> Double {
    let build = try BoardBuild(
      board, network: network, name: name, steps: steps, definitions: ["BOARDS_KEEP_STACK"])
    let symbols = try Tool.runSuccessfully("llvm-objdump", ["--syms", build.image]).output
    guard let step = range(of: "\(name)_step", in: symbols), let caller = range(of: "stepped", in: symbols),
      let machine = board.runner.firstIndex(of: "-M").map({ board.runner[$0 + 1] })
    else {
      throw ChildProcessFailure(command: board.name, message: "no steps to look at")
    }
    let folder = try TemporaryFolder()
    let log = folder.path("log")
    try Tool.runSuccessfully(
      "qemu-system-arm",
      ["-M", machine] + (try oneByOne()) + ["-d", "exec,nochain", "-D", log] + Board.emulationSettings
        + ["-kernel", build.image])
    return Double(try counted(log, from: step.lowerBound, until: caller)) / Double(steps)
  }

  /// How an emulator is told not to join instructions: the spelling changed with 8.1.
  private static func oneByOne() throws -> [String] {
    let text = try Tool.runSuccessfully("qemu-system-arm", ["--version"]).output
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    let isNew = numbers.count > 1 && (numbers[0], numbers[1]) >= (8, 1)
    return isNew ? ["-accel", "tcg,one-insn-per-tb=on"] : ["-singlestep"]
  }

  /// Where a function is, from lines such as `00000048 g     F .text  00000338 net_step`.
  private static func range(of function: String, in symbols: String) -> Range<UInt32>? {
    for line in symbols.split(separator: "\n") {
      let fields = line.split { $0 == " " || $0 == "\t" }
      guard fields.count > 4, fields.last == function[...], let start = UInt32(fields[0], radix: 16),
        let size = UInt32(fields[fields.count - 2], radix: 16)
      else { continue }
      return start..<start + size
    }
    return nil
  }

  /// Lines such as `Trace 0: 0x7f48dc008380 [00800400/00000aa6/00000010/ff000201] main`: the address is the second number
  /// in the brackets. A step includes what it calls, wherever that is, so it ends where its caller goes on.
  private static func counted(_ log: String, from first: UInt32, until caller: Range<UInt32>) throws -> Int {
    // Text, not numbers: all have eight digits, and awk would take 000001e5 for a power of ten.
    let program = """
      /^Trace/ { if ($2 "" == first "") on = 1; else if ($2 "" >= low "" && $2 "" < high "") on = 0; count += on }
      END { print count }
      """
    let values = [("first", first), ("low", caller.lowerBound), ("high", caller.upperBound)]
    let settings = values.flatMap { name, address in
      let digits = String(address, radix: 16)
      return ["-v", "\(name)=" + String(repeating: "0", count: 8 - digits.count) + digits]
    }
    let output = try Tool.runSuccessfully("awk", ["-F/"] + settings + [program, log]).output
    guard let count = Int(output.split(separator: "\n").first ?? "") else {
      throw ChildProcessFailure(command: "awk", message: "no count: \(output)")
    }
    return count
  }
}
