/// What the manual says about the program as a whole, beside its commands and options: terms and meanings.
enum ProgramFacts {
  static let signals = [
    (
      "SIGINT, SIGTERM, SIGHUP",
      """
      Training stops at the end of a step, the run file is completed, the terminal is restored. The same signal again after two \
      seconds ends the program at once.
      """
    ),
    ("SIGTSTP", "Restores the terminal and suspends the program, as Ctrl-Z does."),
    ("SIGWINCH", "The dashboard takes the terminal's new size."),
  ]

  static let variables =
    SettingRow.all.map { row in (row.variable, "The setting \(row.key): \(row.row.help).") } + [
      ("LNN_TOP_PYTHON", "The Python that has Optuna, for sweeps that need it."),
      (
        "LNN_TOP_MPI_LIBRARY", "The library that trainings in several processes load; else the installed one."
      ),
      ("LNN_TOP_MQTT_PASSWORD", "The password of MQTT addresses, which then stands in no command line."),
      ("NO_COLOR", "Where it is set and not empty, no colour is written."),
      ("COLORTERM", "With the value truecolor, colours are not taken from a palette of 256."),
      ("XDG_DATA_HOME", "Where the folder lnn-top with recorded runs is; else ~/.local/share."),
      ("XDG_CONFIG_HOME", "Where the folder lnn-top with settings and themes is; else ~/.config."),
      (
        "XDG_STATE_HOME",
        "Where the folder lnn-top is that says that the tour was shown; else ~/.local/state."
      ),
      ("CC", "The C compiler of export --check and drive --device, with options; else cc, gcc or clang."),
      ("SSL_CERT_FILE", "Certificates by which brokers of mqtts addresses are known, beside the system's."),
      (
        "SOURCE_DATE_EPOCH",
        "The date of the manual, in seconds since 1970, for files that are the same whenever they are made."
      ),
      ("TERM, TMUX, COLORFGBG", "What the terminal is, and whether it is light."),
    ]

  static let files = [
    ("~/.config/lnn-top/config.yaml", "Settings, which the program only reads."),
    ("~/.config/lnn-top/themes", "Themes in the base16 or base24 format."),
    ("~/.local/share/lnn-top/runs", "Recorded runs (SQLite)."),
    ("~/.local/state/lnn-top/tour-shown", "Empty: the lines of the first start were shown."),
  ]
}
