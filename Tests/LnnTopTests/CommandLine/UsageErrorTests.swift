import LiquidData
import LnnTop
import Testing

@Suite("Wrong usage")
struct UsageErrorTests {
  @Test(
    "Who says how far to look ahead, and no kind, means a forecast",
    arguments: ["--horizon 12", "--known-ahead a", "--horizon 2 --kind forecast"])
  func impliedKind(line: String) throws {
    let options: TrainOptions = try parsed(words("train d.csv " + line))
    #expect(options.kind == .forecast)
    let compared: BenchmarkOptions = try parsed(words("benchmark d.csv " + line))
    let entries = try BenchmarkEntry.all(compared, task: nil)
    #expect(entries.allSatisfy { $0.options.kind == .forecast })
  }

  @Test(
    "The message says what is wrong and where to look",
    arguments: [
      ("train d.csv --epochss 3", "there is no option '--epochss' (did you mean --epochs?)"),
      ("train d.csv --epochss=3", "there is no option '--epochss' (did you mean --epochs?)"),
      ("train d.csv --wirings=full", "there is no option '--wirings' (did you mean --wiring?)"),
      ("train d.csv --no-residul", "there is no option '--no-residul' (did you mean --no-residual?)"),
      ("train d.csv --no-residual=1", "--no-residual takes no value"),
      ("train d.csv --no-units", "there is no option '--no-units'"),
      ("train d.csv --no-no-run", "there is no option '--no-no-run'"),
      ("train d.csv --no-s", "'--no-s' may mean --no-split-like-paper or --no-sort-by-time"),
      ("train d.csv --zebra", "there is no option '--zebra'"),
      ("train d.csv -x", "there is no option '-x'"),
      ("train d.csv -qx", "there is no option '-x'"),
      ("train d.csv -epochs 3", "there is no option '-epochs' (did you mean --epochs?)"),
      (
        "train d.csv --in x",
        "'--in' may mean --inputs or --init or --input-map or --inter-fanout or --input-dropout"
      ),
      ("train d.csv --units", "--units needs a value: --units N[,N...]"),
      ("train d.csv --no-run=3", "--no-run takes no value"),
      ("train d.csv --units 3.5", "--units cannot be '3.5': it must be a whole number"),
      ("train d.csv --units -3", "--units cannot be '-3': it must be between 1 and 4096"),
      ("train d.csv --seed -1", "--seed cannot be '-1': it must be at least 0"),
      (
        "train d.csv --units 99999999999999999999",
        "--units cannot be '99999999999999999999': it must be between 1 and 4096"
      ),
      ("train d.csv --clip much", "--clip cannot be 'much': it must be a number"),
      ("train d.csv --clip nan", "--clip cannot be 'nan': it must be a number"),
      ("train d.csv --clip inf", "--clip cannot be 'inf': it must be at least 0"),
      ("train d.csv --sparsity 1", "--sparsity cannot be '1': it must be at least 0 and below 1"),
      (
        "train d.csv --wiring net",
        "--wiring cannot be 'net': it must be full, random, diagonal, ncp, auto-ncp, or the path of a table of synapses"
      ),
      (
        "train d.csv --model elman",
        "--model cannot be 'elman': it must be one of ltc, cfc, cfc-no-gate, cfc-pure, lrc, lrc-symmetric, lrc-ssm, lrc-ssm-symmetric, lstm, gru, ct-rnn, neural-ode, ct-gru, gru-d"
      ),
      ("train d.csv --model cfc --solver rk4", "--solver means nothing with --model cfc"),
      ("train d.csv --model node --solver fused", "--solver fused does not go with --model neural-ode"),
      (
        "train d.csv --model ctrnn --wiring ncp",
        "--wiring ncp does not go with --model ct-rnn, which needs --wiring full"
      ),
      (
        "train d.csv --inputs a,,b",
        "--inputs cannot be 'a,,b': it must be names with commas between them, such as a,b"
      ),
      ("train d.csv --run=", "--run cannot be '': it must be a text that is not empty"),
      ("train d.csv --motor-fanin 2", "--motor-fanin means nothing without --wiring ncp"),
      ("train d.csv --horizon 3 --kind regression", "--horizon means nothing without --kind forecast"),
      (
        "train d.csv --decimal comma --thousands comma", "--thousands comma does not go with --decimal comma"
      ),
      ("train d.csv --sequence id --stride 4", "--stride means nothing without --window"),
      ("train d.csv --huber-delta 2", "--huber-delta means nothing without --loss huber"),
      ("train d.csv --loss mae --huber-delta 2", "--huber-delta means nothing without --loss huber"),
      ("train d.csv --loss mse --kind classification", "--loss mse does not go with --kind classification"),
      (
        "train d.csv --loss cross-entropy --kind regression",
        "--loss cross-entropy does not go with --kind regression"
      ),
      (
        "train d.csv --class-weights a=1e308",
        "--class-weights cannot be 'a=1e308': it must be none, balanced, or classes, each once and with a number above"
          + " 0, such as a=2,b=1"
      ),
      (
        "train d.csv --rate-factors gleak=1e-60",
        "--rate-factors cannot be 'gleak=1e-60': it must be names, each once and with a number of at least 0, such as"
          + " sigma=0.1,erev=0"
      ),
      ("train d.csv --model cfc --wiring full --heads ncps", "--heads means nothing with --wiring full"),
      (
        "train d.csv --class-weights balanced --kind regression",
        "--class-weights means nothing without --kind classification"
      ),
      (
        "train d.csv --class-weights a=1 --loss binary-cross-entropy",
        "--class-weights means nothing without --loss cross-entropy"
      ),
      ("train d.csv --momentum 0.9", "--momentum means nothing without --optimizer sgd or rmsprop"),
      (
        "train d.csv --optimizer adamw --momentum 0.9",
        "--momentum means nothing without --optimizer sgd or rmsprop"
      ),
      (
        "train d.csv --optimizer rmsprop --momentum 0.9 --nesterov",
        "--nesterov means nothing without --optimizer sgd"
      ),
      ("train d.csv --optimizer sgd --nesterov", "--nesterov means nothing without a --momentum above 0"),
      ("train d.csv --decay-every 5", "--decay-every means nothing without --schedule step"),
      (
        "train d.csv --schedule cosine --decay-factor 0.5",
        "--decay-factor means nothing without --schedule step"
      ),
      ("train d.csv --schedule step", "--schedule step means nothing without --decay-every"),
      (
        "train d.csv --schedule step --decay-every 5 --final-factor 0.1",
        "--final-factor means nothing without --schedule cosine"
      ),
      (
        "train d.csv --patience 3 --split 80,0,20",
        "--patience means nothing without a validation part in --split"
      ),
      ("train d.csv --patience 0", "--patience cannot be '0': it must be between 1 and 1000000"),
      (
        "train d.csv --optimizer lion",
        "--optimizer cannot be 'lion': it must be one of adam, adamw, sgd, rmsprop"
      ),
      (
        "train d.csv --loss hinge",
        "--loss cannot be 'hinge': it must be one of mse, mae, huber, cross-entropy, binary-cross-entropy"
      ),
      ("train d.csv --momentum 1", "--momentum cannot be '1': it must be at least 0 and below 1"),
      ("train d.csv --huber-delta 0", "--huber-delta cannot be '0': it must be above 0"),
      ("train d.csv --epochs 3 --steps 50", "--epochs does not go with --steps"),
      ("train d.csv --run r.lnnrun --no-run", "--no-run does not go with --run"),
      ("train --resume r --no-run", "--no-run does not go with --resume"),
      ("train --resume r --run s", "--run does not go with --resume"),
      ("train --resume r --init m", "--init does not go with --resume"),
      ("train --init m", "the argument DATA is missing"),
      ("train", "the argument DATA is missing"),
      ("train a b", "the argument 'b' is one too many"),
    ])
  func messages(line: String, message: String) {
    let error = #expect(throws: UsageError.self) { try Commands.parse(words(line)) }
    #expect(error?.description == message + "; see 'lnn-top train --help'")
  }

