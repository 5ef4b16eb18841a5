import DeviceCode
import Foundation
import Liquid
import TestSupport
import Testing

/// What lies between raw values and the network, in C, against the same in Swift.
@Suite(.enabled(if: HostCompiler() != nil, "there is no C compiler here"))
struct InterfaceCodeTests {
  private let inputs: [NetworkInterface.Input] = [
    .init(name: "speed", kind: .number(mean: 12.5, deviation: 3, hasMask: false), range: 0...30),
    .init(
      name: "pressure", kind: .number(mean: 101_325.37, deviation: 11, hasMask: false),
      range: 101_300...101_350),
    .init(name: "gear", kind: .category(levels: ["first", "second \"x\" */", "third"])),
    .init(name: "pulse", kind: .number(mean: -1, deviation: 0.25, hasMask: true)),
    .init(name: "temperature °C", kind: .number(mean: 0, deviation: 1, hasMask: true)),
    .init(name: "holiday +3", kind: .category(levels: ["0", "1"])),
  ]

  private func interface(_ missing: NetworkInterface.Missing) -> NetworkInterface {
    NetworkInterface(
      inputs: inputs, missing: missing, answer: .numbers,
      outputs: [
        .init(name: "load", mean: 40, deviation: 7), .init(name: "load +3", mean: -2, deviation: 0.5),
      ],
      time: .init(unit: "s", usualStep: 0.05, longest: 1e6))
  }

  private func model(seed: UInt64) throws -> Model {
    let wiring = try Wiring.autoNCP(inputs: 11, units: 12, outputs: 2, seed: seed)
    return Model(cell: try LTC(wiring: wiring), seed: seed)
  }

  /// Values as they come from sensors: now and then none, or one that makes no sense.
  private func values(_ generator: inout SeededGenerator) -> [Float] {
    inputs.map { input in
      let choice = generator.integer(below: 12)
      if choice == 0 { return [.nan, .infinity, -.infinity][generator.integer(below: 3)] }
      switch input.kind {
      case .category, .index: return Float(generator.integer(below: 5)) - 1
      case .number(let mean, let deviation, _):
        return Float(mean + deviation * generator.normal() * (choice == 1 ? 1e7 : 1))
      }
    }
  }

  @Test(arguments: [NetworkInterface.Missing.lastKnown, .mean, .leftOut])
  func rawValuesBecomeChannelsAndOutputsValuesInUnits(_ missing: NetworkInterface.Missing) throws {
    try withSeeds(3) { seed, generator in
      let (model, interface) = (try model(seed: seed + 1), interface(missing))
      let code = try RunningCode(model, interface: interface).compiled()
      let stream = NetworkStream(model: model)
      var encoder = InterfaceEncoder(interface)
      var differences = OutputDifferences(outputs: 2)
      var (isNew, waiting) = (true, Float(0))
      for _ in 0..<300 {
        let row = values(&generator)
        let time = [0, 0.05, 0.02, 1e9, -1, .nan][generator.integer(below: 6)] as Float
        let usual = time >= 0 ? time : 0.05
        let answer = try code.step(row, elapsed: time)
        let isBad = !(time >= 0) && !isNew
        guard !encoder.leavesOut(row) else {
          #expect(answer.result == (isBad ? 3 : 2), "seed \(seed)")
          #expect(answer.outputs.allSatisfy { $0.isNaN })
          if !isNew { waiting += usual }
          continue
        }
        #expect(answer.result == (isBad ? 1 : 0), "seed \(seed)")
        stream.step(
          unchecked: encoder.channels(row),
          elapsed: isNew ? 1 : interface.time.elapsed(Double(waiting + usual)))
        (isNew, waiting) = (false, 0)
        differences.add(
          answer.outputs,
          zip(stream.outputs, interface.outputs).map { Float(Double($0) * $1.deviation + $1.mean) })
      }
      // A state that a value 10 million deviations away threw off has more to lose.
      #expect(differences.relativeToRange < 1e-4, "seed \(seed)")
    }
  }

