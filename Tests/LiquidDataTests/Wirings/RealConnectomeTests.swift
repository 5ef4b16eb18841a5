import Foundation
import Liquid
import LiquidData
import Testing

/// Tables of *C. elegans*, each read a second time by splitting its text, which says what a wiring must have.
@Suite("The worm's synapses")
struct RealConnectomeTests {
  /// What a table's text says: pairs of names.
  private struct Counted {
    var chemical: Set<String> = []
    var electrical: Set<String> = []
    var names: Set<String> = []
    var junctions: Set<Set<String>> = []

    mutating func add(_ source: String, _ target: String, isElectrical: Bool) {
      names.formUnion([source, target])
      if isElectrical {
        electrical.formUnion(["\(source) > \(target)", "\(target) > \(source)"])
        junctions.insert([source, target])
      } else {
        chemical.insert("\(source) > \(target)")
      }
    }
  }

  /// The fields of each line below the header.
  private func lines(_ file: String, separator: Character) throws -> [[String]] {
    let text = try String(contentsOfFile: Locations.real("connectome/\(file)"), encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: separator).map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  private func wiring(
    _ file: String, roles: String? = nil, outputs: Int? = 2
  ) throws -> (wiring: Wiring, notes: [String]) {
    try Connectome(
      path: Locations.real("connectome/\(file)"), roles: roles.map { Locations.real("connectome/\($0)") }
    ).wiring(inputs: 5, outputs: outputs, seed: 1)
  }

  private func check(_ wiring: Wiring, _ notes: [String], _ counted: Counted) {
    #expect(Set(wiring.names ?? []) == counted.names)
    let named = wiring.named
    let pairs = Set(named.map { String($0.dropLast(2)) })
    #expect(pairs == counted.chemical.union(counted.electrical))
    #expect(wiring.synapses.count == pairs.count)
    // What only a junction joins excites; of the others, two in three.
    let onlyElectrical = counted.electrical.subtracting(counted.chemical)
    #expect(onlyElectrical.allSatisfy { named.contains("\($0) +") })
    let excitatory = counted.chemical.count { named.contains("\($0) +") }
    let share = Double(excitatory) / Double(counted.chemical.count)
    #expect((0.62...0.71).contains(share), "\(share)")
    let inhibitory = counted.chemical.count - excitatory
    #expect(
      notes[0].contains(
        "\(counted.names.count) neurons, \(pairs.count) synapses (\(pairs.count - inhibitory) excitatory, \(inhibitory) inhibitory)"
      ), "\(notes)")
    #expect(notes[0].contains("\(counted.junctions.count) electrical junctions"))
  }

  @Test(
    "WormAtlas: what is sent and what is received is one synapse",
    .enabled(if: Locations.hasReal("connectome/NeuronConnect.csv"), "needs ../shared/data/connectome"))
  func wormAtlas() throws {
    var counted = Counted()
    var toMuscles = 0
    for row in try lines("NeuronConnect.csv", separator: ",") {
      switch row[2] {
      case "S", "Sp": counted.add(row[0], row[1], isElectrical: false)
      case "R", "Rp": counted.add(row[1], row[0], isElectrical: false)
      case "EJ" where row[0] != row[1]: counted.add(row[0], row[1], isElectrical: true)
      case "NMJ": toMuscles += 1
      default: continue
      }
    }
    let (wiring, notes) = try wiring("NeuronConnect.csv")
    check(wiring, notes, counted)
    #expect(notes.contains { $0.contains("left out: \(toMuscles) rows to muscles") })
  }

  @Test(
    "WormAtlas: its fixed points are the roles",
    .enabled(if: Locations.hasReal("connectome/NeuronFixedPoints.csv"), "needs ../shared/data/connectome"))
  func fixedPoints() throws {
    var (sensory, motor) = (Set<String>(), Set<String>())
    for row in try lines("NeuronFixedPoints.csv", separator: ",") {
      if row[1].hasPrefix("Sensory") {
        sensory.insert(row[0])
      } else {
        motor.insert(row[0])
      }
    }
    let wiring = try wiring("NeuronConnect.csv", roles: "NeuronFixedPoints.csv", outputs: nil).wiring
    #expect(wiring.sensoryNames == sensory)
    // VC06 reaches muscles alone.
    motor.remove("VC06")
    #expect(Set(wiring.names(.motor)) == motor && wiring.outputs == motor.count)
  }

