/// The help texts, whole. After a change of wording, replace them with what the program prints.
enum HelpGoldens {
  static let program = """
    Usage: lnn-top [command] [options]

    htop for liquid neural networks: trains one on your time series and shows every
    neuron's state and time constant live in the terminal. Without a command it
    trains on a simulated lane-keeping drive; the options of train apply.

    Commands:
      train                       train a liquid network on a table and watch it
      replay                      play a recorded run in the dashboard
      attach                      follow a run that another process is recording
      runs                        list, tag and remove recorded runs
      runs tag                    tag a recorded run
      runs note                   add a note to a recorded run
      runs rm                     remove recorded runs
      compare                     loss curves and results of several runs
      eval                        metrics and predictions of a model
      benchmark                   compare what kinds of networks learn on a task
      drive                       let a trained network steer a simulated car
      bench                       measure how fast this machine computes networks
      task init                   write a first task file for a table
      task check                  say what a task file would do, without training
      import                      read a network of the ncps package
      export                      write a model or a run for other programs
      themes                      preview the colour themes
      config                      show the settings and whence they come

    Help:
      -h, --help                  show this help
      -V, --version               show the version

    'lnn-top COMMAND --help' lists the options of a command.

    Exit status: 0 success, 1 failure while running, 2 wrong usage.
    """

  static let drive = """
    Usage: lnn-top drive [options] MODEL

    Lets a network that was trained on the columns of lane-keeping.csv steer a
    simulated car for 60 s on roads that it has never seen, where its errors add up.
    Prints how long it kept to the lane beside two others on the same roads: the
    driver that it learnt from, and nobody at the wheel.

    Arguments:
      MODEL                       a model file from train --model-out, or a run

    Roads:
          --roads N               how many roads (default: 10)
          --seed N                the same seed gives the same roads (default: 1)

    Output:
          --json                  print one JSON object

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let replay = """
    Usage: lnn-top replay [options] RUN

    Plays a recorded run in the same dashboard: play, pause, step, seek, change the
    speed. Without a terminal on stdout it prints the recorded progress lines. With
    --snapshot it draws one screen into a file.

    Arguments:
      RUN                         a run file, or the name of a recorded run

    Playback:
          --speed X               how many times faster than recorded (default: 1)

    One screen as a file:
          --snapshot FILE         draw one screen into FILE (.svg, .ans or .txt; -
                                  for stdout)
          --view overview|neurons|raster|wiring|inputs|runs
                                  the view to draw (default: overview)
          --at X|step:N           where in the run: 0 to 1, or step:N (default: 1)
          --size WxH              columns and rows (default: 120x40)
          --neuron NAME           select a neuron, by name or number
          --format text|ansi|svg  the kind of file (default: by FILE's ending)

    Display:
          --headless              print progress lines and draw no dashboard
          --json                  print one JSON object a line and draw no dashboard
          --fps N                 at most N frames a second (default: 15)
          --theme NAME            colours, by the name of a theme
          --glyphs braille|block|ascii
                                  what charts are drawn with (default: as the locale
                                  allows)
          --color auto|direct|256|16|8|none
                                  how many colours to use at most (default: auto)
          --mouse on|off          report the mouse, where the terminal has one
                                  (default: on)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let attach = """
    Usage: lnn-top attach [options] RUN

    Shows a run in the dashboard while another process records it. Without a
    terminal on stdout it prints the progress lines recorded so far.

    Arguments:
      RUN                         a run file, or the name of a recorded run

    Display:
          --headless              print progress lines and draw no dashboard
          --json                  print one JSON object a line and draw no dashboard
          --fps N                 at most N frames a second (default: 15)
          --theme NAME            colours, by the name of a theme
          --glyphs braille|block|ascii
                                  what charts are drawn with (default: as the locale
                                  allows)
          --color auto|direct|256|16|8|none
                                  how many colours to use at most (default: auto)
          --mouse on|off          report the mouse, where the terminal has one
                                  (default: on)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let runs = """
    Usage: lnn-top runs [options] [DIR]

    Lists recorded runs: task, model, steps, best loss, duration, state, tags.
    'lnn-top runs tag RUN WORD' tags one, 'lnn-top runs note RUN TEXT' adds a note
    to it, 'lnn-top runs rm RUN' removes it; each has a --help.

    Arguments:
      DIR                         where the run files are (default: where train
                                  records them)

    Listing:
          --filter WORDS          only runs with all the WORDS, such as "ltc done"
          --sort started|name|task|model|state|steps|loss|time|size
                                  newest, lowest loss or largest first; names by the
                                  alphabet (default: started)
          --reverse               the other way round

    Output:
          --json                  print one JSON object a line

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let compare = """
    Usage: lnn-top compare [options] RUN...

    Draws the losses of runs over one another, as text, and below that a table of
    their results and of the options in which they differ.

    Arguments:
      RUN...                      run files, or the names of recorded runs

    Curves:
          --x step|time|epoch     what the curves are drawn over (default: step)
          --curve training|validation
                                  the loss to draw; training losses are smoothed
                                  (default: validation where every run has one)
          --log                   a logarithmic axis for the loss
          --glyphs braille|block|ascii
                                  what the curves are drawn with (default: as the
                                  locale allows)

    Output:
          --json                  print one JSON object a run, without curves

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let eval = """
    Usage: lnn-top eval [options] MODEL DATA

    Runs a model over all rows of DATA and prints its metrics. A model that was
    trained here knows its columns and their normalisation; an imported network gets
    columns as they are. DATA needs no targets where predictions alone are wanted.

    Arguments:
      MODEL                       a model file from train --model-out or import, or
                                  a run
      DATA                        a table with the columns of the model's inputs, or
                                  a task file

    Data:
          --task FILE             a task file, or the name of a task; the same as
                                  for DATA
          --data DIR              the folder that a task's files are in (default:
                                  that of the task file)

