import LiquidData

/// A small good file of some format, to be damaged.
struct FuzzSeed {
  let name: String
  let bytes: [UInt8]
  /// How it is read.
  let sources: DataSources
  /// What else has to be in the folder.
  var others: [String: [UInt8]] = [:]

  static let all: [FuzzSeed] = tables + arrays + series + archives

  private static let csv =
    "time,speed,kind,day\n"
    + (0..<24).map { "\($0),\(Double($0) / 4),\($0 % 2 == 0 ? "up" : "\"do,wn\""),2020-01-\($0 % 28 + 1)\n" }
    .joined()

  private static func seed(_ name: String, _ text: String, _ format: DataSources.Format = .automatic)
    -> FuzzSeed
  {
    FuzzSeed(name: name, bytes: Array(text.utf8), sources: DataSources(files: [name], format: format))
  }

  private static let tables: [FuzzSeed] = [
    seed("a.csv", csv), seed("a.tsv", csv.replacing(",", with: "\t").replacing("\n", with: "\r\n")),
    seed("semicolons.csv", csv.replacing(",", with: ";").replacing(".", with: ",")),
    seed("headless.txt", (0..<20).map { "\($0 * 3 % 7).5 \($0) x\($0)\n" }.joined()),
    FuzzSeed(
      name: "joined.csv", bytes: Array(("id,x\n" + (0..<20).map { "\($0 % 3),\($0)\n" }.joined()).utf8),
      sources: DataSources(files: ["joined.csv"], join: .init(file: "keys.csv", key: "id")),
      others: ["keys.csv": Array("id,y\n0,5\n1,6\n2,7\n".utf8)]),
  ]

  private static let arrays: [FuzzSeed] = [
    array("a.npy", npyFile(shape: "(16, 2)", float64Bytes((0..<32).map { Double($0) }))),
    array("fortran.npy", npyFile(descr: ">i2", fortran: true, shape: "(3, 8, 2)", Array(0..<96))),
    array("two.npy", npyFile(descr: "|b1", shape: "(20,)", version: 2, (0..<20).map { $0 % 2 })),
    FuzzSeed(
      name: "images", bytes: idxFile([4, 5, 2], Array(0..<40)),
      sources: DataSources(files: ["images"], labels: ["images": "labels"]),
      others: ["labels": idxFile([4], [1, 0, 1, 0])]),
    FuzzSeed(
      name: "images.gz", bytes: Packed.gzip(idxFile([4, 5, 2], Array(0..<40))),
      sources: DataSources(files: ["images.gz"], limit: 3)),
  ]

  private static func array(_ name: String, _ bytes: [UInt8]) -> FuzzSeed {
    FuzzSeed(name: name, bytes: bytes, sources: DataSources(files: [name]))
  }

  private static let series: [FuzzSeed] = [
    seed(
      "a.ts",
      "@problemName p\n@timeStamps false\n@univariate false\n@dimensions 2\n@classLabel true a b\n@data\n"
        + (0..<6).map { "1,2.5,\($0):?,4,5:\($0 % 2 == 0 ? "a" : "b")\n" }.joined()),
    seed(
      "timed.ts",
      "@problemName p\n@timeStamps true\n@univariate true\n@targetLabel true\n@data\n"
        + (0..<5).map { "(0,1),(1.5,\($0)),(2,NaN):\($0).25\n" }.joined()),
    seed(
      "lines.jsonl",
      (0..<20).map { "{\"t\": \($0), \"v\": {\"x\": \($0).5, \"ok\": true}, \"w\": \"a\\n\\u00e9\"}\n" }
        .joined()),
    seed(
      "a.arff",
      "@relation r\n@attribute 'a b' numeric\n@attribute k {x,'y z'}\n@attribute d date \"yyyy-MM-dd\"\n@data\n"
        + (0..<10).map { "\($0),'y z',2020-01-1\($0 % 10)\n{0 \($0).5, 2 \"2020-02-01\"}\n" }.joined()),
    seed(
      "a.tsf",
      "@attribute series_name string\n@attribute start_timestamp date\n@attribute n numeric\n@frequency monthly\n@data\n"
        + (0..<6).map { "T\($0):2020-01-31 00-00-00:\($0):1,2.5,?,4\n" }.joined()),
    seed("last.csv", "a,b,c,label\n" + (0..<8).map { "1.5,2,\($0),up\n" }.joined(), .wide),
    seed("wide.txt", (0..<8).map { "  \($0 % 2)  1.5e+00  \($0)  3  NaN\n" }.joined(), .wide),
    FuzzSeed(
      name: "long.txt",
      bytes: Array(
        ("Time,Parameter,Value\n"
          + (0..<30).map { "0\($0 / 10):\(10 + $0),\($0 % 3 == 0 ? "HR" : "pH"),\($0)\n" }.joined())
          .utf8),
      sources: DataSources(
        files: ["long.txt"], format: .long, long: .init(time: "Time", variable: "Parameter", value: "Value"))),
  ]

  private static let archives: [FuzzSeed] = [
    FuzzSeed(
      name: "a.tar", bytes: Packed.tar([("s/1.csv", Array(csv.utf8)), ("s/2.csv", Array(csv.utf8))]),
      sources: DataSources(files: ["a.tar/s/*.csv"])),
    FuzzSeed(
      name: "a.zip", bytes: Packed.zip([("1.csv", Array(csv.utf8)), ("2.csv", Array(csv.utf8))]),
      sources: DataSources(train: ["a.zip/1.csv"], test: ["a.zip/2.csv"])),
    FuzzSeed(
      name: "a.csv.gz", bytes: Packed.gzip(Array(csv.utf8)), sources: DataSources(files: ["a.csv.gz"])),
  ]
}