  @Test
  func aNetworkThatLeavesTheFiniteNumbersBeginsAnew() throws {
    let cell = try NeuralODE(wiring: .fullyConnected(inputs: 1, units: 2, outputs: 1, seed: 1))
    var model = Model(cell: cell, seed: 1)
    model[parameter: "readout_w"] = [3e38, 3e38]
    model[parameter: "b"] = [5, 5]
    let code = try RunningCode(model).compiled()
    var results: [Int32] = []
    for _ in 0..<8 { results.append(try code.step([1], elapsed: 1).result) }
    #expect(results.contains(4))
    // Begun anew it takes as long again until it leaves them.
    let first = try #require(results.firstIndex(of: 4))
    #expect(first == 0 || results[..<first].allSatisfy { $0 == 0 })
    #expect(try code.step([.nan], elapsed: 1, anew: true).outputs.count == 1)
  }

  @Test
  func theFolderBuildsPassesItsTestAndReportsSteps() throws {
    let code = try RunningCode(model(seed: 3), interface: interface(.lastKnown), named: "Driver2")
    try code.write()
    let make = try ToolRun(
      path: "/usr/bin/env",
      arguments: ["make", "CFLAGS=-O1 -std=c99 -Wall -Wextra -Wpedantic -Wconversion -Werror", "test"],
      folder: code.folder)
    #expect(make.status == 0, "\(make.errors)")
    #expect(make.output.contains("4 rows: all answers are right"))
    let lines = try reportedLines(code)
    #expect(
      lines[0]
        == #"{"speed":12.5,"pressure":101325.4,"gear":"second \"x\" */","pulse":null,"temperature °C":-1.5e-7,"holiday +3":"unseen","driver2.elapsed":0.05,"driver2.load":1234567,"driver2.load +3":-0.001,"driver2.first":true}"#
    )
    #expect(
      lines[1]
        == #"{"speed":0,"pressure":1.5e30,"gear":"unseen","pulse":2500000,"temperature °C":1e10,"holiday +3":"1","driver2.elapsed":1,"driver2.load":null,"driver2.load +3":null}"#
    )
    for line in lines {
      #expect((try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil)
    }
  }

  private func reportedLines(_ code: RunningCode) throws -> [Substring] {
    let program = """
      #include "driver2_report.h"
      #include <stdio.h>

      static void put(const char *text, void *context) { fputs(text, (FILE *)context); }

      int main(void) {
        float zero = 0.0f;
        const float first[6] = {12.5f, 101325.37f, 1.0f, zero / zero, -1.5e-7f, -1.0f};
        const float second[6] = {0.0f, 1.5e30f, 7.0f, 2500000.0f, 9.9999999e9f, 1.0f};
        const float answer[2] = {1234567.0f, -0.001f};
        const float none[2] = {zero / zero, 1.0f / zero};
        driver2_report(first, 0.05f, answer, 1, put, stdout);
        driver2_report(second, 1.0f, none, 0, put, stdout);
        return 0;
      }

      """
    try Data(program.utf8).write(to: code.folder.appending(path: "main.c"))
    let compiler = try #require(HostCompiler())
    try compiler.run(
      [
        "-O1", "-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-o", "lines",
        "main.c", "driver2_report.c",
      ],
      in: code.folder)
    let run = try ToolRun(path: code.folder.appending(path: "lines").path, arguments: [], folder: code.folder)
    return run.output.split(separator: "\n")
  }

  @Test
  func namesThatAreNoIdentifiersAreRefusedInALine() {
    for name in ["", "2net", "my-net", "net.c", "größe", "a b", String(repeating: "n", count: 33)] {
      #expect(throws: DeviceCodeError.badName(name)) { try CNames(name) }
    }
    for name in ["int", "Class", "while", "STRING"] {
      #expect(throws: DeviceCodeError.takenName(name)) { try CNames(name) }
    }
    #expect((try? CNames("Driver_2"))?.lower == "driver_2")
  }

  @Test
  func constantsOfColumnsAreDifferentIdentifiersWhateverTheColumnsAreCalled() throws {
    let names = try CNames("net")
    let columns = ["a", "A", "a b", "a-b", "", "°", "2", "holiday +3", "INPUT", "a_b", "4"]
    var used: Set<String> = []
    let constants = names.constants("INPUT", columns, used: &used)
    #expect(Set(constants).count == columns.count)
    for constant in constants {
      #expect(constant.wholeMatch(of: /NET_INPUT_[A-Z0-9_]+/) != nil, "\(constant)")
    }
    #expect(constants[7] == "NET_INPUT_HOLIDAY_PLUS_3")
  }
}
