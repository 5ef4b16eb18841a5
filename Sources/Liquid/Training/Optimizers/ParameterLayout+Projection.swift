extension ParameterLayout {
  /// Moves every parameter to the nearest value that its constraint allows.
  public func project(_ parameters: inout [Float]) {
    for entry in entries { entry.project(&parameters) }
  }
}

extension ParameterLayout.Entry {
  /// Moves the tensor's elements to the nearest values that its constraint allows.
  func project(_ parameters: inout [Float]) {
    switch constraint {
    case .none: return
    case .nonNegative: for index in range where parameters[index] < 0 { parameters[index] = 0 }
    case .positive:
      let floor = ParameterLayout.Constraint.positiveFloor
      for index in range where parameters[index] < floor { parameters[index] = floor }
    }
  }
}
