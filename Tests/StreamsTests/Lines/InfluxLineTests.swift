import LiquidData
import Streams
import Testing

@Suite("Lines of InfluxDB's protocol") struct InfluxLineTests {
  typealias Case = (lines: [String], columns: [String], rows: [[InputValue]], times: [Double?])

  static let cases: [Case] = [
    (
      [#"m,tag=x field=1,other="s" 1465839830100400200"#], ["tag", "field", "other"], [["x", 1, "s"]],
      [1_465_839_830.100_400_2]
    ),
    (["cpu usage=0.5", "cpu usage=1i 2000000000"], ["usage"], [[0.5], [1]], [nil, 2]),
    (
      ["m a=-3i,b=4u,c=t,d=F,e=True,f=1e-3"], ["a", "b", "c", "d", "e", "f"], [[-3, 4, 1, 0, 1, 0.001]], [nil]
    ),
    ([#"a\ b\,c,t\=1=v\ w f\,g="x, \"y\" = \\ z" 0"#], ["t=1", "f,g"], [["v w", #"x, "y" = \ z"#]], [0]),
    (["m x=1 1", "m y=2 2", "m x=3,y=4 3"], ["x", "y"], [[1], [nil, 2], [3, 4]], [1e-9, 2e-9, 3e-9]),
    (["# comment", "m a=1", "m a=\"\""], ["a"], [[1], [nil]], [nil, nil]),
    (["m,größe=groß wärme=1"], ["größe", "wärme"], [["groß", 1]], [nil]),
  ]

  @Test("Each case gives its columns, rows and times", arguments: cases.indices)
  func reads(index: Int) {
    let (lines, columns, rows, times) = Self.cases[index]
    var options = LineOptions()
    if lines[0].hasPrefix("#") { options.format = .influx }
    let reading = LineReading(lines, options: options)
    #expect(reading.columns == columns)
    #expect(reading.rows == rows)
    #expect(reading.times == times)
    #expect(reading.broken == [:])
    #expect(reading.format == .influx)
  }

  @Test("Times may be in other units")
  func units() {
    var options = LineOptions()
    options.ticksPerSecond = 1_000
    #expect(LineReading(["m a=1 1500"], options: options).times == [1.5])
  }

  static let broken = [
    "m", "m ", "m a", "m a=", "m a=x", "m a=1,", "m,t a=1", "m,t= ", ",t=1 a=1", "m a=1 x", "m a=1 1 2",
    "m a=1.5i",
    "m =1", "m a=\"x", "m a=1 99999999999999999999", "m,", "m\\",
  ]

  @Test("What is not in the protocol is a broken line", arguments: broken)
  func refuses(line: String) {
    var options = LineOptions()
    options.format = .influx
    let reading = LineReading([line, "m z=1"], options: options)
    #expect(reading.broken.values.reduce(0, +) == 1)
    #expect(reading.rows.count == 1)
  }
}
