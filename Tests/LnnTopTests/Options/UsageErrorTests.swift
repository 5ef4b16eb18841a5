import LnnTop
import Testing

@Suite("Wrong usage")
struct UsageErrorTests {
  @Test(
    "The message says what is wrong and where to look",
    arguments: [
      ("train d --epochss 3", "there is no option \"--epochss\" (did you mean --epochs?)"),
      ("train d --epochss=3", "there is no option \"--epochss\" (did you mean --epochs?)"),
      ("train d --wirings=full", "there is no option \"--wirings\" (did you mean --wiring?)"),
      ("train d --zebra", "there is no option \"--zebra\""),
      ("train d -x", "there is no option \"-x\""),
      ("train d -qx", "there is no option \"-x\""),
      ("train d -epochs 3", "there is no option \"-epochs\" (did you mean --epochs?)"),
      ("train d --in x", "\"--in\" may mean --inputs or --input-map or --inter-fanout"),
      ("train d --units", "--units needs a value: --units N"),
      ("train d --no-run=3", "--no-run takes no value"),
      ("train d --units 3.5", "--units cannot be \"3.5\": it must be a whole number"),
      ("train d --units -3", "--units cannot be \"-3\": it must be between 1 and 4096"),
      ("train d --seed -1", "--seed cannot be \"-1\": it must be at least 0"),
      (
        "train d --units 99999999999999999999",
        "--units cannot be \"99999999999999999999\": it must be between 1 and 4096"
      ),
      ("train d --clip much", "--clip cannot be \"much\": it must be a number"),
      ("train d --clip nan", "--clip cannot be \"nan\": it must be a number"),
      ("train d --clip inf", "--clip cannot be \"inf\": it must be at least 0"),
      ("train d --sparsity 1", "--sparsity cannot be \"1\": it must be at least 0 and below 1"),
      ("train d --wiring net", "--wiring cannot be \"net\": it must be one of full, random, ncp, auto-ncp"),
      (
        "train d --model gru",
        "--model cannot be \"gru\": it must be one of ltc, cfc, cfc-no-gate, cfc-pure, ctrnn, node"
      ),
      ("train d --model ctrnn", "--model ctrnn means nothing without --wiring full"),
      ("train d --model cfc --solver rk4", "--solver rk4 means nothing without --model ltc or ctrnn or node"),
      (
        "train d --model node --wiring full --solver fused",
        "--solver fused means nothing without --model ltc or ctrnn"
      ),
      (
        "train d --inputs a,,b",
        "--inputs cannot be \"a,,b\": it must be names with commas between them, such as a,b"
      ),
      ("train d --run=", "--run cannot be \"\": it must be a text that is not empty"),
      ("train d --motor-fanin 2", "--motor-fanin means nothing without --wiring ncp"),
      ("train", "the argument DATA is missing"),
      ("train a b", "the argument \"b\" is one too many"),
    ])
  func messages(line: String, message: String) {
    let error = #expect(throws: UsageError.self) { try Invocation.parse(words(line)) }
    #expect(error?.description == message + "; see 'lnn-top train --help'")
  }

  @Test(
    "A wrong split says what a split looks like",
    arguments: ["75,10", "75,10,16,1", "0,50,50", "a,b,c", "110,-5,-5", ""])
  func split(text: String) {
    let form = "three shares with commas between them, the first not 0, such as 75,10,15"
    let cause = UsageError.Cause.badValue(option: "--split", value: text, problem: .malformed(form))
    #expect(throws: UsageError(cause, command: "train")) {
      try Invocation.parse(["train", "d", "--split", text])
    }
  }

  @Test("An unknown command names the nearest one and points to the program's help")
  func unknownCommand() {
    for (word, nearest) in [("tran", "train"), ("rnus", "runs"), ("evla", "eval"), ("data.csv", nil)] {
      let cause = UsageError.Cause.unknownCommand(word, nearest: nearest)
      #expect(throws: UsageError(cause, command: nil)) { try Invocation.parse([word]) }
    }
    let error = #expect(throws: UsageError.self) { try Invocation.parse(["--seed", "x"]) }
    #expect(error?.description.hasSuffix("; see 'lnn-top --help'") == true)
  }

  @Test("Wrong usage ends with status 2")
  func status() {
    #expect(UsageError.exitStatus == 2)
  }
}
