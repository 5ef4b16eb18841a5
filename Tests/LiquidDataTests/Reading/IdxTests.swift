import LiquidData
import Testing

@Suite struct IdxTests {
  private let images = idxFile([3, 2, 2], Array(0..<12))
  private let labels = idxFile([3], [7, 0, 7])

  @Test("Every image is a sequence of rows with its label", arguments: [false, true])
  func images(isPacked: Bool) throws {
    let folder = try DataFolder([
      "images": isPacked ? Packed.gzip(images) : images, "labels": isPacked ? Packed.gzip(labels) : labels,
    ])
    let table = try folder.read(DataSources(files: ["images"], labels: ["images": "labels"]))
    #expect(table.columnNames == ["sequence", "column 1", "column 2", "label"])
    #expect(numbers(table, "sequence") == [1, 1, 2, 2, 3, 3])
    #expect(numbers(table, "column 2") == [1, 3, 5, 7, 9, 11])
    #expect(texts(table, "label") == ["7", "7", "0", "0", "7", "7"])
    let first = try folder.read(DataSources(files: ["images"], labels: ["images": "labels"], limit: 2))
    #expect(first.rowCount == 4)
    #expect(try folder.read(DataSources(files: ["images"])).columnNames.count == 3)
    #expect(try numbers(folder.read(DataSources(files: ["labels"])), "label") == [7, 0, 7])
  }

  @Test("Sizes that do not hold, and labels that do not fit, are refused")
  func refused() throws {
    let folder = try DataFolder([
      "images": images, "two": idxFile([2], [1, 2]), "cut": Array(images.dropLast()), "long": images + [0],
      "huge": idxFile([.max, .max, .max], []), "none": idxFile([0, 2, 2], []), "short": [0, 0, 8, 3, 0],
    ])
    func failure(_ file: String, labels: String? = nil) -> String {
      folder.failure(DataSources(files: [file], format: .idx, labels: labels.map { [file: $0] } ?? [:]))
    }
    #expect(
      failure("images", labels: "two").hasPrefix("two: this cannot be read as IDX: 2 labels for 3 images"))
    #expect(failure("images", labels: "images").contains("3 indices where 1 are expected"))
    #expect(failure("images", labels: "nothing").hasPrefix("nothing: there is no such file"))
    #expect(failure("cut").contains("its sizes (3, 2, 2) need 12 bytes, and there are 11"))
    #expect(failure("long").contains("need 12 bytes, and there are 13"))
    #expect(failure("huge").contains("its sizes are (4294967295"))
    #expect(failure("none").contains("hold no values") && failure("short").contains("cut short"))
    let unused = folder.failure(DataSources(files: ["images"], labels: ["two": "two"]))
    #expect(unused.hasPrefix("two: labels are named for this file"))
  }
}
