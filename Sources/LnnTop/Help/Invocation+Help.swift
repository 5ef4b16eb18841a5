extension Invocation {
  /// What `lnn-top --help` prints.
  static var programHelp: String {
    var help = HelpText()
    help.paragraph("Usage: \(ProgramVersion.name) [command] [options]")
    help.paragraph(
      """
      htop for liquid neural networks: trains one on your time series and shows every neuron's state and time \
      constant live in the terminal. Without a command it trains on a simulated lane-keeping drive; the options \
      of train apply.
      """)
    help.heading("Commands")
    for command in commands { help.entry(command.name, command.summary) }
    help.addStandardOptions()
    help.paragraph("'\(ProgramVersion.name) COMMAND --help' lists the options of a command.")
    help.paragraph("Exit status: 0 success, 1 failure while running, 2 wrong usage.")
    return help.text
  }
}
