import Foundation

/// A value of a row that a `Predictor` is given.
///
/// Literals are values: `["speed": 18.7, "gear": "third", "crosswind": nil]`.
public enum InputValue: Sendable, Hashable {
  /// A number in the column's own unit, or a date in seconds since 1970 UTC. NaN and infinities are missing, as in files.
  case number(Double)
  /// A field as it would stand in a file: a category, a date, a number in the marks of the training's files, or one of
  /// their words for a missing value.
  case text(String)
  /// Filled as in training.
  case missing

  /// A moment, as seconds since 1970.
  public static func date(_ date: Date) -> InputValue { .number(date.timeIntervalSince1970) }
}

extension InputValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
  ExpressibleByNilLiteral
{
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  public init(stringLiteral value: String) { self = .text(value) }
  /// `nil` is a missing value.
  public init(nilLiteral: ()) { self = .missing }
}

/// What can stand in a row for an `InputValue`: numbers, texts, dates, and optionals of them.
public protocol InputValueConvertible {
  var inputValue: InputValue { get }
}

extension InputValue: InputValueConvertible {
  /// The value itself.
  public var inputValue: InputValue { self }
}

extension Double: InputValueConvertible {
  /// A number.
  public var inputValue: InputValue { .number(self) }
}

extension Float: InputValueConvertible {
  /// A number.
  public var inputValue: InputValue { .number(Double(self)) }
}

extension Int: InputValueConvertible {
  /// A number.
  public var inputValue: InputValue { .number(Double(self)) }
}

extension String: InputValueConvertible {
  /// A text, read as a field of the training's files was.
  public var inputValue: InputValue { .text(self) }
}

extension Substring: InputValueConvertible {
  /// A text, read as a field of the training's files was.
  public var inputValue: InputValue { .text(String(self)) }
}

extension Date: InputValueConvertible {
  /// A moment.
  public var inputValue: InputValue { .date(self) }
}

extension Optional: InputValueConvertible where Wrapped: InputValueConvertible {
  /// The value, or a missing one.
  public var inputValue: InputValue { self?.inputValue ?? .missing }
}
