import Foundation
import LiquidData
import TestSupport
import Testing

@Suite("How tables are written")
struct ReadingOptionsTests {
  @Test(
    "Marks within numbers are decided by the whole file",
    arguments: [
      ("a;b\n0,5;970\n1,25;1.000\n", [970, 1000.0]), ("a;b\n1;1.234.567\n2;89\n", [1_234_567, 89]),
      ("a,b\n0.5,\"4,787,699\"\n1,\"5\"\n", [4_787_699, 5]),
      ("a,b\n1,\"$1,200.00\"\n2,\"-$3.50\"\n", [1200, -3.5]),
      ("a;b\n1;12 %\n2;7 %\n", [12, 7]), ("a;b\n1;1 234,5\n2;2 000,25\n", [1234.5, 2000.25]),
      ("a;b\n1;1'234.5\n2;7\n", [1234.5, 7]),
      ("a;b\n1;€ 5,50\n2;7,25 €\n", [5.5, 7.25]), ("a,b\n1,1.000\n2,2.500\n", [1, 2.5]),
    ])
  func marks(text: String, values: [Double]) throws {
    #expect(numbers(try readTable(text), "b") == values)
  }

  @Test("What is open is told with the option that reads it otherwise, and the option does")
  func openMarks() throws {
    let open = try readTable("a;b\n1;1.000\n2;2.500\n")
    #expect(numbers(open, "b") == [1, 2.5])
    #expect(open.warnings.count == 1 && open.warnings[0].contains("--thousands point"))
    let told = try readTable("a;b\n1;1.000\n2;2.500\n", ReadingOptions { $0.thousands = .point })
    #expect(numbers(told, "b") == [1000, 2500])
    #expect(told.warnings == [])
    let comma = try readTable("a\tb\n1\t1,5\n", ReadingOptions { $0.decimal = .comma })
    #expect(numbers(comma, "b") == [1.5])
  }

  @Test("Groups that are not of three digits make no number", arguments: ["1,23,456", "12,34", "1,2345"])
  func wrongGroups(spelling: String) throws {
    let table = try readTable("a,b\n0.5,\"\(spelling)\"\n1.5,\"2.5\"\n")
    #expect(table.column(named: "b")?.kindName == "text")
  }

  @Test(
    "A file without a header is found and told",
    arguments: ["0,0,0.000,1.000\n1,0,0.166,0.986\n2,0,0.327,0.945\n", "0,112,5,7\n1,119,5,7\n2,127,5,7\n"])
  func headerless(text: String) throws {
    let table = try readTable(text)
    #expect(table.columnNames == ["column 1", "column 2", "column 3", "column 4"] && table.rowCount == 3)
    #expect(table.warnings.count == 1 && table.warnings[0].contains("--header yes"))
    #expect(try readTable(text, ReadingOptions { $0.hasHeader = true }).rowCount == 2)
  }

  @Test("Years that head their columns are names")
  func years() throws {
    let table = try readTable("2019,2020,2021\n5.1,5.2,5.3\n6.1,6.2,6.3\n")
    #expect(table.columnNames == ["2019", "2020", "2021"])
  }

  @Test("The option says that a header of texts is a row")
  func noHeader() throws {
    let table = try readTable("a,b\nc,d\n", ReadingOptions { $0.hasHeader = false })
    #expect(table.texts("column 1") == ["a", "c"])
  }

  @Test("Comments are skipped, and name the columns of a file without a header")
  func comments() throws {
    let text =
      "# Activity: walk\n# Columns: time,left,right\n0,30.24,20.54\n1,30.25,20.5\n# a remark\n2,30.5,20\n"
    let table = try readTable(text)
    #expect(table.columnNames == ["time", "left", "right"] && table.rowCount == 3)
    let own = try readTable("% made, by hand\na,b\n1,2\n")
    #expect(own.columnNames == ["a", "b"] && own.rowCount == 1)
    let told = try readTable("a,b\n//1,2\n3,4\n", ReadingOptions { $0.comment = "//" })
    #expect(numbers(told, "a") == [3])
  }

  @Test("Lines before the header are skipped as told")
  func skippedLines() throws {
    let table = try readTable(
      "Station 7\r\nall values are means\r\na,b\r\n1,2\r\n", ReadingOptions { $0.skippedLines = 2 })
    #expect(numbers(table, "b") == [2] && table.lines == [4])
  }

  @Test(
    "Fields are separated by more than commas",
    arguments: [("|", nil as Separator?), ("!", Separator(word: "!"))])
  func separators(mark: String, told: Separator?) throws {
    let table = try readTable(
      "a,b|c\n1,2|3\n".replacing(",", with: mark).replacing("|", with: mark),
      ReadingOptions { $0.separator = told })
    #expect(table.columnNames == ["a", "b", "c"] && numbers(table, "c") == [3])
  }

  @Test("Letters of other encodings are read and told where they are guessed")
  func encodings() throws {
    let latin = try readTable([UInt8]("x,na".utf8) + [0xEF, 0x80] + [UInt8]("\n1,2\n".utf8))
    #expect(latin.columnNames == ["x", "naï€"])
    #expect(latin.warnings.count == 1 && latin.warnings[0].contains("--encoding"))
    let text = "x,größe 𝛼\n1,2\n3,4\n"
    for isBig in [true, false] {
      for mark in [[UInt16(0xFEFF)], []] {
        let bytes = (mark + Array(text.utf16)).flatMap { unit -> [UInt8] in
          let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
          return isBig ? pair : pair.reversed()
        }
        let table = try readTable(bytes)
        #expect(table.columnNames == ["x", "größe 𝛼"] && numbers(table, "x") == [1, 3])
      }
    }
  }

  @Test("The words for missing values are those that are told")
  func missingWords() throws {
    let text = "x,c\n1,NA\n.,a\n3,None\n"
    let table = try readTable(text, ReadingOptions { $0.missingWords = [".", "None"] })
    #expect(numbers(table, "x").map(\.isNaN) == [false, true, false])
    #expect(table.texts("c") == ["NA", "a", nil])
    #expect(try readTable(text).texts("x") == ["1", ".", "3"])
  }

  @Test("Identifiers stay as they stand: those of the sequence, and columns that are told")
  func identifiers() throws {
    let text = "id,code,x\n001,1.0,1\n01,1,2\n1,+1,3\n"
    let table = try readTable(
      text, ReadingOptions { $0.textColumns = ["code"] }, roles: ReadingRoles(sequence: "id"))
    #expect(table.texts("id") == ["001", "01", "1"] && table.texts("code") == ["1.0", "1", "+1"])
    #expect(numbers(try readTable(text), "id") == [1, 1, 1])
  }

  @Test("Repeated names are renamed and told")
  func repeatedNames() throws {
    let table = try readTable("x,x,y,x.1\n1,2,3,4\n")
    #expect(table.columnNames == ["x", "x.2", "y", "x.1"])
    #expect(table.warnings.count == 1)
  }

  @Test("A row with another separator is told by its name")
  func otherSeparator() throws {
    let error = #expect(throws: DataError.self) { try readTable("a,b,c\n1,2,3\n4;5;6\n7,8,9\n") }
    #expect(error?.line == 3 && error?.description.contains("semicolons") == true)
  }
}
