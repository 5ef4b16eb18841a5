extension HelpGoldens {
  static let themes = """
    Usage: lnn-top themes [options] [NAME]

    Shows every theme: its name, its variant, where it comes from and a sample of
    each role in its colours; plain text where stdout has no colours. With NAME,
    shows a sample panel and the contrast of each role.

    Arguments:
      NAME                        the theme to look at

    Output:
          --json                  print one JSON object a line
          --color auto|direct|256|16|8|none
                                  how many colours to use at most (default: auto)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let config = """
    Usage: lnn-top config [options]

    Shows every setting, its value and whence it comes: options of the command line
    go before environment variables (LNN_TOP_THEME for theme), those before the
    settings file, that before the defaults. Nothing is ever written to the file;
    --defaults prints one to start from.

    Output:
          --defaults              print a settings file to start from, with comments
          --path                  print where the settings file is looked for
          --json                  print one JSON object a line

    Settings:
          --theme NAME            colours, by the name of a theme
          --glyphs braille|block|ascii
                                  what charts are drawn with
          --color auto|direct|256|16|8|none
                                  how many colours to use at most
          --fps N                 at most N frames a second
          --mouse on|off          report the mouse, where the terminal has one
          --threads N             threads that compute

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """
}
