import Foundation

extension Board {
  /// Every board, whether its tools are here or not.
  package static let all =
    desktops + linuxes + [cortexM4, cortexM4Clang] + otherCortexM + riscV + avr + webAssembly

  /// Those that can be used here.
  package static let usable = all.filter { $0.missing.isEmpty }

  /// Those of `usable` that tests of many networks go through: one of each kind of processor, and all of them where
  /// `LNN_TOP_DEVICES` is `all`, as `make test-device` sets it.
  package static let chosen = testsAll ? usable : usable.filter { fewNames.contains($0.name) }

  /// Of `chosen`, those for one of many networks: two networks one after the other are tried on all of them together.
  package static func chosen(forNetwork place: Int) -> [Board] {
    testsAll ? chosen : chosen.enumerated().filter { ($0.offset + place) % 2 == 0 }.map(\.element)
  }

  /// Whether tests go through everything that they can.
  package static let testsAll = ProcessInfo.processInfo.environment["LNN_TOP_DEVICES"] == "all"

  private static let fewNames: Set<String> = [
    "gcc -O0", "gcc -O3 -std=gnu11 -march=native", "clang -O2", "Cortex-M4F, gcc -O2", "AArch64, gcc",
    "RISC-V 64, gcc", "WebAssembly, wasmtime",
  ]

  /// What the others lack, in a sentence; nil where nothing is missing.
  package static let shortage: String? = {
    let lines = all.filter { !$0.missing.isEmpty }.map {
      "\($0.name) (\($0.missing.joined(separator: ", ")))"
    }
    guard !lines.isEmpty else { return nil }
    return "Not tested, 'make test-device' installs the tools: \(lines.joined(separator: "; "))."
  }()

  /// What results are compared with: the machine's own gcc, without optimisation, in ISO C; the toolchain's clang where
  /// there is no gcc.
  package static let reference =
    ["gcc", "clang"].map {
      Board("\($0) -O0", .hosted, compiler: $0, "-O0 -std=c99")
    }.first { $0.missing.isEmpty } ?? Board("gcc -O0", .hosted, compiler: "gcc", "-O0 -std=c99")

  /// The machine that the tests run on.
  private static let desktops =
    [reference]
    + [
      "-O1 -std=c99", "-O2 -std=c99", "-O3 -std=c99", "-Os -std=c99",
      // GNU's C joins products and sums where the processor can.
      "-O2 -std=gnu11", "-O3 -std=gnu11 -march=native",
    ].map { Board("gcc \($0)", .hosted, compiler: "gcc", $0) }
    + ["-O0", "-O1", "-O2", "-O3", "-O3 -march=native"].map {
      Board("clang \($0)", .hosted, compiler: "clang", $0)
    }
    + [
      Board(
        "32-bit x86, gcc", .hosted, compiler: "i686-linux-gnu-gcc",
        "-O2 -static -march=pentium4 -mfpmath=sse", library: "libc.a")
    ]

  private static let linuxes = [
    Board(
      "ARMv7-A, gcc", .hosted, compiler: "arm-linux-gnueabihf-gcc", "-O2 -static", runner: ["qemu-arm"],
      library: "libc.a"),
    Board(
      "Cortex-A53 in 32 bits, gcc", .hosted, compiler: "arm-linux-gnueabihf-gcc",
      "-O3 -static -mcpu=cortex-a53 -mfpu=neon-fp-armv8", runner: ["qemu-arm"], library: "libc.a"),
    Board(
      "AArch64, gcc", .hosted, compiler: "aarch64-linux-gnu-gcc", "-O2 -static", runner: ["qemu-aarch64"],
      library: "libc.a"),
    Board(
      "RISC-V 64, gcc", .hosted, compiler: "riscv64-linux-gnu-gcc", "-O2 -static", runner: ["qemu-riscv64"],
      library: "libc.a"),
  ]

