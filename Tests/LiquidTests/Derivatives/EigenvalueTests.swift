import Foundation
import Liquid
import TestSupport
import Testing

@Suite struct EigenvalueTests {
  @Test
  func haveTheTraceOfEveryPowerAndTheDeterminant() throws {
    try withSeeds(Thoroughness.cases(60)) { seed, generator in
      let size = 1 + generator.integer(below: 24)
      let matrix = generator.matrix(size)
      let values = try #require(matrix.eigenvalues())
      #expect(values.count == size)
      #expect(values.map(\.magnitude) == values.map(\.magnitude).sorted(by: >))
      // Relative to what the powers of the largest could add up to.
      let largest = values[0].magnitude
      var power = Matrix.identity(size)
      var powers = values.map { _ in Eigenvalue(real: 1) }
      for exponent in 1...4 {
        power = power * matrix
        powers = zip(powers, values).map { $0 * $1 }
        let (sum, imaginary) = (powers.reduce(0) { $0 + $1.real }, powers.reduce(0) { $0 + $1.imaginary })
        let scale = Double(size) * pow(largest, Double(exponent))
        #expect((sum - power.trace).magnitude < 1e-11 * scale, "seed \(seed), power \(exponent)")
        #expect(imaginary.magnitude < 1e-11 * scale)
      }
      let product = values.reduce(Eigenvalue(real: 1)) { $0 * $1 }
      let determinant = matrix.eliminated(minus: Eigenvalue(real: 0)).product
      #expect((product.real - determinant.real).magnitude < 1e-9 * max(determinant.magnitude, 1e-300))
    }
  }

  @Test
  func makeTheMatrixSingular() throws {
    try withSeeds(20) { seed, generator in
      let size = 2 + generator.integer(below: 15)
      let matrix = generator.matrix(size)
      for value in try #require(matrix.eigenvalues()) {
        let pivots = matrix.eliminated(minus: value)
        #expect(pivots.smallest < 1e-9 * pivots.largest, "seed \(seed), \(value)")
      }
    }
  }

  @Test
  func areThoseThatAMatrixWasMadeOf() throws {
    // Blocks on the diagonal, in a rotated basis.
    var blocks = Matrix(rows: 7, columns: 7)
    blocks[0, 0] = 3
    (blocks[1, 1], blocks[1, 2], blocks[2, 1], blocks[2, 2]) = (-1, 2, -2, -1)
    (blocks[3, 3], blocks[3, 4], blocks[4, 3], blocks[4, 4]) = (0.5, 0.25, -0.25, 0.5)
    blocks[5, 5] = 1e-3
    var generator = SeededGenerator(seed: 9)
    let (turn, back) = generator.rotation(7)
    let found = try #require((turn * blocks * back).eigenvalues())
    let expected = [(3, 0), (-1, 2), (-1, -2), (0.5, 0.25), (0.5, -0.25), (1e-3, 0), (0, 0)]
    for (value, (real, imaginary)) in zip(found, expected) {
      #expect((value.real - real).magnitude < 1e-13 && (value.imaginary - imaginary).magnitude < 1e-13)
    }
  }

  @Test(arguments: [2, 3, 4, 7, 12])
  func ofAShiftRoundInACircleAreTheRootsOfOne(size: Int) throws {
    // A usual shift leaves such a matrix as it is.
    var shift = Matrix(rows: size, columns: size)
    for row in 0..<size { shift[row, (row + 1) % size] = 1 }
    for value in try #require(shift.eigenvalues()) {
      let turns = atan2(value.imaginary, value.real) / (2 * .pi) * Double(size)
      #expect((value.magnitude - 1).magnitude < 1e-13 && (turns - turns.rounded()).magnitude < 1e-12)
    }
  }

  @Test
  func ofSpecialMatricesAreWhatTheyMustBe() {
    #expect(Matrix(rows: 0, columns: 0).eigenvalues() == [])
    #expect(Matrix(rows: 3, columns: 3).eigenvalues()?.map(\.magnitude) == [0, 0, 0])
    #expect(Matrix.identity(4).eigenvalues()?.map(\.real) == [1, 1, 1, 1])
    var jordan = Matrix.identity(3)
    (jordan[0, 1], jordan[1, 2]) = (1, 1)
    #expect(jordan.eigenvalues()?.map(\.real) == [1, 1, 1])
    for damage in [Double.nan, .infinity] {
      #expect(Matrix(rows: 2, columns: 2, values: [1, damage, 0, 1]).eigenvalues() == nil)
    }
  }

  @Test
  func ofSymmetricMatricesAreThoseOfJacobisRotations() throws {
    try withSeeds(30) { seed, generator in
      let size = 1 + generator.integer(below: 14)
      let any = generator.matrix(size)
      var matrix = any
      for row in 0..<size {
        for column in 0..<size { matrix[row, column] = any[row, column] + any[column, row] }
      }
      let found = try #require(SymmetricEigenvectors(of: matrix))
      let others = try #require(matrix.eigenvalues()).map(\.real).sorted(by: >)
      let scale = matrix.largestMagnitude * Double(size)
      #expect(zip(found.values, others).allSatisfy { ($0 - $1).magnitude < 1e-12 * scale }, "seed \(seed)")
      for (index, vector) in found.vectors.enumerated() {
        for row in 0..<size {
          let image = zip(matrix.row(row), vector).reduce(0) { $0 + $1.0 * $1.1 }
          #expect((image - found.values[index] * vector[row]).magnitude < 1e-12 * scale)
        }
        for (other, second) in found.vectors.enumerated() {
          let product = zip(vector, second).reduce(0) { $0 + $1.0 * $1.1 }
          #expect((product - (other == index ? 1 : 0)).magnitude < 1e-12)
        }
      }
    }
    #expect(SymmetricEigenvectors(of: Matrix(rows: 1, columns: 1, values: [.nan])) == nil)
  }

  @Test(arguments: [(0.5, 1.0, 1 / log(2.0)), (1, 2, .infinity), (0, 2, 0), (2, 1, -1 / log(2.0))])
  func timeScalesAreTheTimeToOneOverE(magnitude: Double, elapsed: Double, expected: Double) {
    let values = [Eigenvalue(real: magnitude), Eigenvalue(real: 0, imaginary: -magnitude)]
    for value in values { #expect(value.timeScale(elapsed: elapsed) == expected) }
  }
}