    Columns for an imported network:
          --inputs NAMES          what the network sees, in its order (default: the
                                  first columns)
          --targets NAMES         what its outputs are compared with (default: the
                                  columns that are left, if any)
          --time COLUMN           times, whose differences are the elapsed times
                                  (default: every step lasts 1)
          --sequence COLUMN       rows with one value here are one sequence
                                  (default: one sequence)

    Sequences:
          --whole                 run through whole sequences; else a model that was
                                  trained on windows starts anew with each

    Test conditions:
          --test-drop X,...       test with steps left out at random, with these
                                  probabilities, such as 0.1,0.5
          --test-jitter X,...     test with steps taken earlier or later, by up to
                                  these parts of a gap between them
          --test-noise X,...      test with Gaussian noise on numeric inputs, in
                                  standard deviations of theirs
          --test-horizon X,...    test with windows so many times as long; steps
                                  beyond the first window count

    Output:
          --predictions FILE      write predictions to FILE (CSV)
          --json                  print one JSON object
          --threads N             threads that compute (default: all cores, at most
                                  8)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let importing = """
    Usage: lnn-top import [options] WEIGHTS

    Reads the state dict of an LTC or CfC of the Python package ncps (PyTorch),
    saved with safetensors, and writes a model for eval and export. Sizes, wiring
    and maps are found in the file; what it cannot tell has the package's default.

    Arguments:
      WEIGHTS                     a safetensors file of model.state_dict()

    Output:
      -o, --output FILE           write the model to FILE (needed)
          --json                  print one JSON object

    Network:
          --prefix NAME           the module of a larger one that is the network,
                                  such as rnn (default: the network is all there is)
          --unfolds N             ode_unfolds of an LTC (default: 6)
          --constraints implicit|explicit
                                  implicit_param_constraints=True or False of an LTC
                                  (default: implicit)
          --outputs N             output neurons of an LTC without an output map
                                  (default: all neurons)
          --mode default|no-gate|pure
                                  the mode of a CfC (default: pure where w_tau is
                                  found, else default)
          --activation lecun-tanh|silu|relu|tanh|gelu
                                  the activation of a CfC's backbone (default:
                                  lecun-tanh)
          --input-map affine|linear|none
                                  the input map that must be found (default: any)
          --output-map affine|linear|none
                                  the output map that must be found (default: any)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let exporting = """
    Usage: lnn-top export [options] SOURCE

    Writes a model, or one of the models that a run kept: as a safetensors file that
    load_state_dict of the Python package ncps (PyTorch) accepts (ncps), or as a
    model file (model). Writes a run as tables (csv), as a log folder that
    TensorBoard shows (tensorboard), or as a recording of the dashboard that
    asciinema plays (asciicast).

    Arguments:
      SOURCE                      a recorded run, or for ncps and model also a model
                                  file

    Output:
          --format ncps|model|csv|tensorboard|asciicast
                                  who reads it (default: ncps)
      -o, --output PATH           write to PATH: a folder for csv and tensorboard,
                                  else a file (default: named after SOURCE, here;
                                  for csv SOURCE-tables)
          --json                  print one JSON object about what was written

    Models of a run (ncps, model):
          --checkpoint final|best|newest|step:N
                                  the one that was kept at that time (default:
                                  final)

    Tables (csv):
          --table scalars|traces|events
                                  only this table; PATH may be - for stdout
                                  (default: all)
          --at X|step:N           traces of one moment: 0 to 1, or step:N (default:
                                  all)

    Recordings (asciicast):
          --view overview|neurons|raster|wiring|inputs|runs
                                  the view to record (default: overview)
          --size WxH              columns and rows (default: 120x40)
          --neuron NAME           select a neuron, by name or number
          --speed X               how many times faster than recorded (default: 30 s
                                  at the most)
          --fps N                 at most N screens a second (default: 10)
          --theme NAME            colours, by the name of a theme
          --glyphs braille|block|ascii
                                  what charts are drawn with (default: as the locale
                                  allows)
          --color auto|direct|256|16|8|none
                                  how many colours to use at most (default: auto)

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let bench = """
    Usage: lnn-top bench [options]

    Measures training steps of some networks, and steps of a stream: how long they
    take, how that compares with the operations that no such network can do without,
    and how much memory they need. Figures are worth most on an idle machine. To
    compare what networks learn, see 'lnn-top benchmark'.

    Measurement:
          --threads N             threads that compute (default: all cores, at most
                                  8)
          --repeats N             how often to measure each network (default: 21)
          --only NAME             one network: ltc-dense-32, ltc-ncp-32,
                                  ltc-ncp-302, cfc-32, lstm-32, stream-ltc-dense-32,
                                  stream-ltc-ncp-32, stream-cfc-32, stream-lstm-32
                                  (default: all)

    Output:
          --json                  print one JSON object

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """
}
