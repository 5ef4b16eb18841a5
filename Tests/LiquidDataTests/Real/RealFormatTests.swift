import Foundation
import LiquidData
import Testing

@Suite struct RealFormatTests {
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
  }

  @Test(
    "PhysioNet 2012: 4000 irregular stays with their outcomes, out of one archive",
    .enabled(if: Locations.hasReal("physionet2012/set-a.tar.gz"), "needs ../shared/data/physionet2012"))
  func physionet() throws {
    let sources = DataSources(
      files: ["set-a.tar.gz/set-a/*.txt"], format: .long,
      long: .init(time: "Time", variable: "Parameter", value: "Value"),
      join: .init(file: "Outcomes-a.txt", key: "RecordID", columns: ["In-hospital_death"]))
    let table = try read("physionet2012", sources)
    #expect(table.origins.count == 4000 && table.columnNames.prefix(2) == ["sequence", "Time"])
    #expect(texts(table, "sequence").first == "132539" && table.column(named: "HR") != nil)
    let outcomes = numbers(table, "In-hospital_death")
    let deaths = table.origins.map { outcomes[$0.rows.lowerBound] }
    #expect(deaths.reduce(0, +) == 554)
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
