import Foundation
import Liquid
import Text

/// Chooses the whole numbers for a program from the ranges of its values.
struct FixedCompiler {
  private let program: StepProgram
  private let ranges: FixedRanges
  private let moments: FixedMoments
  private let formats: [FixedFormat]
  /// By the vector of the squares, and by that of the root.
  private let squares: Set<Int>
  private let spreads: [Int: StepProgram.Spread]

  init(_ program: StepProgram, ranges: FixedRanges, moments: FixedMoments) {
    self.program = program
    self.ranges = ranges
    self.moments = moments
    var formats = program.vectors.indices.map(ranges.format(ofVector:))
    formats[program.elapsed.vector] = ranges.elapsed
    // Whole numbers count exactly, and as far as 16 bits go: the range on the calibration rows would end with those.
    for counter in program.counters { formats[counter] = .whole }
    let spreads = program.spreads
    for spread in spreads { formats[spread.target.vector] = ranges.format(ofRootOf: spread.target.vector) }
    squares = Set(spreads.map(\.squares))
    self.spreads = Dictionary(spreads.map { ($0.target.vector, $0) }) { first, _ in first }
    self.formats = formats
  }

  func compile() throws(FixedPointError) -> FixedProgram {
    FixedProgram(
      program: program, formats: formats, indexChannels: program.indexChannels,
      joined: squares.union(spreads.keys), statements: try compile(program.statements, path: []))
  }

  private func compile(_ statements: [StepProgram.Statement], path: [Int]) throws(FixedPointError)
    -> [FixedStatement]
  {
    var compiled: [FixedStatement] = []
    for (index, statement) in statements.enumerated() {
      let place = path + [index]
      switch statement {
      case .linear(let linear):
        if let spread = spreads[linear.target.vector] {
          let (from, to) = (formats[spread.source.vector], formats[spread.target.vector])
          compiled.append(.spread(FixedSpread(spread, from: from, to: to)))
        } else {
          compiled.append(.linear(try compile(linear, at: place)))
        }
      case .map(let target, _) where squares.contains(target.vector): break
      case .synapses(let sums): compiled.append(.synapses(try compile(sums, at: place)))
      case .map(let target, let expression):
        var builder = FixedMapBuilder(
          formats: formats, ranges: ranges, roots: Set(spreads.keys),
          name: program.vectors[target.vector].name)
        let isState = program.vectors[target.vector].role == .state
        compiled.append(.map(try builder.map(target, expression, isState: isState, at: place)))
      case .groupSums(let target, let source, let size):
        guard size <= 1 << 15 else { throw .sums(part: program.vectors[target.vector].name, terms: size) }
        compiled.append(.groupSums(target: target, source: source, size: size, rescaling(source, target)))
      case .scatter(let target, let indices, let source):
        compiled.append(
          .scatter(target: target, indices: indices, source: source, rescaling(source, target)))
      case .lookup(let target, let source, let table):
        compiled.append(.lookup(try lookup(target, source, table)))
      case .repeated(let times, let body):
        compiled.append(.repeated(times: times, body: try compile(body, path: place)))
      }
    }
    return compiled
  }

  private func rescaling(_ source: StepProgram.Part, _ target: StepProgram.Part) -> FixedRescaling {
    FixedRescaling(from: formats[source.vector], to: formats[target.vector])
  }

  // MARK: - Tables

  private func lookup(_ target: StepProgram.Part, _ source: StepProgram.Part, _ table: [Float])
    throws(FixedPointError) -> FixedLookup
  {
    let (width, rows) = (target.count, table.count / target.count)
    let isIndex =
      source.vector == program.inputs.vector && program.indexChannels.contains(source.range.lowerBound)
    guard rows < 1 << 15 else { throw .rows(part: program.vectors[target.vector].name, rows: rows) }
    // The size of a unit of each row's numbers; a row of zeros needs none.
    let units = (0..<rows).map { row in
      Double(table[row * width..<(row + 1) * width].reduce(0) { max($0, $1.magnitude) }) / 127
    }
    let largest = units.max() ?? 0
    let least = units.filter { $0 > 0 }.min() ?? largest
    let exponent = FixedFormat.bits(for: largest, limit: 255) + (largest / least > 32 ? 8 : 0)
    let factors = units.map { Int(saturating: ($0 * exp2(Double(exponent)) - 1e-9).rounded(.up)) }
    let values = table.indices.map { place -> Int8 in
      let unit = Double(factors[place / width]) * exp2(-Double(exponent))
      return unit > 0 ? Int8((Double(table[place]) / unit).rounded()) : 0
    }
    return FixedLookup(
      target: target, source: source,
      index: FixedRescaling(from: isIndex ? .whole : formats[source.vector], to: .whole), values: values,
      factors: factors.map(UInt16.init),
      rescaling: FixedRescaling(from: FixedFormat(bits: exponent), to: formats[target.vector]))
  }

