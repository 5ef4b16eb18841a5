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
    #expect(error?.line == 1604 && error?.problem == .timeGoesBack)
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
}
