import LiquidData
import Testing

@Suite("Files of other programs")
struct ForeignFileTests {
  static let examples: [(name: String, head: [UInt8], kind: String, command: String)] = [
    (
      "x.parquet", Array("PAR1".utf8), "a Parquet file",
      "pandas.read_parquet('x.parquet').to_csv('x.csv', index=False)"
    ),
    ("x", Array("ARROW1\0\0".utf8), "a Feather or Arrow file", "pandas.read_feather('x').to_csv('x.csv'"),
    ("x.feather", Array("FEA1".utf8), "a Feather or Arrow file", "read_feather('x.feather')"),
    ("x.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an Excel workbook", "read_excel('x.xls')"),
    ("x.h5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "an HDF5 file", "h5py.File('x.h5')['NAME']"),
    ("x.bin", [0x80, 4, 0x95, 0], "a Python pickle", "read_pickle('x.bin')"),
    ("x.mat", Array("MATLAB 5.0 MAT-file".utf8), "a MATLAB file", "loadmat('x.mat')"),
    ("y.mat", Array("MATLAB 7.3 MAT-file".utf8), "a MATLAB file", "h5py.File('y.mat')"),
  ]

  @Test(
    "They are known by their first bytes and refused with the command that converts them",
    arguments: examples.indices)
  func refused(index: Int) throws {
    let (name, head, kind, command) = Self.examples[index]
    let folder = try DataFolder([name: head + [UInt8](repeating: 0, count: 600)])
    let message = folder.failure(DataSources(files: [name]))
    #expect(
      message.hasPrefix("\(name): this is \(kind), which is not read; convert it: python3 -c"), "\(message)")
    #expect(
      message.contains(command.replacing("('", with: "('\(folder.path)/")) || message.contains(command),
      "\(message)")
  }

  @Test("Spreadsheets are archives, known by what is in them")
  func spreadsheets() throws {
    let excel = Packed.zip([("[Content_Types].xml", [1]), ("xl/workbook.xml", [1]), ("xl/styles.xml", [1])])
    let open = Packed.zip([("mimetype", [1]), ("content.xml", [1])])
    let folder = try DataFolder(["x.xlsx": excel, "x.ods": open])
    #expect(folder.failure(DataSources(files: ["x.xlsx"])).contains("an Excel workbook, which is not read"))
    #expect(folder.failure(DataSources(files: ["x.ods"])).contains("an OpenDocument spreadsheet"))
  }

  @Test("A name that would end the command's quotes is not put into it")
  func quotes() throws {
    let message = try DataFolder(["it's.parquet": Array("PAR1".utf8)]).failure(
      DataSources(files: ["it's.parquet"]))
    #expect(message.contains("read_parquet('FILE')"), "\(message)")
  }
}