  // MARK: - Sums of products

  private func compile(_ linear: StepProgram.LinearStatement, at place: [Int]) throws(FixedPointError)
    -> FixedLinear
  {
    let name = program.vectors[linear.target.vector].name
    let terms = linear.terms.enumerated().map { index, term in
      FixedSumBuilder.Term(
        rows: (0..<term.matrix.rows).map(term.matrix.row).map { row in
          .init(places: row.map(\.column), weights: row.map { Double($0.value) })
        },
        bits: formats[term.source.vector].bits, largest: 32768, lowest: -127, highest: 127,
        moments: moments.sources[place + [index]])
    }
    let built = try FixedSumBuilder(name: name, rows: linear.target.count, terms: terms)
      .build(start: linear.start, startFormat: format(of: linear.start), to: formats[linear.target.vector])
    return FixedLinear(
      target: linear.target,
      terms: zip(linear.terms, built.weights).map { term, rows in
        .init(source: term.source, matrix: FixedMatrix(term.matrix, rows: rows.map { $0.map(Int8.init) }))
      },
      sum: built.sum)
  }

  private func format(of start: StepProgram.Start) -> FixedFormat? {
    start.parts.first.map { formats[$0.vector] }
  }

  private func compile(_ sums: StepProgram.SynapseStatement, at place: [Int]) throws(FixedPointError)
    -> FixedSynapses
  {
    let arguments = FixedSynapseArguments(
      sums.synapses, format: formats[sums.source.vector], means: moments.means[place])
    let isUnsigned = sums.synapses.allSatisfy { $0.allSatisfy { $0.w >= 0 } }
    func term(
      _ weight: (StepProgram.SynapseStatement.Synapse) -> Double, _ limits: ClosedRange<Int>, _ index: Int
    )
      -> FixedSumBuilder.Term
    {
      .init(
        rows: sums.synapses.map { row in .init(places: Array(row.indices), weights: row.map(weight)) },
        bits: FixedCurve.valueBits, largest: 32768, lowest: limits.lowerBound, highest: limits.upperBound,
        moments: nil, rowMoments: moments.synapses[place])
    }
    func build(_ target: StepProgram.Part, _ start: StepProgram.Start, _ term: FixedSumBuilder.Term)
      throws(FixedPointError) -> FixedSumBuilder.Built
    {
      try FixedSumBuilder(
        name: program.vectors[target.vector].name, rows: target.count, terms: [term]
      ).build(start: start, startFormat: format(of: start), to: formats[target.vector])
    }
    let conductance = try build(
      sums.conductance, sums.conductanceStart, term({ Double($0.w) }, isUnsigned ? 0...255 : -127...127, 0))
    let drive = try build(
      sums.drive, sums.driveStart, term({ Double($0.driveWeight) }, -127...127, 1))
    let synapses = sums.synapses.indices.map { target in
      sums.synapses[target].indices.map { index in
        FixedSynapses.Synapse(
          source: sums.synapses[target][index].source, slope: arguments.slopes[target][index],
          offset: arguments.offsets[target][index], weight: Int16(conductance.weights[0][target][index]),
          drive: Int8(drive.weights[0][target][index]))
      }
    }
    return FixedSynapses(
      conductance: sums.conductance, drive: sums.drive, source: sums.source, synapses: synapses,
      slopeZero: arguments.slopeZero, offsetShift: arguments.offsetShift,
      argumentShift: arguments.argumentShift, hasUnsignedWeights: isUnsigned,
      conductanceSum: conductance.sum, driveSum: drive.sum)
  }
}

extension FixedMatrix {
  /// - Parameter rows: the weights of each row, in the order of its entries.
  fileprivate init(_ matrix: ProgramMatrix, rows: [[Int8]]) {
    switch matrix {
    case .dense(let count, let columns, _):
      self = .dense(rows: count, columns: columns, rows.flatMap(\.self))
    case .sparse(let blocks, let starts, let columns, _):
      self = .sparse(blocks: blocks, starts: starts, columns: columns, values: rows.flatMap(\.self))
    }
  }
}

extension FixedProgram {
  /// - Parameter sequences: rows of the training part, from which the ranges come.
  /// - Throws: where the program cannot be held in so few bits.
  package init(_ program: StepProgram, calibratedOn sequences: [CalibrationSequence]) throws(FixedPointError)
  {
    let ranges = try FixedRanges(program, over: sequences)
    let moments = FixedMoments(program, over: sequences, longest: Float(ranges.elapsed.decode(.max)))
    self = try FixedCompiler(program, ranges: ranges, moments: moments).compile()
  }
}