  @Test(
    "An option that means nothing beside the others is refused, and not ignored",
    arguments: [
      ("--model cfc --unfolds 6", "--unfolds means nothing with --model cfc"),
      ("--constraints implicit --model lstm", "--constraints means nothing with --model lstm"),
      ("--model ltc --wiring full --backbone-layers 1", "--backbone-layers means nothing with --model ltc"),
      ("--model ltc --activation relu", "--activation means nothing with --model ltc"),
      ("--model cfc --backbone-layers 1", "--backbone-layers means nothing without --wiring full"),
      (
        "--model cfc-pure --wiring random --backbone-units 8",
        "--backbone-units means nothing without --wiring full"
      ),
      ("--model cfc --activation gelu", "--activation means nothing without --wiring full"),
      (
        "--model cfc --wiring full --backbone-layers 0 --backbone-units 8",
        "--backbone-units means nothing with --backbone-layers 0"
      ),
      (
        "--model cfc --wiring full --activation tanh --backbone-layers 0",
        "--activation means nothing with --backbone-layers 0"
      ),
      ("--model gru --mixed-memory", "--mixed-memory means nothing with --model gru"),
      ("--dropout 0.2", "--dropout means nothing without several layers or a dense readout"),
      ("--layer-norm --layers 1", "--layer-norm means nothing without several layers or a dense readout"),
      ("--residual", "--residual means nothing without several layers or a dense readout"),
      ("--model gru --word-dropout 0.5", "--word-dropout means nothing without --embedding or --tokens"),
      ("--model ctgru --readout dense", "--readout means nothing with --model ct-gru"),
      ("--model lstm --input-map none", "--input-map means nothing with --model lstm"),
      ("--model lstm --output-map none", "--output-map means nothing with --model lstm"),
      ("--wiring worm.csv --units 8", "--units means nothing with --wiring worm.csv"),
      ("--wiring ./worm --sparsity 0.2", "--sparsity means nothing with --wiring ./worm"),
      ("--wiring worm.csv --motor-fanin 3", "--motor-fanin means nothing without --wiring ncp"),
      ("--wiring-roles roles.csv", "--wiring-roles means nothing without --wiring FILE"),
      ("--model gru --wiring-roles roles.csv", "--wiring-roles means nothing without --wiring FILE"),
      (
        "--model lstm --wiring worm.csv",
        "--wiring worm.csv does not go with --model lstm, which needs --wiring full"
      ),
      ("--wiring full --sparsity 0.2", "--sparsity means nothing with --wiring full"),
      ("--model gru --sparsity 0.2", "--sparsity means nothing with --wiring full"),
      ("--wiring random --command-neurons 3", "--command-neurons means nothing without --wiring ncp"),
      (
        "--model lrc-ssm --wiring full",
        "--wiring full does not go with --model lrc-ssm, which needs --wiring diagonal"
      ),
      ("--wiring diagonal --sparsity 0.2", "--sparsity means nothing with --wiring diagonal"),
      ("--model lrc --constraints explicit", "--constraints means nothing with --model lrc"),
      ("--model lstm --wiring ncp", "--wiring ncp does not go with --model lstm, which needs --wiring full"),
      (
        "--wiring random --model gru",
        "--wiring random does not go with --model gru, which needs --wiring full"
      ),
      (
        "--wiring auto-ncp --model ctgru",
        "--wiring auto-ncp does not go with --model ct-gru, which needs --wiring full"
      ),
    ])
  func idleOptions(line: String, message: String) {
    let error = #expect(throws: UsageError.self) { try Commands.parse(words("train d.csv " + line)) }
    #expect(error?.description == message + "; see 'lnn-top train --help'")
  }

