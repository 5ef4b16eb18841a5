import LnnTop
import Testing

@Suite struct MachineTests {
  @Test(arguments: [
    ("fpu sse2 avx avx2 bmi2 fma avx512f avx512bw avx512cd avx512dq avx512vl", 512),
    ("fpu sse2 avx avx2 bmi2 fma avx512f", 256), ("fpu sse2 avx", 128),
  ])
  func itsVectorsAreThoseTheKernelsChoose(flags: String, bits: Int) {
    let text =
      "processor\t: 0\nmodel name\t: Abacus 9000 \nflags\t\t: \(flags)\n\nprocessor\t: 1\nflags\t: fpu\n"
    let machine = Machine(cpuInfo: text, loadAverage: "0.25 0.50 0.75 1/99 1234", cores: 2)
    #expect(machine == Machine(cpu: "Abacus 9000", cores: 2, vectorBits: bits, load: 0.25))
  }

  @Test func aSystemThatSaysNothingIsStillDescribed() {
    let machine = Machine(cpuInfo: "", loadAverage: "", cores: 4)
    #expect(machine == Machine(cpu: "unknown CPU", cores: 4, vectorBits: 128, load: nil))
  }
}
