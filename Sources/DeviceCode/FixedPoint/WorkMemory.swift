import Liquid

/// Places for a program's temporaries in one array: vectors that are not needed at the same time share elements.
struct WorkMemory {
  /// The first element of each temporary, by vector.
  private(set) var places: [Int: Int] = [:]
  /// Elements of the array.
  private(set) var count = 0

  /// - Parameter unused: temporaries that the code has no values of.
  init(_ program: StepProgram, unused: Set<Int>) {
    var lives = Lifetimes(program).temporaries.filter { !unused.contains($0.key) }
      .map { (vector: $0.key, life: $0.value) }
    lives.sort { ($0.life.lowerBound, $0.vector) < ($1.life.lowerBound, $1.vector) }
    var placed: [(life: ClosedRange<Int>, elements: Range<Int>)] = []
    // Large ones first: small ones find room between them.
    let order = lives.sorted {
      (program.vectors[$1.vector].count, $0.vector) < (program.vectors[$0.vector].count, $1.vector)
    }
    for (vector, life) in order {
      let length = program.vectors[vector].count
      let taken = placed.filter { $0.life.overlaps(life) }.map(\.elements).sorted {
        $0.lowerBound < $1.lowerBound
      }
      var first = 0
      for elements in taken where elements.lowerBound < first + length {
        first = max(first, elements.upperBound)
      }
      placed.append((life, first..<first + length))
      places[vector] = first
      count = max(count, first + length)
    }
  }
}

/// From which statement to which each temporary must keep its values; statements of loops are counted once.
private struct Lifetimes {
  private(set) var temporaries: [Int: ClosedRange<Int>] = [:]
  private let program: StepProgram
  private var next = 0

  init(_ program: StepProgram) {
    self.program = program
    look(program.statements)
    touch(program.outputs.vector, at: next)
  }

  private mutating func look(_ statements: [StepProgram.Statement]) {
    for statement in statements {
      if case .repeated(_, let body) = statement {
        let known = Set(temporaries.keys)
        let first = next
        look(body)
        // What lived before the loop, and is touched in it, must last for all rounds; so must what a round reads before
        // it writes all of it.
        let kept = known.union(Self.carried(by: body, program))
        for vector in kept where temporaries[vector].map({ $0.upperBound >= first }) ?? false {
          touch(vector, at: first)
          touch(vector, at: next - 1)
        }
      } else {
        for part in statement.reads + statement.writes { touch(part.vector, at: next) }
        next += 1
      }
    }
  }

  private mutating func touch(_ vector: Int, at place: Int) {
    guard program.vectors[vector].role == .temporary else { return }
    let known = temporaries[vector] ?? place...place
    temporaries[vector] = min(known.lowerBound, place)...max(known.upperBound, place)
  }

  /// Vectors that a round of a loop touches before it writes them whole.
  private static func carried(by body: [StepProgram.Statement], _ program: StepProgram) -> Set<Int> {
    var (whole, carried) = (Set<Int>(), Set<Int>())
    for statement in body {
      if case .repeated(_, let inner) = statement {
        carried.formUnion(Self.carried(by: inner, program).subtracting(whole))
        carried.formUnion(inner.flatMap { $0.writes.map(\.vector) }.filter { !whole.contains($0) })
        continue
      }
      for part in statement.reads where !whole.contains(part.vector) { carried.insert(part.vector) }
      for part in statement.writes where !whole.contains(part.vector) {
        var isWhole = part.count == program.vectors[part.vector].count
        if case .scatter = statement { isWhole = false }
        if isWhole { whole.insert(part.vector) } else { carried.insert(part.vector) }
      }
    }
    return carried
  }
}
