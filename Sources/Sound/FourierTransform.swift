import CFFTW
import Foundation

/// The discrete Fourier transform of real signals of one length, by FFTW in single precision.
///
/// Each has its own buffers, so that one may be used on one thread while others are used on other threads.
final class FourierTransform {
  /// The length of the signals.
  let size: Int
  // Sound: only deinit frees these three, and only this object uses them.
  private let plan: fftwf_plan
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<fftwf_complex>

  /// FFTW makes and destroys plans with tables that all threads share; only executing them needs no lock.
  private static let planning = NSLock()

  /// - Throws: if the memory does not suffice.
  init(size: Int) throws(SoundError) {
    precondition(size > 0 && size <= 1 << 24, "a transform of \(size) numbers")
    self.size = size
    guard let input = fftwf_alloc_real(size), let output = fftwf_alloc_complex(size / 2 + 1) else {
      throw SoundError("no memory")
    }
    self.input = input
    self.output = output
    let made = Self.planning.withLock { fftwf_plan_dft_r2c_1d(Int32(size), input, output, FFTW_ESTIMATE) }
    guard let made else {
      fftwf_free(input)
      fftwf_free(output)
      throw SoundError("no memory")
    }
    plan = made
  }

  deinit {
    Self.planning.withLock { fftwf_destroy_plan(plan) }
    fftwf_free(input)
    fftwf_free(output)
  }

  /// Writes the squared magnitudes of the transform, `[size / 2 + 1]`, of what `fill` writes into a buffer of zeros,
  /// `[size]`.
  func power(into power: inout [Float], fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
    let buffer = UnsafeMutableBufferPointer(start: input, count: size)
    buffer.update(repeating: 0)
    fill(buffer)
    fftwf_execute(plan)
    for bin in 0...size / 2 {
      let (real, imaginary) = output[bin]
      power[bin] = real * real + imaginary * imaginary
    }
  }
}
