/// Scales a gradient down to a Euclidean norm of at most `limit`, in place.
///
/// - Parameter limit: nil leaves the gradient as it is.
/// - Returns: the norm before. A norm that is not finite leaves the gradient as it is: the caller decides what to do.
public func clipGlobalNorm(_ gradient: inout [Float], to limit: Float?) -> Double {
  var sum = 0.0
  for value in gradient { sum += Double(value) * Double(value) }
  let norm = sum.squareRoot()
  if let limit, norm.isFinite, norm > Double(limit) {
    let scale = Float(Double(limit) / norm)
    for index in gradient.indices { gradient[index] *= scale }
  }
  return norm
}
