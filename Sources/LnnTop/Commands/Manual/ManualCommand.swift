import Foundation
import Text

/// `lnn-top manual`: the pages of the manual, for `man`.
struct ManualCommand: Command {
  let options: ManualOptions

  func run(in context: CommandContext) throws -> Int32 {
    let pages = ManualPage.all(date: Self.date(environment: context.locations.environment))
    guard let folder = options.folder else {
      let name = ([ProgramVersion.name] + options.words).joined(separator: "-")
      guard let page = pages.first(where: { $0.name == name }) else {
        let nearest = EditDistance.nearest(to: name, among: pages.map(\.name))
        throw CommandFailure(
          "there is no page \(name.quoted)\(nearest.map { "; did you mean \($0.quoted)?" } ?? "")")
      }
      try Console.writeResult(page.text)
      return ExitStatus.success
    }
    let output = try OutputFolder(path: folder, option: "--out")
    for page in pages {
      let path = "\(output.path)/\(page.name).1"
      do {
        try Data("\(page.text)\n".utf8).write(to: URL(filePath: path), options: .atomic)
      } catch {
        throw CommandFailure("\(path) cannot be written: \(FileFailure.reason(error))")
      }
    }
    return ExitStatus.success
  }

  /// Today's, or that which the environment has for files that are to be the same whenever they are made.
  ///
  /// Source: https://reproducible-builds.org/specs/source-date-epoch/
  private static func date(environment: [String: String]) -> String {
    let seconds = environment["SOURCE_DATE_EPOCH"].flatMap(Double.init)
    let date = seconds.map { Date(timeIntervalSince1970: $0) } ?? Date()
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: date)
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ]
    return "\(months[(parts.month ?? 1) - 1]) \(parts.day ?? 1), \(parts.year ?? 1970)"
  }
}

/// Everything that `lnn-top manual` can be told.
public struct ManualOptions: CommandOptions {
  /// The command's; none: the program's page.
  public var words: [String] = []
  /// Where all pages are written; nil: one is printed.
  public var folder: String?

  public init() {}

  package static let table = CommandTable<ManualOptions>(
    name: "manual",
    summary: "print a page of the manual",
    details: """
      Prints the page about a command, or about the program, in the language that man reads: 'lnn-top manual train | man -l -' \
      shows it where the pages are not installed.
      """,
    example: "lnn-top manual task check",
    positionals: [.repeated("COMMAND", isRequired: false, \.words, "the command's words; none: the program")],
    groups: [
      OptionGroup(
        "Output",
        [.optional("out", \.folder, .text("DIR"), "write all pages into DIR, each a file of its own")])
    ])
}
