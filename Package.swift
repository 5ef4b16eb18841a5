// swift-tools-version: 6.0
import PackageDescription

// Most tests spend their time in what they test. Compiling them without optimization halves the build; those whose own
// loops are long stay optimized.
let plain: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(configuration: .release))]

let package = Package(
  name: "lnn-top",
  // Where the library is to run, too; Synchronization's Mutex asks for this version. The program needs Linux.
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Liquid", targets: ["Liquid"]),
    .library(name: "LiquidData", targets: ["LiquidData"]),
    .executable(name: "lnn-top", targets: ["lnn-top"]),
  ],
  targets: [
    // System libraries: module maps and inline shims, nothing else.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"]), .brew(["ncurses"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .systemLibrary(name: "CGetopt"),
    .systemLibrary(name: "CWidth"),
    .systemLibrary(name: "CDates"),
    // TensorBoard's records: made by protoc-c from event.proto.
    .target(
      name: "CTensorBoard", exclude: ["event.proto"], linkerSettings: [.linkedLibrary("protobuf-c")]),
    // Networks for other runtimes: made by protoc-c from onnx.proto.
    .target(name: "CONNX", exclude: ["onnx.proto"], linkerSettings: [.linkedLibrary("protobuf-c")]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CMosquitto", providers: [.apt(["libmosquitto-dev"]), .brew(["mosquitto"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),
    .systemLibrary(
      name: "CSndfile", pkgConfig: "sndfile",
      providers: [.apt(["libsndfile1-dev"]), .brew(["libsndfile"])]),
    .systemLibrary(
      name: "CSamplerate", pkgConfig: "samplerate",
      providers: [.apt(["libsamplerate0-dev"]), .brew(["libsamplerate"])]),
    .systemLibrary(
      name: "CFFTW", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),

    // What reading text is too slow without: vectors, and the numbers of fast_float (the headers of libfast-float-dev,
    // Homebrew's fast_float).
    .target(name: "CReading"),

    // What every other target says in words: safe text, numbers, times, the word that was meant.
    .target(name: "Text"),

    // Small YAML documents: themes, settings, tasks.
    .target(name: "YAML", dependencies: ["CYAML"]),

    // Recordings and their spectra.
    .target(name: "Sound", dependencies: ["CSndfile", "CSamplerate", "CFFTW", "Text"]),

    // The networks.
    .target(name: "CLiquidKernels"),
    .target(name: "Liquid", dependencies: ["CLiquidKernels", "Text"]),
    .target(
      name: "LiquidData",
      dependencies: ["Liquid", "YAML", "CArchive", "CDates", "CReading", "Sound", "Text"]),

    // Rows that come in while lnn-top runs: where they come from, how good the answers to them are, when they change.
    .target(
      name: "Streams", dependencies: ["Liquid", "LiquidData", "Telemetry", "Text", "CMosquitto"]),

    // Why a network answers as it does: attributions, interventions, circuits, rules, graphs.
    .target(name: "Explanations", dependencies: ["Liquid", "LiquidData", "Text"]),

    // A network for other machines: C for microcontrollers, ONNX for runtimes.
    .target(name: "DeviceCode", dependencies: ["CONNX", "Liquid", "Text"]),

    // A car on a road, for a network to drive.
    .target(name: "Driving", dependencies: ["Liquid"]),

    // The values that flow, and who makes and keeps them.
    .target(name: "Telemetry"),
    .target(
      name: "LiquidTraining",
      dependencies: ["Explanations", "Liquid", "LiquidData", "Streams", "Telemetry", "Text"]),
    .target(name: "RunStore", dependencies: ["Telemetry", "CSQLite", "CTensorBoard", "Text"]),

    // Many runs at the points of a space of settings, by many processes.
    // What speaks with Optuna is a program in Python, kept in the program itself.
    .target(
      name: "Sweeps", dependencies: ["Liquid", "RunStore", "Text", "YAML"],
      resources: [.embedInCode("Optuna/optuna_study.py")]),

    // The processes that mpirun starts for one training.
    .target(name: "Processes", dependencies: ["Liquid", "Text"]),

    // What a person sees.
    .target(name: "Screen", dependencies: ["YAML", "Text", "CWidth"]),
    .target(name: "Dashboard", dependencies: ["Screen", "Telemetry", "Text"]),
    .target(name: "CTerminalGuard"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "Terminal", dependencies: ["Screen", "Text", "CNcurses", "CTerminalGuard", "CZlib"]),

    // The program.
    .target(
      name: "LnnTop",
      dependencies: [
        "Liquid", "LiquidData", "Streams", "Telemetry", "LiquidTraining", "RunStore", "Screen", "Dashboard",
        "Terminal", "Text", "YAML", "CGetopt", "DeviceCode", "Driving", "Explanations", "Processes", "Sweeps",
      ]
    ),
    .executableTarget(name: "lnn-top", dependencies: ["LnnTop"]),

    // Tests mirror the targets.
    .target(
      name: "TestSupport", dependencies: ["CLiquidKernels", "Liquid", "Screen"], path: "Tests/TestSupport"),
    // A program that counts what it allocates. The tests run it but must not link it, so none depends on it.
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    .executableTarget(
      name: "allocation-count", dependencies: ["CAllocationCount", "Liquid", "TestSupport"],
      path: "Tests/AllocationCount"),
    .testTarget(name: "TextTests", dependencies: ["Text", "TestSupport"], swiftSettings: plain),
    .testTarget(name: "SoundTests", dependencies: ["Sound", "TestSupport"], swiftSettings: plain),
    .testTarget(name: "LiquidTests", dependencies: ["Liquid", "TestSupport"], swiftSettings: plain),
    .testTarget(
      name: "LiquidDataTests", dependencies: ["LiquidData", "Liquid", "TestSupport"], swiftSettings: plain),
    // A program that times the reading of a table, for Tests/Peers.
    .executableTarget(name: "table-reading", dependencies: ["LiquidData"], path: "Tests/TableReading"),
    .testTarget(
      name: "ExplanationsTests", dependencies: ["Explanations", "Liquid", "LiquidData", "TestSupport"],
      swiftSettings: plain),
    .testTarget(
      name: "DrivingTests", dependencies: ["Driving", "Liquid", "TestSupport"], swiftSettings: plain),
    .testTarget(
      name: "DeviceCodeTests", dependencies: ["DeviceCode", "Liquid", "LiquidData", "TestSupport"],
      swiftSettings: plain),
    .testTarget(
      name: "StreamsTests",
      dependencies: ["Streams", "Liquid", "LiquidData", "Telemetry", "TestSupport", "Text"],
      swiftSettings: plain),
    .testTarget(name: "TelemetryTests", dependencies: ["Telemetry"], swiftSettings: plain),
    .testTarget(
      name: "LiquidTrainingTests",
      dependencies: [
        "LiquidTraining", "Liquid", "LiquidData", "Streams", "Telemetry", "RunStore", "TestSupport",
      ], swiftSettings: plain),
    .testTarget(
      name: "SweepsTests", dependencies: ["Sweeps", "Liquid", "RunStore", "TestSupport"], swiftSettings: plain
    ),
    .testTarget(
      name: "RunStoreTests",
      dependencies: [
        "RunStore", "Telemetry", "Liquid", "Dashboard", "Screen", "TestSupport", "Text", "run-writer",
      ], swiftSettings: plain),
    // A recorder in a process of its own, for tests that kill it.
    .executableTarget(
      name: "run-writer", dependencies: ["RunStore", "Telemetry", "TestSupport"], path: "Tests/RunWriter"),
    .testTarget(
      name: "ScreenTests", dependencies: ["Screen", "Liquid", "TestSupport", "Text", "YAML"],
      swiftSettings: plain),
    .testTarget(
      name: "DashboardTests", dependencies: ["Dashboard", "Screen", "Telemetry", "Liquid", "TestSupport"],
      swiftSettings: plain),
    .executableTarget(
      name: "terminal-demo", dependencies: ["Terminal", "Screen"], path: "Tests/TerminalDemo"),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "Screen", "TestSupport", "terminal-demo"],
      swiftSettings: plain),
    .testTarget(
      name: "LnnTopTests",
      dependencies: [
        "LnnTop", "DeviceCode", "Driving", "Liquid", "LiquidData", "LiquidTraining", "RunStore", "Screen",
        "Streams", "Sweeps", "Telemetry", "TestSupport", "Text", "YAML",
        "lnn-top",
      ], swiftSettings: plain),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11,
  cxxLanguageStandard: .cxx17
)

// What tries bytes on the readers of files, with libFuzzer, which no other build has: see Tests/Fuzzing/run.sh.
if Context.environment["LNN_TOP_FUZZING"] != nil {
  package.targets += [
    .systemLibrary(name: "CFuzzer", path: "Tests/Fuzzing/CFuzzer"),
    .executableTarget(
      name: "fuzz-readers",
      dependencies: ["CFuzzer", "Liquid", "LiquidData", "RunStore", "Screen", "Streams", "Sweeps"],
      path: "Tests/Fuzzing", exclude: ["CFuzzer", "run.sh"]),
  ]
}
