import Liquid
import LiquidData
import Testing

@Suite("What tables of synapses mean")
struct ConnectomeMeaningTests {
  @Test("An electrical junction is two excitatory synapses, whichever end, or both, are listed")
  func electrical() throws {
    for rows in ["A,B,EJ,2\n", "B,A,gap junction,2\n", "A,B,electrical,2\nB,A,electrical,2\n"] {
      let (wiring, notes) = try fileWiring("pre,post,type,weight\n" + rows)
      #expect(wiring.named == ["A > B +", "B > A +"])
      #expect(notes[0].contains("1 electrical junction among them acts"))
    }
  }

  @Test("Where a junction and a chemical synapse join two neurons, the chemical one says whether it excites")
  func both() throws {
    let text = "pre,post,type,polarity\nA,B,chemical,-\nA,B,electrical,\n"
    #expect(try fileWiring(text).wiring.named == ["A > B -", "B > A +"])
  }

  @Test("No current flows from a neuron to itself; a chemical synapse may lead there")
  func loops() throws {
    let text = "pre,post,type,polarity\nA,A,electrical,+\nA,B,chemical,+\nB,B,chemical,-\n"
    let (wiring, notes) = try fileWiring(text)
    #expect(wiring.named == ["A > B +", "B > B -"])
    #expect(notes.contains { $0.contains("1 electrical junction of a neuron with itself") })
  }

  @Test("Sent and received rows of WormAtlas are one synapse; those with muscles are none")
  func wormAtlas() throws {
    let text = """
      Neuron 1,Neuron 2,Type,Nbr
      A,B,S,2
      A,B,Sp,1
      B,A,R,2
      B,A,Rp,1
      C,B,Rp,4
      A,NMJ,NMJ,5
      D,NMJ,NMJ,5

      """
    let (wiring, notes) = try fileWiring(text, roles: "name,role\nA,sensory\nC,motor\n")
    #expect(Set(wiring.named.map { String($0.dropLast(2)) }) == ["A > B", "B > C"])
    #expect(notes.contains { $0.contains("left out: 2 rows to muscles") })
    #expect(notes.contains { $0.contains("'D' without a synapse") })
  }

  @Test(
    "Polarities by any usual word",
    arguments: [
      ("+", "-"), ("1", "-1"), ("+1", "-1.0"), ("excitatory", "inhibitory"), ("E", "I"), ("exc", "inh"),
      ("Glutamate", "GABA"), ("acetylcholine", "gaba"), ("ACh", "GABAergic"), ("+", "\u{2212}"),
    ])
  func polarities(excites: String, inhibits: String) throws {
    let text = "pre,post,sign\nA,B,\(excites)\nB,C,\(inhibits)\n"
    let (wiring, notes) = try fileWiring(text)
    #expect(wiring.named == ["A > B +", "B > C -"])
    #expect(!notes.contains { $0.contains("drawn") })
  }

  @Test("A type may be a polarity, and a weight may have its sign")
  func otherPolarities() throws {
    #expect(
      try fileWiring("pre,post,type\nA,B,excitatory\nB,C,GABA\n").wiring.named == ["A > B +", "B > C -"])
    #expect(try fileWiring("pre,post,weight\nA,B,3\nB,C,-2\n").wiring.named == ["A > B +", "B > C -"])
  }

  @Test("Rows that disagree: the larger weight says; an unknown word is told and drawn")
  func disagreement() throws {
    let text = "pre,post,weight,nt\nA,B,3,GABA\nA,B,5,ACh\nA,B,4,GABA\nB,C,1,dopamine\n"
    let (wiring, notes) = try fileWiring(text)
    #expect(wiring.named.contains("A > B -"))
    #expect(notes.contains { $0.contains("1 synapse are unknown and drawn") && $0.contains("'dopamine'") })
    let other = try (2..<20).map { try fileWiring(text, seed: $0).wiring.named }
    #expect(Set(other.map { $0.contains("B > C +") }) == [true, false])
  }

  @Test("Unknown types and rows of no weight are counted and told")
  func leftOut() throws {
    let text = "pre,post,type,weight\nA,B,chemical,1\nB,C,peptide,1\nC,D,peptide,1\nA,C,chemical,0\n"
    let (wiring, notes) = try fileWiring(text)
    #expect(wiring.neurons == 2)
    let note = try #require(notes.first { $0.hasPrefix("left out") })
    #expect(note.contains("2 rows of the unknown type 'peptide'") && note.contains("1 row of weight 0"))
    #expect(notes.contains { $0.contains("'C', 'D' without a synapse") })
  }

  @Test("In an animal's table, cells with small letters in their names that send nothing are no neurons")
  func otherCells() throws {
    let neurons = (0..<100).map { "N\($0),N\($0 + 1),chemical\n" }.joined()
    let others = "N1,muscle1,chemical\nmuscle1,muscle2,electrical\nN2,glia,chemical\nglia,N3,chemical\n"
    let (wiring, notes) = try fileWiring("pre,post,type\n" + neurons + others)
    #expect(wiring.neurons == 102 && wiring.names?.contains("glia") == true)
    #expect(notes.contains { $0.contains("2 rows of 2 cells that are no neurons, such as 'muscle1'") })
    // A small table may be called as its owner likes; a role decides in any.
    #expect(try fileWiring("pre,post\nA,B\nB,C\nB,out\n").wiring.names?.contains("out") == true)
    let roles = "name,role\nN0,sensory\nmuscle1,motor\nglia,other\n"
    let named = try fileWiring("pre,post,type\n" + neurons + others, roles: roles).wiring
    #expect(named.names?.first == "muscle1" && named.names?.contains("glia") == false)
  }

  @Test("Control characters in names are replaced")
  func hostileNames() throws {
    let plain = (0..<40).map { "B,N\($0)\n" }.joined()
    let (wiring, notes) = try fileWiring("pre,post\nA\u{1B}[2J,B\nB,C\u{7}\n" + plain, outputs: nil)
    #expect((wiring.names ?? []).allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\u{7}") })
    #expect(notes.allSatisfy { !$0.contains("\u{1B}") && !$0.contains("\u{7}") })
  }
}