  /// A Cortex-M4 with a unit for single floats, the common microcontroller; what sizes and speeds are told of.
  package static let cortexM4 = cortexM("Cortex-M4F, gcc -O2", "mps2-an386", "-O2 \(m4f)")

  /// The same compiled by clang, linked with gcc's library.
  package static let cortexM4Clang = Board(
    "Cortex-M4F, clang", .cortexM, compiler: "clang", "--target=thumbv7em-none-eabihf -O2 \(m4f)",
    runner: emulated("mps2-an386"))

  private static let m4f = "-mcpu=cortex-m4 -mfpu=fpv4-sp-d16 -mfloat-abi=hard"

  private static let otherCortexM = [
    cortexM("Cortex-M4F, gcc -O0", "mps2-an386", "-O0 \(m4f)"),
    cortexM("Cortex-M4F, gcc -Os", "mps2-an386", "-Os \(m4f)"),
    cortexM("Cortex-M4F, gcc -O3", "mps2-an386", "-O3 \(m4f)"),
    cortexM("Cortex-M4 without floats, gcc", "mps2-an386", "-O2 -mcpu=cortex-m4"),
    cortexM("Cortex-M7, gcc", "mps2-an500", "-O2 -mcpu=cortex-m7 -mfpu=fpv5-sp-d16 -mfloat-abi=hard"),
    cortexM("Cortex-M3, gcc", "mps2-an385", "-O2 -mcpu=cortex-m3"),
    // qemu has no such board with a Cortex-M0 and enough memory; a Cortex-M3 runs the same code.
    cortexM("Cortex-M0 code, gcc", "mps2-an385", "-O2 -mcpu=cortex-m0"),
  ]

  private static func cortexM(_ name: String, _ machine: String, _ flags: String) -> Board {
    Board(
      name, .cortexM, compiler: "arm-none-eabi-gcc", flags, runner: emulated(machine), library: "libgcc.a")
  }

  /// An instruction a nanosecond, so that time counts instructions.
  private static func emulated(_ machine: String) -> [String] {
    ["qemu-system-arm", "-M", machine, "-icount", "shift=0"] + emulationSettings + ["-kernel"]
  }

  static let emulationSettings = [
    "-nographic", "-monitor", "none", "-serial", "none", "-semihosting-config", "enable=on,target=native",
  ]

  private static let riscV = [
    ("RV32IMAC, gcc", "-march=rv32imac -mabi=ilp32", "qemu-riscv32"),
    ("RV32IMAFC, gcc", "-march=rv32imafc -mabi=ilp32f", "qemu-riscv32"),
    ("RV64GC without a library, gcc", "-march=rv64imafdc -mabi=lp64d -mcmodel=medany", "qemu-riscv64"),
  ].map { name, flags, emulator in
    Board(name, .riscV, compiler: "riscv64-unknown-elf-gcc", "-O2 \(flags)", runner: [emulator])
  }

  /// Tables in flash need GNU's C.
  private static let avr = ["atmega328p", "atmega1284p", "atmega2560"].map { chip in
    Board(
      chip, .avr, compiler: "avr-gcc", "-Os -std=gnu99 -mmcu=\(chip)",
      runner: ["simavr", "-m", chip, "-f", "16000000"], library: "libm.a", steps: 20)
  }

  private static let webAssembly = [
    ("WebAssembly, wasmtime", [python, "\(folder)/wasm/run.py"]),
    ("WebAssembly, wasmkit", [Toolchain.path(of: "wasmkit") ?? "wasmkit", "run"]),
  ].map { name, runner in
    Board(name, .wasm, compiler: "clang", "--target=wasm32 -O2", runner: runner)
  }

  /// A Python with the packages of `requirements.txt`, as `make test-device` makes it.
  private static let python =
    ProcessInfo.processInfo.environment["LNN_TOP_DEVICE_PYTHON"]
    ?? packageFolder.appendingPathComponent(".build/device/bin/python").path
}
