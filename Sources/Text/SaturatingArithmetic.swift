/// Arithmetic on numbers that come from files and from people: the nearest integer where the plain operation would end
/// the program.
extension Int {
  /// The number without its fraction; the nearest integer where it is larger than all or smaller, 0 for NaN.
  package init(saturating value: some BinaryFloatingPoint) {
    if let exact = Int(exactly: value.rounded(.towardZero)) {
      self = exact
    } else {
      self = value.isNaN ? 0 : value < 0 ? .min : .max
    }
  }

  /// The product of two sizes.
  package func saturatingProduct(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
  }

  /// The sum of two sizes.
  package func saturatingSum(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
