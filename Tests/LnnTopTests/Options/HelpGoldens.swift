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
      runs                        list recorded runs
      compare                     loss curves and results of several runs
      eval                        metrics and predictions of a model
      bench                       measure the speed of networks on this machine
      import                      read a network of the ncps package
      export                      write weights that the ncps package can load
      themes                      preview the colour themes
      config                      show the settings and whence they come

    Help:
      -h, --help                  show this help
      -V, --version               show the version

    'lnn-top COMMAND --help' lists the options of a command.

    Exit status: 0 success, 1 failure while running, 2 wrong usage.
    """

  static let train = """
    Usage: lnn-top train [options] DATA

    Trains a liquid network on DATA and shows the loss, every neuron's state and
    every neuron's time constant while it learns. Without a terminal on stdout it
    prints progress lines instead.

    Arguments:
      DATA                        a CSV or TSV file with column names

    Data:
          --inputs NAMES          the columns that the network sees, such as a,b
                                  (default: all others)
          --targets NAMES         the columns that it learns to give (default: the
                                  last)
          --time COLUMN           seconds or dates, for steps that last differently
                                  long (default: every step lasts 1)
          --sequence COLUMN       rows with one value here are one sequence
                                  (default: one sequence)
          --kind regression|classification|forecast
                                  what is to be learnt (default: as the targets
                                  suggest)
          --window N              cut sequences into windows of N steps (default:
                                  whole sequences, or 32 without --sequence)
          --stride N              steps from one training window to the next
                                  (default: an eighth of a window)
          --split A,B,C           shares for training, validation and test, in this
                                  order (default: 75,10,15)
          --horizon N             how many steps ahead a forecast looks (default: 1)
          --missing forward-fill|mask
                                  missing inputs: keep the last value, or add a mask
                                  channel (default: forward-fill)

    Network:
          --model ltc|cfc|cfc-no-gate|cfc-pure|lstm|gru|ctrnn|node|ctgru
                                  the kind of network (default: ltc)
          --wiring full|random|ncp|auto-ncp
                                  which synapses there are (default: auto-ncp; full
                                  for lstm, gru, ctrnn, node, ctgru)
          --units N               neurons in all (default: 32)
          --sparsity X            the share of synapses left out; not for the wiring
                                  full (default: 0.5)
          --readout motor|dense   what gives the outputs of an ltc or cfc: motor
                                  neurons, or a dense layer that reads them (all
                                  neurons with the wirings full and random)
                                  (default: motor)
          --mixed-memory          an LSTM updates the state of an ltc or cfc before
                                  each step
          --unfolds N             solver steps within each step of the data, for
                                  ltc, ctrnn and node (default: 6)
          --solver fused|euler|rk4
                                  how those steps are made, for ltc, ctrnn and node
                                  (default: fused; rk4 for node)
          --constraints implicit|explicit
                                  keep an ltc's conductances positive by a softplus,
                                  or by cutting off after each step (default:
                                  implicit)
          --backbone-layers N     dense layers of a cfc with the wiring full
                                  (default: 1)
          --backbone-units N      units in each of them (default: 128)
          --activation lecun-tanh|silu|relu|tanh|gelu
                                  what follows each of them (default: lecun-tanh)
          --heads strict|ncps     synapses of a wired cfc: strictly the wiring's, or
                                  those of the ncps package, which can then load it
                                  (default: strict)
          --input-map affine|linear|none
                                  how an ltc or cfc scales inputs on their way in
                                  (default: affine)
          --output-map affine|linear|none
                                  how it scales states on their way out (default:
                                  affine)

    Neural circuit policy (--wiring ncp):
          --command-neurons N     neurons between the inter and the motor layer
                                  (default: as auto-ncp)
          --sensory-fanout N      inter neurons that each input reaches (default: as
                                  auto-ncp)
          --inter-fanout N        command neurons that each inter neuron reaches
                                  (default: as auto-ncp)
          --recurrent-synapses N  synapses among the command neurons (default: as
                                  auto-ncp)
          --motor-fanin N         command neurons that reach each motor neuron
                                  (default: as auto-ncp)

    Training:
          --epochs N              passes over the training data (default: 100)
          --steps N               optimiser steps, instead of epochs
          --patience N            end after N epochs in a row without a better
                                  validation loss (default: go on)
          --batch N               windows or sequences in one step (default: 32)
          --checkpoint-every N    keep the state of every Nth step alone and compute
                                  the others twice: less memory for long sequences
                                  (default: keep all states)
          --seed N                the same seed gives the same network, bit for bit
                                  (default: 1)
          --threads N             threads that compute (default: all cores, at most
                                  8)

    Loss:
          --loss mse|mae|huber|cross-entropy|binary-cross-entropy
                                  what training makes small; binary-cross-entropy is
                                  for columns of 0 and 1 (default: mse, or
                                  cross-entropy for classes)
          --huber-delta X         where huber turns from a parabola into lines, in
                                  standard deviations of the target (default: 1)
          --class-weights none|balanced|CLASS=X,...
                                  how much each class counts; balanced: rare ones
                                  more (default: none)
          --target-steps all|last
                                  which targets of a window or sequence count
                                  (default: all)

    Optimiser:
          --optimizer adam|adamw|sgd|rmsprop
                                  how steps are made of gradients (default: adam)
          --learning-rate X       the size of steps (default: 0.01)
          --rate-factors T=X,...  times what for which tensors, such as
                                  sigma=0.1,erev=0; 0 freezes one (default: 1 for
                                  all)
          --momentum X            how much of a step of sgd or rmsprop is left in
                                  the next (default: 0)
          --nesterov              Nesterov's form of the momentum of sgd
          --weight-decay X        how strongly parameters are drawn to 0 (default:
                                  0.01 for adamw, else 0)
          --clip X                the longest gradient allowed; 0: any (default: 1)

    Learning rate over time:
          --schedule constant|cosine|step
                                  how the learning rate falls (default: constant)
          --warmup-steps N        let the learning rate rise over the first N steps
                                  (default: 0)
          --decay-every N         steps from one fall to the next (--schedule step)
          --decay-factor X        what it is multiplied with then (default: 0.1)
          --final-factor X        what a cosine leaves of it at the end (default: 0)

    Results:
          --name NAME             what the run is called (default: the data file's)
          --run FILE              record the run in FILE (default: a new file among
                                  the runs)
          --no-run                record nothing
          --model-out FILE        write the trained model to FILE (safetensors)

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
      -q, --quiet                 print nothing but errors (and what --json prints)

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

    Lists recorded runs: task, model, steps, best loss, duration, state.

    Arguments:
      DIR                         where the run files are (default: where train
                                  records them)

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
      DATA                        a CSV or TSV file with the columns of the model's
                                  inputs

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
    Usage: lnn-top export [options] MODEL

    Writes the weights of a model as a safetensors file that load_state_dict of the
    Python package ncps (PyTorch) accepts, and says which module it is for.

    Arguments:
      MODEL                       a model file from train --model-out or import, or
                                  a run

    Output:
          --format ncps           who reads the weights (default: ncps)
      -o, --output FILE           write the weights to FILE (default:
                                  MODEL.ncps.safetensors, here)
          --json                  print one JSON object

    Help:
      -h, --help                  show this help
      -V, --version               show the version
    """

  static let bench = """
    Usage: lnn-top bench [options]

    Measures training steps of some networks, and steps of a stream: how long they
    take, how that compares with the operations that no such network can do without,
    and how much memory they need. Figures are worth most on an idle machine.

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
