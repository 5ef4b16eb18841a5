import Liquid

// Rows of a heater as they come in: time, power, flow, inlet, outlet. By how much will the outlet change until the next?
let wiring = try Wiring.autoNCP(inputs: 4, units: 16, outputs: 1, seed: 2)
let learner = try OnlineLearner(model: Model(cell: try CfC(wiring: wiring), seed: 1), learningRate: 0.002)
// Networks learn best from numbers around 0: what the columns are like, roughly.
let scales: [(mean: Float, spread: Float)] = [(50, 25), (10, 3), (15, 2), (25, 8)]
var (last, prediction): ([Float]?, Float) = (nil, 0)
var (rows, errors, changes): (Int, [Float], [Float]) = (0, [], [])

func recent(_ errors: [Float]) -> Float { errors.suffix(1000).reduce(0, +) / Float(min(errors.count, 1000)) }

_ = readLine()  // the names
while let row = readLine()?.split(separator: ",").compactMap({ Float($0) }) {
  if let last {
    // The outlet that was predicted at the last row is known now; "no change" would have erred by its change.
    errors.append((prediction - row[4]).magnitude)
    changes.append((last[4] - row[4]).magnitude)
    try learner.learn([row[4] - last[4]])
  }
  let inputs = zip(row.dropFirst(), scales).map { ($0 - $1.mean) / $1.spread }
  prediction = row[4] + (try learner.predict(inputs, elapsed: row[0] - (last ?? row)[0]))[0]
  (last, rows) = (row, rows + 1)
  if rows % 1000 == 0 { print("row \(rows): error \(recent(errors)), no change \(recent(changes))") }
}
