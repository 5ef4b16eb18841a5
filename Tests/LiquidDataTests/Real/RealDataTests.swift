import Foundation
import LiquidData
import Testing

@Suite struct RealDataTests {
  @Test(
    "Occupancy: row names without a header, dates, two classes",
    .enabled(if: Locations.hasReal("occupancy/datatraining.txt"), "needs ../shared/data/occupancy"))
  func occupancy() throws {
    let table = try Table.read(path: Locations.real("occupancy/datatraining.txt"))
    #expect(table.rowCount == 8143)
    #expect(table.columnNames.count == 7 && table.columnNames[0] == "date")
    #expect(dates(table, "date").first == 1_423_072_260)
    #expect(numbers(table, "HumidityRatio").first == 0.00479298817650529)
    let dataset = try Dataset(table: table, task: TaskDefinition(name: "occupancy", time: "date"))
    #expect(dataset.schema.isClassification && dataset.inputWidth == 5)
    #expect(dataset.schema.timeUnit == "s" && abs(dataset.schema.timeScale - 60) < 2)
    for (file, rows) in [("datatest.txt", 2665), ("datatest2.txt", 9752)] {
      let other = try Dataset(
        evaluating: Table.read(path: Locations.real("occupancy/\(file)")), schema: dataset.schema)
      #expect(other.rowCount == rows)
      #expect(other.warnings.isEmpty)
    }
  }

  @Test(
    "Traffic: 48,204 rows, repeated times, categories",
    .enabled(
      if: Locations.hasReal("traffic/Metro_Interstate_Traffic_Volume.csv"), "needs ../shared/data/traffic"))
  func traffic() throws {
    let path = Locations.real("traffic/Metro_Interstate_Traffic_Volume.csv")
    let table = try Table.read(path: path)
    #expect(table.rowCount == 48_204)
    let dataset = try Dataset(table: table, task: TaskDefinition(name: "traffic", time: "date_time"))
    #expect(dataset.schema.timeUnit == "h" && dataset.schema.timeScale == 1)
    #expect(dataset.schema.inputNames.contains("weather_main=Clouds"))
    let elapsed = dataset.batch(.train, indices: Array(0..<dataset.count(of: .train))).elapsed
    #expect(elapsed.contains(0))
  }

  @Test(
    "Driving: no header, two separators, milliseconds without leading zeros",
    .enabled(if: Locations.hasReal("driving/sullychen-2018-data.txt"), "needs ../shared/data/driving"))
  func driving() throws {
    let table = try Table.read(path: Locations.real("driving/sullychen-2018-data.txt"))
    #expect(table.columns.map(\.kindName) == ["text", "numbers", "dates"])
    #expect(table.rowCount == 63_825)
    let times = dates(table, "column 3")
    #expect(abs(times[2] - times[1] - 0.039) < 1e-6)
  }

  @Test(
    "Person: padded separators, ticks that go back, classes by name",
    .enabled(
      if: Locations.hasReal("person/ConfLongDemo_JSI.first10pct.nodate.csv"), "needs ../shared/data/person"))
  func person() throws {
    let table = try Table.read(path: Locations.real("person/ConfLongDemo_JSI.first10pct.nodate.csv"))
    #expect(table.columnNames[1] == "sequence_name")
    var task = TaskDefinition(
      name: "person", inputs: ["tag_indicator", "x_coordinate", "y_coordinate", "z_coordinate"],
      time: "timestamp", sequence: "sequence_name", window: 32)
    // Two sensors' readings stand in the wrong order.
    let error = #expect(throws: DataError.self) { try Dataset(table: table, task: task) }
    #expect(error?.line == 1604 && error?.problem == .timeGoesBack())
    task.time = nil
    let dataset = try Dataset(table: table, task: task)
    #expect(dataset.inputWidth == 7)
    #expect(dataset.schema.outputNames.contains("walking"))
  }

  @Test(
    "Finance: CRLF line ends, daily dates, a forecast",
    .enabled(if: Locations.hasReal("finance/vix-daily.csv"), "needs ../shared/data/finance"))
  func finance() throws {
    let table = try Table.read(path: Locations.real("finance/vix-daily.csv"))
    #expect(table.columns.map(\.kindName) == ["dates", "numbers", "numbers", "numbers", "numbers"])
    let task = TaskDefinition(name: "vix", time: "DATE", kind: .forecast, horizon: 5)
    #expect(try Dataset(table: table, task: task).schema.timeUnit == "d")
  }

