import Liquid
import LnnTop
import Testing

@Suite("Wirings from the command line")
struct WiringOptionsTests {
  @Test("Each kind builds the wiring of that kind", arguments: WiringOptions.Kind.allCases)
  func kinds(kind: WiringOptions.Kind) throws {
    var options = WiringOptions()
    options.kind = kind
    options.units = 12
    let wiring = try options.makeWiring(inputs: 3, outputs: 2, seed: 4)
    #expect(wiring.kind == kind.rawValue)
    #expect(wiring.neurons == 12 && wiring.inputs == 3 && wiring.outputs == 2)
    #expect(try options.makeWiring(inputs: 3, outputs: 2, seed: 4) == wiring)
  }

  @Test("An NCP takes the sizes given, and the others as auto-ncp would")
  func sizes() throws {
    var options = try train("d --wiring ncp --units 32 --recurrent-synapses 0").wiring
    let quiet = try options.makeWiring(inputs: 8, outputs: 4, seed: 1)
    let isCommand = quiet.layers.map { $0 == .command }
    #expect(!quiet.synapses.contains { isCommand[$0.source] && isCommand[$0.target] })
    #expect(isCommand.count { $0 } == 11)
    options.commandNeurons = 5
    #expect(try options.makeWiring(inputs: 8, outputs: 4, seed: 1).layers.count { $0 == .command } == 5)
    options.commandNeurons = 28
    #expect(throws: WiringError.badCommandNeurons(28, limit: 27)) {
      try options.makeWiring(inputs: 8, outputs: 4, seed: 1)
    }
    options.commandNeurons = 5
    options.motorFanin = 6
    #expect(throws: WiringError.badFan(name: "motor fan-in", value: 6, limit: 5)) {
      try options.makeWiring(inputs: 8, outputs: 4, seed: 1)
    }
  }

  @Test(
    "A word is a kind, or a path where it has a slash or a point; the record reads back",
    arguments: [
      "worm.csv", "./worm", "../ncp", "/data/worm", "full.tsv", "auto_ncp", "random",
    ])
  func words(word: String) throws {
    let options = try train("d.csv --wiring \(word)")
    let isFile = word.contains(where: { "/.".contains($0) })
    #expect(options.wiring.file == (isFile ? word : nil))
    let recorded = try TrainOptions(recorded: options.configuration)
    #expect(recorded.wiring.source == options.wiring.source)
    #expect((options.configuration["units"] == nil) == isFile)
  }

  @Test("The last of two wirings counts, whichever kind it is")
  func lastCounts() throws {
    #expect(try train("d.csv --wiring worm.csv --wiring full").wiring.source == .kind(.full))
    #expect(try train("d.csv --wiring full --wiring worm.csv").wiring.source == .file("worm.csv"))
  }
}