  @Test(
    "Cook 2019: padded names, and cells that are no neurons",
    .enabled(if: Locations.hasReal("connectome/herm_full_edgelist.csv"), "needs ../shared/data/connectome"))
  func cook() throws {
    let rows = try lines("herm_full_edgelist.csv", separator: ",").map { ($0[0], $0[1], $0[3]) }
    let (wiring, notes) = try wiring("herm_full_edgelist.csv")
    check(wiring, notes, withoutOthers(rows))
    #expect(notes.contains { $0.contains("cells that are no neurons, such as 'anal'") })
  }

  @Test(
    "White 1986: tabs, junctions listed once",
    .enabled(
      if: Locations.hasReal("connectome/aconnectome_white_1986_whole.csv"),
      "needs ../shared/data/connectome"),
    arguments: ["whole", "A", "L4"])
  func white(animal: String) throws {
    let file = "aconnectome_white_1986_\(animal).csv"
    let rows = try lines(file, separator: "\t").map { ($0[0], $0[1], $0[2]) }
    let (wiring, notes) = try wiring(file)
    check(wiring, notes, withoutOthers(rows))
  }

  @Test(
    "Without a header",
    .enabled(if: Locations.hasReal("connectome/wormwiring_N2U.txt"), "needs ../shared/data/connectome"))
  func headerless() throws {
    let (wiring, notes) = try wiring("wormwiring_N2U.txt")
    #expect(wiring.names?.contains("AINL") == true && wiring.names?.contains("dBWML1") == false)
    #expect(notes[0].contains("no header"))
  }

  @Test("A table of anything else is told", arguments: ["NeuronType.csv", "owmeta_cache.json"])
  func others(file: String) throws {
    guard Locations.hasReal("connectome/\(file)") else { return }
    #expect(throws: ConnectomeError.self) { try wiring(file) }
  }

  /// Names with a small letter are no neurons: none of them sends a chemical synapse in these tables.
  private func withoutOthers(_ rows: [(String, String, String)]) -> Counted {
    var counted = Counted()
    for (source, target, type) in rows {
      guard !(source + target).contains(where: \.isLowercase) else { continue }
      let isElectrical = type == "electrical"
      if isElectrical, source == target { continue }
      counted.add(source, target, isElectrical: isElectrical)
    }
    return counted
  }

  @Test(
    "A worm learns whether a room is occupied",
    .enabled(
      if: Locations.hasReal("connectome/NeuronConnect.csv")
        && Locations.hasReal("occupancy/datatraining.txt"),
      "needs ../shared/data/connectome and ../shared/data/occupancy"))
  func learns() throws {
    let task = TaskDefinition(name: "occupancy", time: "date", window: 8)
    let dataset = try Dataset(
      table: Table.read(path: Locations.real("occupancy/datatraining.txt")), task: task)
    let wiring = try Connectome(
      path: Locations.real("connectome/NeuronConnect.csv"),
      roles: Locations.real("connectome/NeuronFixedPoints.csv")
    ).wiring(inputs: dataset.inputWidth, outputs: dataset.outputWidth, seed: 1).wiring
    let trainer = try Trainer(model: Model(cell: try LTC(wiring: wiring), seed: 1), loss: dataset.loss)
    let count = dataset.count(of: .train)
    let batch = dataset.batch(.train, indices: (0..<16).map { $0 * count / 16 })
    let before = try trainer.loss(on: batch)
    for _ in 0..<12 { try trainer.step(batch) }
    let after = try trainer.loss(on: batch)
    #expect(after < 0.9 * before, "from \(before) to \(after)")
  }
}