  @Test(
    "Connectome: CR line ends, byte-order mark, padded names, tabs under a header with spaces",
    .enabled(if: Locations.hasReal("connectome/NeuronType.csv"), "needs ../shared/data/connectome"),
    arguments: [
      ("NeuronType.csv", "Neuron", 279), ("NeuronConnect.csv", "Neuron 1", 6416),
      ("herm_full_edgelist.csv", "Source", 7379), ("aconnectome_white_1986_A.csv", "pre", 1899),
      ("aconnectome_white_1986_whole.csv", "pre", 2961),
    ])
  func connectome(file: String, firstColumn: String, rows: Int) throws {
    let table = try Table.read(path: Locations.real("connectome/\(file)"))
    #expect(table.columnNames.first == firstColumn)
    #expect(table.rowCount == rows)
    if file.hasPrefix("herm") { #expect(texts(table, "Source").first == "I1L") }
  }

  private func read(_ set: String, _ sources: DataSources) throws -> Table {
    try Table.read(sources, name: set, folder: Locations.real(set))
  }

  @Test(
    "Cheetah: 31 arrays of 1000 rows",
    .enabled(if: Locations.hasReal("cheetah/trace_0000.npy"), "needs ../shared/data/cheetah"))
  func cheetah() throws {
    let table = try read("cheetah", DataSources(files: ["*.npy"]))
    #expect(table.rowCount == 31_000 && table.columns.count == 17 && table.origins.count == 31)
    #expect(table.columns.allSatisfy { $0.isNumeric && !$0.isMissing(0) })
  }

  @Test(
    "Walker2d: 400 arrays of uneven length",
    .enabled(if: Locations.hasReal("walker2d/rollout_000.npy"), "needs ../shared/data/walker2d"))
  func walker() throws {
    let sources = DataSources(train: ["rollout_[0-2]*.npy"], test: ["rollout_3*.npy"])
    let table = try read("walker2d", sources)
    #expect(table.origins.count == 400 && table.columns.count == 17)
    #expect(table.origins[0].rows == 0..<189 && table.origins[1].rows.count == 516)
    #expect(table.origins.filter { $0.part == .test }.count == 100)
  }

  @Test(
    "Japanese vowels: 640 ragged utterances of 12 dimensions by nine speakers",
    .enabled(
      if: Locations.hasReal("japanese_vowels/JapaneseVowels_TRAIN.ts"), "needs ../shared/data/japanese_vowels"
    ))
  func vowels() throws {
    let sources = DataSources(train: ["JapaneseVowels_TRAIN.ts"], test: ["JapaneseVowels_TEST.ts"])
    let table = try read("japanese_vowels", sources)
    #expect(table.columnNames.count == 14 && table.columnNames.last == "class")
    #expect(numbers(table, "sequence").last == 640)
    #expect(numbers(table, "dimension 1").first == 1.860936 && table.origins[0].rows.count == 4274)
    #expect(Set(texts(table, "class")).count == 9)
  }

  @Test(
    "ECG200: rows of a class and 96 values",
    .enabled(if: Locations.hasReal("ecg200/ECG200_TRAIN.txt"), "needs ../shared/data/ecg200"))
  func ecg() throws {
    let table = try read("ecg200", DataSources(files: ["ECG200_*.txt"], format: .wide))
    #expect(table.rowCount == 200 * 96 && Set(texts(table, "class")) == ["-1", "1"])
    #expect(numbers(table, "value").first != nil && numbers(table, "sequence").last == 200)
  }

  @Test(
    "MNIST: images with their labels",
    .enabled(if: Locations.hasReal("mnist/t10k-images-idx3-ubyte.gz"), "needs ../shared/data/mnist"))
  func mnist() throws {
    let sources = DataSources(
      test: ["t10k-images-idx3-ubyte.gz"],
      labels: ["t10k-images-idx3-ubyte.gz": "t10k-labels-idx1-ubyte.gz"], limit: 500)
    let table = try read("mnist", sources)
    #expect(table.rowCount == 500 * 28 && table.columns.count == 30)
    #expect(texts(table, "label").first == "7" && texts(table, "label")[28] == "2")
    #expect(numbers(table, "column 15").max() == 255)
    // All of them are a large table out of a small file.
    let whole = DataSources(
      files: ["train-images-idx3-ubyte.gz"],
      labels: ["train-images-idx3-ubyte.gz": "train-labels-idx1-ubyte.gz"])
    #expect(try read("mnist", whole).rowCount == 60_000 * 28)
  }

  @Test(
    "PhysioNet 2012: 8000 irregular stays out of two archives, with their outcomes out of two files",
    .enabled(if: Locations.hasReal("physionet2012/set-b.tar.gz"), "needs ../shared/data/physionet2012"))
  func physionet() throws {
    let sources = DataSources(
      files: ["set-a.tar.gz/set-a/*.txt", "set-b.tar.gz/set-b/*.txt"], format: .long,
      long: .init(time: "Time", variable: "Parameter", value: "Value"),
      join: .init(file: "Outcomes-[ab].txt", key: "RecordID", columns: ["In-hospital_death"]))
    let table = try read("physionet2012", sources)
    #expect(table.origins.count == 8000 && table.columnNames.prefix(2) == ["sequence", "Time"])
    #expect(texts(table, "sequence").first == "132539" && table.column(named: "HR") != nil)
    let outcomes = numbers(table, "In-hospital_death")
    let deaths = table.origins.map { outcomes[$0.rows.lowerBound] }
    #expect(deaths.reduce(0, +) == 554 + 568)
  }

  @Test(
    "56 shares in one table",
    .enabled(if: Locations.hasReal("finance/vix-daily.csv"), "needs ../shared/data/finance"))
  func shares() throws {
    let table = try read("finance", DataSources(files: ["sklearn-financial-data/*.csv"]))
    #expect(table.origins.count == 56 && table.rowCount > 56 * 1000)
    #expect(table.columns.map(\.kindName) == ["dates", "numbers", "numbers"])
  }
}