extension Eigenvalue {
  fileprivate static func * (a: Eigenvalue, b: Eigenvalue) -> Eigenvalue {
    Eigenvalue(
      real: a.real * b.real - a.imaginary * b.imaginary,
      imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }

  fileprivate static func - (a: Eigenvalue, b: Eigenvalue) -> Eigenvalue {
    Eigenvalue(real: a.real - b.real, imaginary: a.imaginary - b.imaginary)
  }

  fileprivate static func / (a: Eigenvalue, b: Eigenvalue) -> Eigenvalue {
    let size = b.real * b.real + b.imaginary * b.imaginary
    let product = a * Eigenvalue(real: b.real, imaginary: -b.imaginary)
    return Eigenvalue(real: product.real / size, imaginary: product.imaginary / size)
  }
}

extension Matrix {
  fileprivate var trace: Double { (0..<rows).reduce(0) { $0 + self[$1, $1] } }

  /// The pivots of Gaussian elimination of the matrix less a multiple of the identity, with full pivoting.
  fileprivate func eliminated(
    minus value: Eigenvalue
  ) -> (product: Eigenvalue, smallest: Double, largest: Double) {
    var left = (0..<rows).map { row in
      (0..<rows).map { Eigenvalue(real: self[row, $0]) - (row == $0 ? value : Eigenvalue(real: 0)) }
    }
    var product = Eigenvalue(real: 1)
    var pivots: [Double] = []
    for step in 0..<rows {
      let places = (step..<rows).flatMap { row in (step..<rows).map { (row: row, column: $0) } }
      let best =
        places.max { left[$0.row][$0.column].magnitude < left[$1.row][$1.column].magnitude } ?? (step, step)
      if best.row != step {
        left.swapAt(best.row, step)
        product = product * Eigenvalue(real: -1)
      }
      if best.column != step {
        for row in 0..<rows { left[row].swapAt(best.column, step) }
        product = product * Eigenvalue(real: -1)
      }
      let pivot = left[step][step]
      product = product * pivot
      pivots.append(pivot.magnitude)
      if pivot.magnitude == 0 { continue }
      for row in step + 1..<max(rows, step + 1) {
        let factor = left[row][step] / pivot
        for column in step..<rows { left[row][column] = left[row][column] - factor * left[step][column] }
      }
    }
    return (product, pivots.min() ?? 0, pivots.max() ?? 0)
  }
}

extension SeededGenerator {
  /// Standard normal elements, some matrices with many zeros among them.
  fileprivate mutating func matrix(_ size: Int) -> Matrix {
    let density = uniform(0.3, 1.5)
    return Matrix(
      rows: size, columns: size,
      values: (0..<size * size).map { _ in uniform() < density ? normal() : 0 })
  }

  /// A rotation and its inverse, from random turns in planes.
  fileprivate mutating func rotation(_ size: Int) -> (Matrix, Matrix) {
    var (turn, back) = (Matrix.identity(size), Matrix.identity(size))
    for first in 0..<size {
      for second in first + 1..<size {
        let angle = uniform(-3, 3)
        var plane = Matrix.identity(size)
        (plane[first, first], plane[second, second]) = (cos(angle), cos(angle))
        (plane[first, second], plane[second, first]) = (-sin(angle), sin(angle))
        var inverse = plane
        (inverse[first, second], inverse[second, first]) = (sin(angle), -sin(angle))
        (turn, back) = (turn * plane, inverse * back)
      }
    }
    return (turn, back)
  }
}