  @Test("Without --wiring, a model that needs the full one takes it", arguments: ["lstm", "gru", "ctgru"])
  func fullWiring(model: String) throws {
    let options = try train("d.csv --model \(model) --units 9")
    #expect(options.wiring.kind == .full)
    #expect(options.configuration["wiring"] == "full" && options.configuration["unfolds"] == nil)
    #expect(values(try train("d.csv --model \(model) --units 9 --wiring full")) == values(options))
    #expect(try train("d.csv").wiring.kind == .autoNCP)
  }

  @Test(
    "A wrong split says what a split looks like",
    arguments: ["75,10", "75,10,16,1", "0,50,50", "a,b,c", "110,-5,-5", ""])
  func split(text: String) {
    let form = "three shares with commas between them, the first not 0, such as 75,10,15"
    let cause = UsageError.Cause.badValue(option: "--split", value: text, problem: .malformed(form))
    #expect(throws: UsageError(cause, command: "train")) {
      try Commands.parse(["train", "d.csv", "--split", text])
    }
  }

  @Test(
    "Wrong numbers by names say what they look like",
    arguments: [
      "sigma", "sigma=", "=1", "sigma=x", "sigma=inf", "sigma=-1", "sigma=1,sigma=2", "sigma=1,", "",
    ])
  func factors(text: String) {
    let factors = #expect(throws: UsageError.self) {
      try Commands.parse(["train", "d.csv", "--rate-factors", text])
    }
    #expect(
      factors?.description.contains(
        "names, each once and with a number of at least 0, such as sigma=0.1,erev=0")
        == true)
    let weights = #expect(throws: UsageError.self) {
      try Commands.parse(["train", "d.csv", "--class-weights", text])
    }
    #expect(
      weights?.description.contains("none, balanced, or classes, each once and with a number above 0") == true
    )
  }

  @Test("An unknown command names the nearest one and points to the program's help")
  func unknownCommand() {
    for (word, nearest) in [("tran", "train"), ("rnus", "runs"), ("evla", "eval"), ("data.csv", nil)] {
      let cause = UsageError.Cause.unknownCommand(word, nearest: nearest)
      #expect(throws: UsageError(cause, command: nil)) { try Commands.parse([word]) }
    }
    let error = #expect(throws: UsageError.self) { try Commands.parse(["--seed", "x"]) }
    #expect(error?.description.hasSuffix("; see 'lnn-top --help'") == true)
  }

  @Test("Wrong usage ends with status 2")
  func status() {
    #expect(UsageError.exitStatus == 2)
  }
}
