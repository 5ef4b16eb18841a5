/// What each element of a vector is computed from; `i` is the element's index in the target.
package indirect enum ElementExpression: Sendable, Hashable {
  /// Which element of an operand belongs to element i.
  package enum Index: Sendable, Hashable {
    /// i
    case each
    /// 0, for all.
    case first
    /// i / n
    case group(of: Int)
    /// i modulo n
    case cycle(Int)

    package func place(_ element: Int) -> Int {
      switch self {
      case .each: element
      case .first: 0
      case .group(let size): element / size
      case .cycle(let length): element % length
      }
    }
  }

  package enum Function: Sendable, Hashable, CaseIterable {
    case negated
    case magnitude
    /// 1 / (1 + e^-x)
    case sigmoid
    case tanh
    /// e^x, of an x of at most 0 wherever it is used.
    case exp
    /// The standard normal distribution function.
    case normalCDF
    /// Of an x of at least 0.
    case squareRoot
    /// To the nearest whole number, halves to the even one.
    case rounded
  }

  package enum Operation: Sendable, Hashable, CaseIterable {
    case add, subtract, multiply, divide, minimum, maximum
  }

  case constant(Float)
  case constants([Float], Index)
  case element(StepProgram.Part, Index)
  case function(Function, ElementExpression)
  case operation(Operation, ElementExpression, ElementExpression)
}

extension ElementExpression {
  /// Element i of a part.
  package static func each(_ part: StepProgram.Part) -> ElementExpression { .element(part, .each) }
  /// The only element of a part.
  package static func scalar(_ part: StepProgram.Part) -> ElementExpression { .element(part, .first) }
  /// Element i of constants.
  package static func each(_ values: [Float]) -> ElementExpression { .constants(values, .each) }

  static func sigmoid(_ x: Self) -> Self { .function(.sigmoid, x) }
  static func tanh(_ x: Self) -> Self { .function(.tanh, x) }
  static func exp(_ x: Self) -> Self { .function(.exp, x) }
  static func squareRoot(_ x: Self) -> Self { .function(.squareRoot, x) }
  static func magnitude(_ x: Self) -> Self { .function(.magnitude, x) }
  static func rounded(_ x: Self) -> Self { .function(.rounded, x) }
  static func minimum(_ x: Self, _ y: Self) -> Self { .operation(.minimum, x, y) }
  static func maximum(_ x: Self, _ y: Self) -> Self { .operation(.maximum, x, y) }

  static func + (x: Self, y: Self) -> Self { .operation(.add, x, y) }
  static func - (x: Self, y: Self) -> Self { .operation(.subtract, x, y) }
  static func * (x: Self, y: Self) -> Self { .operation(.multiply, x, y) }
  static func / (x: Self, y: Self) -> Self { .operation(.divide, x, y) }
  static prefix func - (x: Self) -> Self { .function(.negated, x) }
}

extension ElementExpression: ExpressibleByFloatLiteral {
  package init(floatLiteral value: Float) { self = .constant(value) }
}

extension ElementExpression {
  /// Calls `visit` with each expression within this one, operands before what uses them, itself last.
  package func forEach(_ visit: (ElementExpression) -> Void) {
    switch self {
    case .constant, .constants, .element: break
    case .function(_, let x): x.forEach(visit)
    case .operation(_, let x, let y):
      x.forEach(visit)
      y.forEach(visit)
    }
    visit(self)
  }
}
