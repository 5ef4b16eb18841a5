import Liquid
import LiquidData
import LnnTop
import Testing

@Suite("Command lines")
struct CommandLineTests {
  @Test("Without words, or with options alone, the sample is trained on, for longer than a file would be")
  func noCommand() throws {
    var options: TrainOptions = try parsed([])
    #expect(options.task == "lane-keeping" && options.epochs > TrainOptions().epochs)
    options.seed = 7
    options.quiet = true
    options.given = ["seed", "quiet"]
    #expect(try parsed(words("--seed 7 -q")) == options)
    options.epochs = TrainOptions().epochs
    options.given.insert("epochs")
    #expect(try parsed(words("--seed 7 -q --epochs \(options.epochs)")) == options)
  }

  @Test("A run that is resumed says itself what it is trained on")
  func resumedWithoutCommand() throws {
    let options: TrainOptions = try parsed(words("--resume a.lnnrun"))
    #expect(options.task == nil && options.data == nil)
  }

  @Test("Each command gives its own options")
  func commands() throws {
    var replay = ReplayOptions()
    replay.run = "a.lnnrun"
    replay.speed = 2.5
    replay.display.glyphs = .ascii
    replay.display.theme = "dusk"
    #expect(
      try parsed(words("replay --speed 2.5 a.lnnrun --glyphs=ascii --theme dusk"))
        == replay)
    var runs = RunsOptions()
    #expect(try parsed(["runs"]) == runs)
    runs.directory = "here"
    runs.json = true
    #expect(try parsed(words("runs here --json")) == runs)
    var eval = EvalOptions()
    eval.model = "m"
    eval.data = "d.csv"
    eval.predictions = "p.csv"
    eval.threads = 3
    #expect(try parsed(words("eval m --predictions p.csv d.csv --threads 3")) == eval)
    eval.columns.inputs = ["a", "b"]
    eval.columns.targets = ["y"]
    eval.columns.time = "t"
    eval.columns.sequence = "s"
    let columns = words("--inputs a,b --targets y --time t --sequence s")
    #expect(
      try parsed(words("eval m --predictions p.csv d.csv --threads 3") + columns) == eval)
  }

  @Test("Import takes the package's spellings and ours, and needs to know where the model goes")
  func importing() throws {
    var options = ImportOptions()
    options.weights = "w"
    options.output = "m"
    options.network.mode = .noGate
    options.network.activation = .lecunTanh
    options.network.prefix = "rnn"
    for line in ["--mode no_gate --activation lecun_tanh", "--mode no-gate --activation lecun-tanh"] {
      #expect(try parsed(words("import w -o m --prefix rnn \(line)")) == options)
    }
    options = ImportOptions()
    (options.weights, options.output, options.json) = ("w", "m", true)
    options.network.unfolds = 3
    options.network.constraints = .explicit
    options.network.inputMap = ChannelMap.none
    options.network.outputMap = .linear
    options.network.outputs = 2
    let all = "--unfolds 3 --constraints explicit --input-map none --output-map linear --outputs 2 --json"
    #expect(try parsed(words("import w --output m \(all)")) == options)
    let error = #expect(throws: UsageError.self) { try Commands.parse(words("import w")) }
    #expect(error?.description.contains("--output FILE") == true)
  }

  @Test("Export knows the package's format alone")
  func exporting() throws {
    var options = ExportOptions()
    options.source = "m"
    #expect(try parsed(words("export m --format ncps")) == options)
    options.output = "w"
    options.json = true
    #expect(try parsed(words("export m -o w --json")) == options)
    #expect(throws: UsageError.self) { try Commands.parse(words("export m --format keras")) }
  }

  @Test("Help and version win over what follows them, in every command")
  func standardOptions() throws {
    for command in ["", "train", "replay", "runs", "eval", "import", "export"] {
      #expect(try printed(words("\(command) --version")) == ProgramVersion.line, "\(command)")
      #expect(try printed(words("\(command) -V --nonsense")) == ProgramVersion.line, "\(command)")
      let help = try printed(words("\(command) --help --nonsense"))
      #expect(try printed(words("help \(command)")) == help, "\(command)")
      #expect(try printed(words("\(command) -h")) == help, "\(command)")
    }
  }

  @Test("Options that were renamed are still read by their former names, on the command line and in records")
  func formerNames() throws {
    let new = try train("d.csv --drop-rows 0.25 --recompute-every 3")
    let old = try train("d.csv --thinning 0.25 --checkpoint-every 3")
    #expect(old == new && old.dropRows == 0.25 && old.recomputeEvery == 3)
    var record = new.configuration
    let recorded = try TrainOptions(recorded: record)
    record["thinning"] = record.removeValue(forKey: "drop-rows")
    record["checkpoint-every"] = record.removeValue(forKey: "recompute-every")
    #expect(try TrainOptions(recorded: record) == recorded)
    let help = try #require(try printed(words("train --help")))
    #expect(!help.contains("--thinning") && !help.contains("--checkpoint-every"))
  }

  @Test("Every option of train sets its value")
  func everyTrainOption() throws {
    let line = """
      data.csv --inputs a,b --targets y --time t --sequence id --kind forecast --window 16 --stride 4 \
      --split 60,20,20 --horizon 3 --missing mask --model ltc --wiring ncp --units 20 --sparsity 0.25 --unfolds 4 \
      --layers 2 --dropout 0.1 --input-dropout 0.2 --word-dropout 0.3 --layer-norm --residual --pooling max \
      --embedding 12 --solver rk4 --constraints explicit --mixed-memory --readout dense --recompute-every 7 --input-map linear --output-map none --command-neurons 6 --sensory-fanout 2 \
      --inter-fanout 3 --recurrent-synapses 0 --motor-fanin 1 --steps 100 --batch 8 \
      --loss huber --huber-delta 0.5 --target-steps last --optimizer sgd --momentum 0.9 --nesterov \
      --weight-decay 0.02 --rate-factors sigma=0.1,erev=0 --schedule step --warmup-steps 20 --decay-every 30 \
      --decay-factor 0.25 --patience 7 --learning-rate 1e-3 --clip 0 --seed 18446744073709551615 --threads 5 --name trial --run r.lnnrun \
      --model-out m.safetensors --headless --json --fps 30 --theme dusk --glyphs block --quiet
      """
    var expected = TrainOptions()
    expected.data = "data.csv"
    expected.inputs = ["a", "b"]
    expected.targets = ["y"]
    expected.time = "t"
    expected.sequence = "id"
    expected.kind = .forecast
    expected.window = 16
    expected.stride = 4
    expected.split = Split(train: 60, validation: 20, test: 20)
    expected.horizon = 3
    expected.missing = .mask
    expected.wiring.kind = .ncp
    expected.wiring.units = 20
    expected.wiring.sparsity = 0.25
    expected.wiring.commandNeurons = 6
    expected.wiring.sensoryFanout = 2
    expected.wiring.interFanout = 3
    expected.wiring.recurrentSynapses = 0
    expected.wiring.motorFanin = 1
    expected.unfolds = 4
    expected.cell = .init(constraints: .explicit, inputMap: .linear, outputMap: .none, mixedMemory: true)
    expected.stacking.layers = 2
    expected.stacking.dropout = 0.1
    expected.stacking.inputDropout = 0.2
    expected.stacking.wordDropout = 0.3
    expected.stacking.normalizesLayers = true
    expected.stacking.isResidual = true
    expected.stacking.pooling = .max
    expected.stacking.embedding = 12
    expected.readout = .dense
    expected.recomputeEvery = 7
    expected.solver = .rk4
    expected.steps = 100
    expected.batch = 8
    expected.learning.loss = .huber
    expected.learning.huberDelta = 0.5
    expected.learning.targetSteps = .last
    expected.learning.optimizer = .sgd
    expected.learning.momentum = 0.9
    expected.learning.isNesterov = true
    expected.learning.weightDecay = 0.02
    expected.learning.rateFactors = ["sigma": 0.1, "erev": 0]
    expected.learning.schedule = .step
    expected.learning.warmupSteps = 20
    expected.learning.decayEvery = 30
    expected.learning.decayFactor = 0.25
    expected.learning.patience = 7
    expected.learningRate = 0.001
    expected.clip = 0
    expected.seed = .max
    expected.threads = 5
    expected.name = "trial"
    expected.runFile = "r.lnnrun"
    expected.modelOut = "m.safetensors"
    expected.display.headless = true
    expected.display.json = true
    expected.display.framesPerSecond = 30
    expected.display.theme = "dusk"
    expected.display.glyphs = .block
    expected.quiet = true
    #expect(values(try train(line)) == expected)
    #expect(try train("--no-run d.csv").recording == .off)
    #expect(try train("d.csv --epochs 9").epochs == 9)
    #expect(try train("d.csv --schedule cosine --final-factor 0.1").learning.finalFactor == 0.1)
  }

  @Test("The options of a backbone set their values where there is one")
  func backbone() throws {
    var expected = TrainOptions()
    expected.data = "d.csv"
    expected.model = try #require(NetworkKind(rawValue: "cfc"))
    expected.wiring.kind = .full
    expected.backboneLayers = 2
    expected.backboneUnits = 40
    expected.activation = .silu
    let line = "d.csv --model cfc --wiring full --backbone-layers 2 --backbone-units 40 --activation silu"
    #expect(values(try train(line)) == expected)
  }

  @Test("The configuration has every option in force, and gives the same options when it is parsed again")
  func configuration() throws {
    let line =
      "d.csv --inputs a,b --wiring ncp --motor-fanin 2 --learning-rate 0.005 --no-run --kind forecast -q"
    let options = try train(line)
    let configuration = options.configuration
    #expect(configuration["inputs"] == "a,b")
    #expect(configuration["motor-fanin"] == "2")
    #expect(configuration["learning-rate"] == "0.005")
    #expect(configuration["no-run"] == "true")
    #expect(configuration["split"] == "75,10,15")
    #expect(configuration["clip"] == "1")
    #expect(configuration["window"] == nil)
    #expect(configuration["backbone-units"] == nil && configuration["unfolds"] == nil)
    let flags: Set = ["no-run", "quiet", "headless", "json"]
    let again = configuration.filter { $0.key != "data" }.map { key, value in
      flags.contains(key) ? "--\(key)" : "--\(key)=\(value)"
    }
    let data = try #require(configuration["data"])
    #expect(values(try parsed(["train", data] + again.sorted())) == values(options))
  }

  @Test(
    "Class weights are a word, or classes with numbers",
    arguments: [
      ("none", ClassWeights.none), ("balanced", .balanced), ("a=2,b=1", .given(["a": 2, "b": 1])),
      ("x=y=0.5", .given(["x=y": 0.5])), ("none=3", .given(["none": 3])),
    ])
  func classWeights(text: String, weights: ClassWeights) throws {
    let options = try train("d.csv --class-weights \(text)")
    #expect(options.learning.classWeights == weights)
    #expect(options.configuration["class-weights"] == text)
  }

  @Test(
    "How a network learns is recorded, and read back the same",
    arguments: [
      "", "--optimizer rmsprop --momentum 0.5 --schedule cosine --final-factor 0.1 --warmup-steps 5",
      "--loss cross-entropy --class-weights a=2,b=0.5 --target-steps last --patience 3",
      "--loss huber --huber-delta 2 --optimizer adamw --weight-decay 0.1 --rate-factors erev=0,w=0.5",
    ])
  func recorded(line: String) throws {
    let options = try train("d.csv " + line)
    let configuration = options.configuration.filter { $0.key != "data" }
    let again = configuration.map { "--\($0)=\($1)" }
    #expect(values(try parsed(["train", "d.csv"] + again.sorted())) == values(options))
    var rebuilt = try TrainOptions(recorded: options.configuration)
    rebuilt.threads = options.threads
    #expect(rebuilt == values(options))
  }

  @Test("A resumed run keeps what it was recorded with, but for what may change")
  func resumed() throws {
    let recorded = try train("d.csv --seed 5 --units 12 --steps 100 --json --quiet --threads 1").configuration
    let same = try train("--resume r --seed 5 --threads 3").resuming(recorded: recorded, run: "r")
    #expect(same.seed == 5 && same.wiring.units == 12 && same.steps == 100 && same.threads == 3)
    #expect(!same.display.json && !same.quiet && same.data == "d.csv" && !same.plansAnew)
    let longer = try train("moved --resume r --epochs 7").resuming(recorded: recorded, run: "r")
    #expect(longer.epochs == 7 && longer.steps == nil && longer.data == "moved" && longer.plansAnew)
    let other = try train("--resume r --seed 6 --units 12")
    let clash = #expect(throws: UsageError.Cause.self) { try other.resuming(recorded: recorded, run: "r") }
    #expect(
      clash?.description == "--seed 6 does not go with --resume r, which was recorded with --seed 5")
    let flag = try train("--resume r --mixed-memory")
    let added = #expect(throws: UsageError.Cause.self) { try flag.resuming(recorded: recorded, run: "r") }
    #expect(
      added?.description
        == "--mixed-memory does not go with --resume r, which was recorded with no --mixed-memory")
    let odd = recorded.merging(["units": "many"]) { $1 }
    #expect(throws: UsageError.Cause.self) { try other.resuming(recorded: odd, run: "r") }
  }

  @Test("Command lines parsed at the same time do not disturb one another")
  func parallel() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for seed in UInt64(0)..<200 {
        group.addTask { try train("--seed \(seed) d.csv --units \(seed + 1) -q").seed == seed }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }
}
