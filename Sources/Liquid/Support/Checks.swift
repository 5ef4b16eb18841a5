/// Ends the program with a message where a caller broke a rule that the documentation states. Unlike `precondition`, it
/// says so in optimised builds as well.
@inline(__always)
package func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
  if !condition { fail(message(), file: file, line: line) }
}

@inline(never)
package func fail(_ message: String, file: StaticString = #fileID, line: UInt = #line) -> Never {
  fatalError(message, file: file, line: line)
}

extension [Float] {
  /// The place of the first element that is NaN or infinite; nil where all are finite numbers.
  ///
  /// Cost: about a tenth of a nanosecond an element, so that it can be asked at each step.
  package var firstNotFinite: Int? {
    withUnsafeBufferPointer { elements in
      // Exponents of ones alone mark what is not finite; sums of bits are computed many at a time, unlike a search.
      var marks: UInt32 = 0
      for element in elements {
        let exponent = element.bitPattern & 0x7F80_0000
        marks |= (exponent &+ 0x0080_0000) & 0x8000_0000
      }
      return marks == 0 ? nil : elements.firstIndex { !$0.isFinite }
    }
  }
}
