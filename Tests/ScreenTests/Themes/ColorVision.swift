import Foundation
import Screen

/// How a person without one kind of cone sees a colour.
///
/// Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A physiologically-based model for simulation of color
/// vision deficiency", 2009, severity 1; the matrices act on linear sRGB.
struct ColorVision {
  let rows: [[Double]]

  static let protanopia = ColorVision(rows: [
    [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
  ])
  static let deuteranopia = ColorVision(rows: [
    [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
  ])

  func seen(_ color: Theme.Color) -> Theme.Color {
    let linear = [color.red, color.green, color.blue].map { component in
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = rows.map { row -> UInt8 in
      let value = min(1, max(0, zip(row, linear).map { $0 * $1 }.reduce(0, +)))
      let encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
      return UInt8((255 * encoded).rounded())
    }
    return Theme.Color(red: seen[0], green: seen[1], blue: seen[2])
  }
}
