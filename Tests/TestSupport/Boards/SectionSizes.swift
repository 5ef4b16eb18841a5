/// Bytes that a file of machine code takes on a board.
package struct SectionSizes: Sendable, Equatable {
  /// Code, constants, and the first values of variables.
  package let flash: Int
  /// Variables; on AVR also constants that are not in flash. The stack and the network's state come on top.
  package let memory: Int

  package static let none = SectionSizes(flash: 0, memory: 0)

  package static func + (left: SectionSizes, right: SectionSizes) -> SectionSizes {
    SectionSizes(flash: left.flash + right.flash, memory: left.memory + right.memory)
  }

  private init(flash: Int, memory: Int) { (self.flash, self.memory) = (flash, memory) }

  /// Of an object file or a program.
  package init(of file: String, on board: Board) throws {
    let table = try Tool.runSuccessfully("llvm-objdump", ["--section-headers", file]).output
    var (flash, memory) = (0, 0)
    for line in table.split(separator: "\n") {
      // The index, the name, the size in hexadecimal digits, addresses.
      let fields = line.split(separator: " ")
      guard fields.count >= 4, Int(fields[0]) != nil, let size = Int(fields[2], radix: 16) else { continue }
      let kind = Self.kind(of: fields[1])
      if kind != .variables && kind != .other { flash += size }
      if kind == .variables || kind == .values || kind == .constants && board.place == .avr { memory += size }
    }
    (self.flash, self.memory) = (flash, memory)
  }

  private enum Kind { case code, constants, values, variables, other }

  /// `.text.net_step` and `.text` are of a kind; so are `CODE` and `DATA` in WebAssembly.
  private static func kind(of name: Substring) -> Kind {
    func begins(_ names: String...) -> Bool { names.contains { name == $0 || name.hasPrefix($0 + ".") } }
    return
      if begins(".text", ".progmem", ".init", ".fini", ".vectors", ".ARM.exidx", ".ARM.extab")
      || name == "CODE"
    {
      .code
    } else if begins(".rodata", ".srodata") || name == "DATA" {
      .constants
    } else if begins(".data", ".sdata") {
      .values
    } else if begins(".bss", ".sbss") || name == "COMMON" {
      .variables
    } else {
      .other
    }
  }
}
