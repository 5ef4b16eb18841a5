import Liquid

extension TrainOptions: DisplayingOptions, TestingOptions {
  package mutating func adopt(_ loaded: LoadedSettings) {
    display.adopt(loaded)
    threads = loaded.settings.threads ?? threads
  }

  package static let table = CommandTable<TrainOptions>(
    name: "train",
    summary: "train a liquid network on a table and watch it",
    details: """
      Trains a liquid network on DATA and shows the loss, every neuron's state and every neuron's time \
      constant while it learns. Without a terminal on stdout it prints progress lines instead. A recorded run \
      goes on with --resume RUN as if it had never stopped; DATA is needed only where they were moved.
      """,
    example: "lnn-top train sample-data/lane-keeping.csv --sequence drive --time time_s",
    positionals: [
      .optional(
        "DATA", isRequired: true, unless: { $0.resume != nil || $0.task != nil }, \.data,
        "a table with column names, a pattern for several, a task file (.yaml), or the name of a task that comes with"
          + " the program")
    ],
    groups: optionGroups,
    settle: { options, given in options.settle(given: given) },
    objection: { options, option in
      options.dataObjection(to: option)
        ?? (options.awaitsTaskWords ? nil : options.wordObjection(to: option))
    })

  /// The program without a command: the same options, on the sample that comes with it.
  static let sampleTable = CommandTable<TrainOptions>(
    name: nil,
    summary: table.summary,
    details: "Trains on a simulated lane-keeping drive and opens the dashboard.",
    example: "lnn-top --seed 7",
    positionals: [],
    groups: optionGroups,
    defaults: sample,
    settle: { options, given in
      // A resumed run says itself what it is trained on.
      if options.resume != nil, !given.contains("task") { options.task = nil }
      options.settle(given: given)
    },
    objection: table.objection)

  /// The sample is small and its steps are quick: this many passes make half a minute worth watching.
  static let sample: TrainOptions = {
    var options = TrainOptions()
    options.task = "lane-keeping"
    options.epochs = 4000
    return options
  }()

  private static let optionGroups =
    [
      OptionGroup("Data", dataRows), OptionGroup("Start", startRows),
    ] + networkGroups + learningGroups + [
      OptionGroup("Test conditions", OptionRow.testRows),
      OptionGroup("Results", resultRows), OptionGroup("Display", displayRows),
    ]

  static let networkGroups = [
    OptionGroup("Network", networkRows), OptionGroup("Neural circuit policy (--wiring ncp)", ncpRows),
  ]
}

extension TrainOptions {
  private static let startRows: [OptionRow<TrainOptions>] = [
    .optional("resume", \.resume, .text("RUN"), "go on with a recorded run, in the same file"),
    .optional(
      "init", \.start, .text("MODEL"), shownDefault: "random weights",
      "start from the weights of a model file or run"),
  ]

  private static let networkRows: [OptionRow<TrainOptions>] = [
    .value("model", \.model, .choice(), "the kind of network"),
    .value(
      "wiring", \.wiring.kind, .choice(), shownDefault: NetworkKind.wiringDefault, "which synapses there are"),
    .value("units", \.wiring.units, .integer(from: 1, through: 4096), "neurons in all"),
    .value(
      "sparsity", \.wiring.sparsity, .number("at least 0 and below 1") { $0 >= 0 && $0 < 1 },
      "the share of synapses left out; not for the wiring full"),
    .value(
      "readout", \.readout, .choice(),
      "what gives the outputs of an ltc or cfc: motor neurons, or a dense layer that reads them (all neurons with the"
        + " wirings full and random)"),
    .flag(
      "mixed-memory", \.cell.mixedMemory,
      "an LSTM updates the state of an ltc or cfc before each step"),
    .value(
      "unfolds", \.cell.unfolds, .integer(from: 1, through: 1000),
      "solver steps within each step of the data, for ltc, ctrnn and node"
    ),
    .optional(
      "solver", \.solver, .choice(), shownDefault: "fused; rk4 for node",
      "how those steps are made, for ltc, ctrnn and node"),
    .value(
      "constraints", \.cell.constraints, .choice(),
      "keep an ltc's conductances positive by a softplus, or by cutting off after each step"),
    .value(
      "backbone-layers", \.backboneLayers, .integer(from: 0, through: 16),
      "dense layers of a cfc with the wiring full"),
    .value("backbone-units", \.backboneUnits, .integer(from: 1, through: 16_384), "units in each of them"),
    .value("activation", \.activation, .choice(), "what follows each of them"),
    .value(
      "heads", \.heads, .choice(),
      "synapses of a wired cfc: strictly the wiring's, or those of the ncps package, which can then load it"),
    .value("input-map", \.cell.inputMap, .choice(), "how an ltc or cfc scales inputs on their way in"),
    .value("output-map", \.cell.outputMap, .choice(), "how it scales states on their way out"),
  ]

  private static let ncpRows: [OptionRow<TrainOptions>] = [
    size("command-neurons", \.wiring.commandNeurons, "neurons between the inter and the motor layer"),
    size("sensory-fanout", \.wiring.sensoryFanout, "inter neurons that each input reaches"),
    size("inter-fanout", \.wiring.interFanout, "command neurons that each inter neuron reaches"),
    .optional(
      "recurrent-synapses", \.wiring.recurrentSynapses, .integer(from: 0, through: 16_777_216),
      shownDefault: autoSize, "synapses among the command neurons"),
    size("motor-fanin", \.wiring.motorFanin, "command neurons that reach each motor neuron"),
  ]

  private static let autoSize = "as auto-ncp"

  private static func size(
    _ long: String, _ property: any OptionRow<TrainOptions>.Property<Int?>, _ help: String
  ) -> OptionRow<TrainOptions> {
    .optional(long, property, .integer(from: 1, through: 4096), shownDefault: autoSize, help)
  }

  private static let resultRows: [OptionRow<TrainOptions>] = [
    .optional("name", \.name, .text("NAME"), shownDefault: "the data file's", "what the run is called"),
    .optional(
      "run", \.runFile, .text("FILE"), shownDefault: "a new file among the runs", "record the run in FILE"),
    .flag("no-run", \.isUnrecorded, "record nothing"),
    .optional("model-out", \.modelOut, .text("FILE"), "write the trained model to FILE (safetensors)"),
  ]

  static let displayRows: [OptionRow<TrainOptions>] = [
    .headless, .json, .fps, .theme, .glyphs, .color, .mouse,
    .flag("quiet", short: "q", \.quiet, "print nothing but errors (and what --json prints)"),
  ]
}
