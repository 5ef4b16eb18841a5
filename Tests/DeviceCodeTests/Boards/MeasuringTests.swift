import Foundation
import TestSupport
import Testing

/// What the harness measures, checked by code of known size and cost.
@Suite(
  "Sizes and speeds on boards",
  .enabled(if: Board.cortexM4.missing.isEmpty, "make test-device installs the tools"))
struct MeasuringTests {
  /// A network whose step runs a loop of known length and uses stack of known size.
  private func network(loops: Int, stack: Int, table: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      #define NET_INPUTS 1
      #define NET_OUTPUTS 1
      #define NET_INPUTS_LOW {0.0f}
      #define NET_INPUTS_HIGH {1.0f}
      typedef struct { unsigned char bytes[7]; } net_state;
      void net_init(net_state *state);
      int net_step(net_state *state, const float inputs[1], float elapsed, float outputs[1]);
      """, to: "net.h")
    try folder.write(
      """
      #include "net.h"
      extern const unsigned char net_table[\(table)];
      const unsigned char net_table[\(table)] = {1, 2, 3};
      unsigned char net_memory[36];
      void net_init(net_state *state) { state->bytes[0] = 0; }
      int net_step(net_state *state, const float inputs[1], float elapsed, float outputs[1]) {
        volatile unsigned char used[\(stack)];
        unsigned int index;
        for (index = 0; index < sizeof used; index++) { used[index] = net_table[state->bytes[0]]; }
        for (index = 0; index < \(loops)u; index++) { __asm__ volatile("nop"); }
        net_memory[state->bytes[0]] = used[0];
        outputs[0] = inputs[0] + elapsed;
        return 0;
      }
      """, to: "net.c")
    return folder
  }

  private func built(
    _ board: Board = .cortexM4, loops: Int = 0, stack: Int = 8, table: Int = 4, steps: Int = 100
  ) throws -> BoardBuild {
    let folder = try network(loops: loops, stack: stack, table: table)
    return try withExtendedLifetime(folder) { try BoardBuild(board, network: folder.path, steps: steps) }
  }

  @Test("Flash and memory are those of the object files")
  func sizes() throws {
    let (small, large) = (try built(table: 4), try built(table: 1_004))
    #expect(large.networkSize.flash - small.networkSize.flash == 1_000)
    #expect(large.imageSize.flash - small.imageSize.flash == 1_000)
    #expect(small.networkSize.memory == 36)
    #expect(small.imageSize.flash > small.networkSize.flash)
    #expect(try small.run().stateBytes == 7)
  }

  @Test("The stack's depth is that of the deepest step")
  func stack() throws {
    let (small, large) = (try built(stack: 64).run(), try built(stack: 1_064).run())
    let (shallow, deep) = (try #require(small.stackBytes), try #require(large.stackBytes))
    #expect(shallow >= 64)
    #expect(shallow < 128)
    // The compiler saves a register more or less, and keeps to multiples of 8.
    #expect((deep - shallow - 1_000).magnitude <= 16)
  }

  @Test("A loop of a thousand takes as many more times its instructions")
  func instructions() throws {
    let (short, long) = (try built(loops: 1_000).run(), try built(loops: 2_000).run())
    #expect(short.unit == "instructions")
    let difference = try #require(long.countPerStep) - #require(short.countPerStep)
    // A nop, a subtraction, a branch.
    #expect((difference - 3_000).magnitude < 40)
  }

  @Test("The board's clock and a look at each instruction agree")
  func agreement() throws {
    let build = try BoardBuild(.cortexM4, network: BoardTests.example, name: "example", steps: 30)
    let timed = try #require(build.run().countPerStep)
    let seen = try InstructionTrace.perStep(
      .cortexM4, network: BoardTests.example, name: "example", steps: 30)
    #expect(seen > 300)
    // The clock ticks once in 40 instructions, and the empty step that is taken off has a few.
    #expect((timed - seen).magnitude < 20, "\(timed) and \(seen)")
  }

  private static let chip = Board.usable.first { $0.place == .avr }

  @Test("AVR's timer counts cycles", .enabled(if: chip != nil, "make test-device installs the tools"))
  func cycles() throws {
    let chip = try #require(Self.chip)
    let (short, long) = (try built(chip, loops: 10_000).run(), try built(chip, loops: 20_000).run())
    #expect(short.unit == "cycles")
    let difference = try #require(long.countPerStep) - #require(short.countPerStep)
    // A nop, a subtraction of two bytes, a taken branch: 5 cycles; a tick is 1,024.
    #expect((difference - 50_000).magnitude < 1_024)
  }
}
