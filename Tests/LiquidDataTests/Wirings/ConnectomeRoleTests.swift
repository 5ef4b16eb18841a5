import Liquid
import LiquidData
import TestSupport
import Testing

@Suite("Roles of neurons")
struct ConnectomeRoleTests {
  private let chain = "pre,post,sign\nS1,I1,+\nS2,I1,+\nI1,I2,-\nI2,M1,+\nI2,M2,+\nI2,M3,+\n"

  @Test("A table of roles says which neurons inputs reach, and which give outputs, in its order")
  func table() throws {
    let roles = "name,role\nM3,motor\nM1,motor\nS2,sensory\nS1,sensory\nM2,inter\n"
    let (wiring, notes) = try fileWiring(chain, roles: roles, inputs: 2, outputs: 2)
    #expect(wiring.names == ["M3", "M1", "I1", "I2", "M2", "S2", "S1"])
    #expect(wiring.layers == [.motor, .motor, .command, .command, .command, .inter, .inter])
    #expect(wiring.outputs == 2 && wiring.sensoryNames == ["S1", "S2"])
    #expect(notes.contains { $0.contains("the outputs are the first 2 of 2 motor neurons: 'M3', 'M1'") })
    #expect(notes.contains { $0.contains("depends on 1 neuron") })
  }

  @Test("Every motor neuron has its layer, though only the first are read; a dense layer reads all")
  func unread() throws {
    let roles = "name,role\nM3,motor\nM1,motor\nM2,motor\nS1,sensory\n"
    let read = try fileWiring(chain, roles: roles).wiring
    #expect(read.outputs == 1 && read.names(.motor) == ["M3", "M1", "M2"])
    #expect(try fileWiring(chain, roles: roles, outputs: nil).wiring.outputs == 3)
  }

  @Test(
    "Roles by any usual word, without a header, and several for one neuron",
    arguments: [
      "Neuron,Role\nS1,Sensory neuron\nS2,sensory\nM1,Motor Neuron\nI1,interneuron\n",
      "neuron\ttype\nS1\tinput\nS2\tsensor\nM1\toutput\n", "S1,sensory\nS2,sensory\nM1,motor\n",
      "cell name;class\nS1;sensory/inter\nS2;sensory\nM1;motor\n",
      "Neuron,Landmark,Landmark Position,Weight\nS1,Sensory,0,1\nS2,SensoryNB,0,1\nM1,MDL08,0.3,2\nM1,MVULVA,0.5,1\n",
    ])
  func words(roles: String) throws {
    let wiring = try fileWiring(chain, roles: roles).wiring
    #expect(wiring.sensoryNames == ["S1", "S2"] && wiring.names(.motor) == ["M1"])
  }

  @Test("A neuron may be sensory and motor at once")
  func both() throws {
    let roles = "name,role\nA,\"sensory, motor\"\nB,motor\n"
    let (wiring, notes) = try fileWiring("pre,post\nA,B\nB,A\n", roles: roles)
    #expect(wiring.names(.motor) == ["A", "B"] && wiring.sensoryNames == ["A"])
    #expect(notes.contains { $0.contains("sensory neurons, too: 'A'") })
    #expect(!(try fileWiring(chain).notes.contains { $0.contains("sensory neurons, too") }))
  }

  @Test("Columns of the table itself may hold roles")
  func columns() throws {
    let text = "pre,post,pre role,post role\nA,B,sensory,inter\nB,C,,motor\nB,D,inter,motor\n"
    let wiring = try fileWiring(text, outputs: 2).wiring
    #expect(wiring.names == ["C", "D", "B", "A"] && wiring.sensoryNames == ["A"])
  }

  @Test("Names that only the table of roles has are told and left out")
  func isolated() throws {
    let roles = "name,role\nS1,sensory\nM1,motor\nX1,motor\nX2,sensory\nG,glia\n"
    let (wiring, notes) = try fileWiring(chain, roles: roles)
    #expect(wiring.names?.contains("X1") == false)
    #expect(notes.contains { $0.contains("'X1', 'X2', which only the table of roles names") })
  }

  @Test("Without roles those that few reach are sensory, and those that reach few are motor")
  func byDegree() throws {
    let (wiring, notes) = try fileWiring(chain, outputs: 3)
    // A quarter of seven is one, but no neuron reaches S1 and S2, and the M reach none.
    #expect(wiring.sensoryNames == ["S1", "S2"] && wiring.names(.motor) == ["M1", "M2", "M3"])
    #expect(notes.contains { $0.contains("--wiring-roles FILE") })
    let ring = "pre,post\n" + (0..<12).map { "N\($0),N\(($0 + 1) % 12)\n" }.joined() + "N3,N9\nN4,N9\n"
    let other = try fileWiring(ring, inputs: 1).wiring
    // N0, N1 and N2 are reached by one and reach one, N3 and N4 reach two; N9 is reached by three.
    #expect(other.sensoryNames == ["N3", "N4", "N0"])
    #expect(other.names(.motor) == ["N9", "N1", "N2"])
  }

  @Test("Of any network some neurons are sensory and others motor, each as defined", arguments: 0..<50)
  func definition(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let count = 2 + generator.integer(below: 30)
    let rows = (0..<(2 * count)).map { _ in
      "N\(generator.integer(below: count)),N\(generator.integer(below: count))\n"
    }
    let wiring = try fileWiring("pre,post\nN0,N1\n" + rows.joined(), outputs: nil).wiring
    var (fanIn, fanOut) = (
      [Int](repeating: 0, count: wiring.neurons), [Int](repeating: 0, count: wiring.neurons)
    )
    for synapse in wiring.synapses where synapse.source != synapse.target {
      fanIn[synapse.target] += 1
      fanOut[synapse.source] += 1
    }
    let sensory = Set(wiring.sensorySynapses.map(\.target))
    let motor = Set(wiring.layers.indices.filter { wiring.layers[$0] == .motor })
    #expect(sensory.isDisjoint(with: motor) && !sensory.isEmpty && !motor.isEmpty)
    #expect(sensory.allSatisfy { fanOut[$0] > 0 } && motor.allSatisfy { fanIn[$0] > 0 })
    for neuron in 0..<wiring.neurons {
      if fanIn[neuron] == 0, fanOut[neuron] > 0 { #expect(sensory.contains(neuron)) }
      if fanOut[neuron] == 0, fanIn[neuron] > 0 { #expect(motor.contains(neuron)) }
      let isNeither = !sensory.contains(neuron) && !motor.contains(neuron) && fanOut[neuron] > 0
      if isNeither { #expect(sensory.allSatisfy { fanIn[$0] <= fanIn[neuron] }) }
    }
  }

  @Test("No path from the inputs to an output is told")
  func noPath() throws {
    let text = "pre,post\nA,B\nC,D\nC,E\n"
    let apart = try fileWiring(text, roles: "name,role\nA,sensory\nD,motor\n").notes
    #expect(apart.contains { $0.contains("no path leads from the inputs to the outputs") })
    let roles = "name,role\nA,sensory\nB,motor\nD,motor\n"
    let half = try fileWiring(text, roles: roles, outputs: 2).notes
    #expect(half.contains { $0.contains("no path leads from the inputs to 'D'") })
    #expect(!(try fileWiring(chain).notes.contains { $0.contains("no path") }))
  }
}
