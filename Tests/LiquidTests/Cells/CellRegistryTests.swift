import Foundation
import Liquid
import TestSupport
import Testing

/// What a cell must say and have for the rest of the program to offer it.
@Suite struct CellRegistryTests {
  private static let identifiers = CellRegistry.identifiers

  @Test(arguments: identifiers) func everyCellIsAmongTheVariantsOfTheTests(_ identifier: String) {
    let tested = NetworkVariant.all.map { $0.cell.identifier }
    #expect(tested.contains(identifier), "\(identifier) needs a row in NetworkVariant.all")
  }

  @Test func everyVariantOfTheTestsIsOfARegisteredCell() {
    #expect(Set(NetworkVariant.all.map { $0.cell.identifier }) == Set(Self.identifiers + ["stack"]))
  }

  @Test func namesAreUniqueAndFitForACommandLine() throws {
    let names = CellRegistry.cells.flatMap { $0.traits.aliases + $0.traits.variants.map(\.name) }
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(name)") }
    let titles = CellRegistry.cells.flatMap { $0.traits.variants.map(\.title) }
    #expect(Set(titles).count == titles.count && !titles.contains(""))
  }

  @Test(arguments: identifiers) func aCellIsBuiltFromSettingsInEachOfItsVariantsAndSolvers(
    _ identifier: String
  ) throws {
    let type = try CellRegistry.type(named: identifier)
    #expect(type.identifier == identifier && type.traits.variants.first?.name == identifier)
    let wiring = try type.traits.wiring.wiring(inputs: 2, units: 4, outputs: 1, seed: 1)
    for variant in type.traits.variants {
      for solver in type.traits.solvers.map(Optional.some) + [nil] {
        var settings = CellSettings()
        settings.variant = variant.name
        settings.solver = solver
        let cell = try type.init(wiring: wiring, settings: settings)
        try cell.options.validate()
        #expect(cell.identifier == identifier && cell.layout.count > 0)
      }
    }
  }

  @Test(arguments: identifiers) func aCellThatNeedsTheFullWiringRefusesOthers(_ identifier: String) throws {
    let type = try CellRegistry.type(named: identifier)
    let wiring = try Wiring.autoNCP(inputs: 3, units: 12, outputs: 2, seed: 1)
    let json = String(
      decoding: try JSONEncoder().encode(Architecture(try LTC(wiring: wiring))), as: UTF8.self)
    let named = json.replacingOccurrences(of: "\"cell\":\"ltc\"", with: "\"cell\":\"\(identifier)\"")
    try #require(named.contains("\"\(identifier)\""))
    let build = {
      try CellRegistry.makeCell(JSONDecoder().decode(Architecture.self, from: Data(named.utf8)))
    }
    switch type.traits.wiring {
    case .any: #expect(throws: Never.self) { try build() }
    case .full:
      #expect(throws: ArchitectureError.self) { try build() }
      #expect(
        "\(ArchitectureError.incompleteWiring(cell: identifier))"
          == "the cell \(identifier) needs a wiring with every synapse, such as full")
    case .diagonal:
      #expect(throws: ArchitectureError.notDiagonal(cell: identifier)) { try build() }
      #expect(
        "\(ArchitectureError.notDiagonal(cell: identifier))"
          == "the cell \(identifier) needs a wiring in which each neuron sees itself, all inputs and nothing else, such as "
          + "diagonal")
    }
  }

  @Test(arguments: identifiers) func elapsedTimeHasAnEffectWhereACellSaysSo(_ identifier: String) throws {
    let type = try CellRegistry.type(named: identifier)
    let wiring = try type.traits.wiring.wiring(inputs: 2, units: 4, outputs: 1, seed: 1)
    let model = Model(cell: try type.init(wiring: wiring, settings: CellSettings()), seed: 3)
    func outputs(_ elapsed: Float) -> [Float] {
      model.traces(inputs: [[0.3, -0.2, 0.5, 0.1]], elapsed: [elapsed, elapsed])[0].outputs
    }
    #expect((outputs(1) != outputs(0.25)) == type.traits.usesElapsedTime)
  }

  @Test(arguments: [("node", "neural-ode"), ("ctrnn", "ct-rnn"), ("ctgru", "ct-gru")])
  func modelFilesWithOlderNamesOfCellsAreRead(_ older: String, _ name: String) throws {
    let wiring = try Wiring.fullyConnected(inputs: 2, units: 3, outputs: 1, seed: 1)
    let type = try CellRegistry.type(named: older)
    let model = Model(cell: try type.init(wiring: wiring, settings: CellSettings()), seed: 1)
    let bytes = ModelFile.bytes(of: model)
    #expect(String(decoding: bytes, as: UTF8.self).contains(#"\"cell\":\"\#(name)\""#))
    let file = try Safetensors(bytes)
    var metadata = file.metadata
    metadata["lnn-top.architecture"] = metadata["lnn-top.architecture"]?
      .replacing(#""cell":"\#(name)""#, with: #""cell":"\#(older)""#)
    try #require(metadata != file.metadata)
    let old = Safetensors(tensors: file.tensors, metadata: metadata).serialized()
    let read = try ModelFile.read(old).model
    #expect(read.cell.identifier == name && read.parameters == model.parameters)
  }
}
