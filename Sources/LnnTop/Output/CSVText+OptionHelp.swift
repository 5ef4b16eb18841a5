import Text

extension CSVText {
  /// The help of the option of each command that writes CSV.
  static let optionHelp = "put ' before texts in CSV that a spreadsheet would take for formulas"
}
