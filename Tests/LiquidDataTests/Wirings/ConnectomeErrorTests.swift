import LiquidData
import Testing

@Suite("Tables that are no wirings")
struct ConnectomeErrorTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var text: String? = "pre,post\nA,B\nB,C\n"
    var roles: String?
    var outputs = 1
    let message: String
  }

  static let many = "pre,post\n" + (0..<5000).map { "N\($0),N\($0 + 1)\n" }.joined()

  static let mistakes = [
    Mistake(testDescription: "missing", text: nil, message: "edges.csv: there is no such file"),
    Mistake(testDescription: "empty", text: "", message: "edges.csv: the file is empty"),
    Mistake(
      testDescription: "header only", text: "pre,post\n",
      message: "edges.csv: the file has a header but no rows"),
    Mistake(
      testDescription: "one column", text: "pre\nA\nB\n",
      message: "edges.csv: a table of synapses has a row for each"),
    Mistake(
      testDescription: "no columns of neurons", text: "speed,angle,name\n1,2,A\n3,4,B\n",
      message:
        "edges.csv: no columns are called 'pre' and 'post', or 'source' and 'target'; there are 'speed', 'angle', 'name'"
    ),
    Mistake(
      testDescription: "one end only", text: "pre,strength,sign\nA,2,+\nB,4,-\n",
      message: "edges.csv: no columns are called 'pre' and 'post'"),
    Mistake(
      testDescription: "numbers without a header", text: "1,2,0.5\n2,3,0.25\n3,1,0.75\n",
      message: "edges.csv, column 'column 1': this holds numbers where names of neurons are expected"),
    Mistake(
      testDescription: "fractions for names", text: "pre,post,weight\n0.5,A,1\n0.25,B,2\n",
      message: "edges.csv, column 'pre': this holds numbers where names of neurons are expected"),
    Mistake(
      testDescription: "no name", text: "pre,post,weight\nA,B,1\n,B,2\n",
      message: "edges.csv, line 3, column 'pre': the row lacks the name of a neuron"),
    Mistake(
      testDescription: "a weight that is not a number", text: "pre,post,weight\nA,B,1\nB,C,many\n",
      message: "edges.csv, line 3, column 'weight': 'many' is no weight; every row needs a number here"),
    Mistake(
      testDescription: "no weight", text: "pre,post,weight\nA,B,1\nB,C,\n",
      message: "edges.csv, line 3, column 'weight': an empty field is no weight"),
    Mistake(
      testDescription: "no weight without a header", text: "A,B,x\nB,C,y\nC,A,z\n",
      message: "edges.csv: no columns are called"),
    Mistake(
      testDescription: "two signs", text: "pre,post,weight,sign\nA,B,1,+\nB,C,-2,+\n",
      message: "edges.csv, line 3, column 'weight': the weight is negative beside a column of polarities"),
    Mistake(
      testDescription: "unknown types", text: "pre,post,type\nA,B,wire\nB,C,rope\n",
      message: "edges.csv: no row is a synapse of a known type; there are 'rope', 'wire', known are"),
    Mistake(
      testDescription: "nothing between two neurons", text: "pre,post,type\nA,A,electrical\nB,NMJ,NMJ\n",
      message: "edges.csv: no row is a synapse between two neurons"),
    Mistake(
      testDescription: "loops only", text: "pre,post,type\nA,A,chemical\n",
      message: "edges.csv: no neuron can be sensory, as none reaches another"),
    Mistake(
      testDescription: "too many neurons", text: many,
      message: "edges.csv: there are 5001 neurons; at most 4096 are supported"),
    Mistake(
      testDescription: "no table of roles", roles: "", message: "roles.csv: the file is empty"),
    Mistake(
      testDescription: "no column of roles", roles: "name,soma\nA,0.1\n",
      message: "roles.csv: no column is called 'role'; there are 'name', 'soma'"),
    Mistake(
      testDescription: "unknown role", roles: "name,role\nA,sensory\nB,drummer\n",
      message:
        "roles.csv, line 3, column 'role': there is no role 'drummer'; it must be sensory, inter, motor"),
    Mistake(
      testDescription: "unknown role in the table", text: "pre,post,pre role\nA,B,sensory\nB,C,drummer\n",
      message: "edges.csv, line 3, column 'pre role': there is no role 'drummer'"),
    Mistake(
      testDescription: "no motor neuron", roles: "name,role\nA,sensory\nB,inter\n",
      message: "edges.csv: no neuron with a synapse has the role motor; a network needs at least one"),
    Mistake(
      testDescription: "no sensory neuron", roles: "name,role\nA,motor\nX,sensory\n",
      message: "edges.csv: no neuron with a synapse has the role sensory"),
    Mistake(
      testDescription: "more outputs than motor neurons", roles: "name,role\nA,sensory\nB,motor\nC,motor\n",
      outputs: 3, message: "edges.csv: 3 outputs for 2 motor neurons; give more neurons the role motor"),
    Mistake(
      testDescription: "more outputs than neurons", outputs: 9,
      message: "edges.csv: 9 outputs for 2 motor neurons"),
  ]

  @Test("One clear line says what is wrong and where", arguments: mistakes)
  func oneLine(mistake: Mistake) {
    let message = wiringFailure(mistake.text, roles: mistake.roles, outputs: mistake.outputs)
    #expect(message.hasPrefix(mistake.message), "\(message)")
    #expect(!message.contains("\n"))
  }
}
