import LiquidData
import Text

extension OptionRow<TrainOptions> {
  /// The groups that are one part of the data alone.
  static let groupRows: [OptionRow<TrainOptions>] = [
    .optional(
      "hold-out", \.holdOut, .heldOut, shownDefault: "as --split says",
      "the groups that are the test part and in no other, such as speaker=george; benchmark takes a column alone and"
        + " holds out each of its values in turn"
    ).objecting { options in
      guard let held = options.holdOut, held.values.isEmpty else { return nil }
      return .badValue(
        option: "--hold-out", value: held.column,
        problem: .malformed("a column and values, such as speaker=george"))
    },
    .optional(
      "validate-on", \.validateOn, .heldOut, shownDefault: "a share of what is not held out",
      "the groups that are the validation part; a column alone: the group after those that are held out"
    ).objecting { options in
      guard let group = options.validateOn, group.values.isEmpty, group.column != options.holdOut?.column
      else {
        return nil
      }
      return .needs(
        option: "--validate-on \(group.column)", other: "values, or --hold-out \(group.column)=VALUE")
    },
  ]
}

extension ValueFormat where Value == HeldOut {
  /// A column, and perhaps values.
  fileprivate static var heldOut: Self {
    Self(
      placeholder: "COLUMN=VALUES",
      parse: { word throws(ValueProblem) in
        let (column, values) = QuotedList.readNamed(word)
        guard !column.isEmpty, values?.contains("") != true else {
          throw .malformed("a column and values, such as speaker=george,lucas")
        }
        return HeldOut(column: column, values: values ?? [])
      },
      text: { QuotedList.text($0.column, $0.values) })
  }
}

extension ValueFormat where Value == SoundOptions {
  /// Names with values.
  static var sound: Self {
    Self(
      placeholder: "KEY=VALUE,...",
      parse: { word throws(ValueProblem) in
        do {
          return try SoundOptions(text: word)
        } catch {
          throw .malformed("keys with values, such as features=mfcc,bands=26: \(error)")
        }
      },
      text: { $0.text })
  }
}
