/// A shell that can complete words, and what it reads to do so: it asks the program, which knows its options, and
/// completes files itself.
///
/// The program prints a line for each word, followed by a tab and its meaning. A line that begins with a colon asks the
/// shell to complete files or folders, or to add no space after the word.
enum CompletionShell: String, CaseIterable {
  case bash
  case zsh
  case fish

  var script: String {
    switch self {
    case .bash: Self.bashScript
    case .zsh: Self.zshScript
    case .fish: Self.fishScript
    }
  }

  /// Bash cuts words at signs of equality and colons, and puts what is chosen in the place of the last piece alone.
  private static let bashScript = #"""
    # Completes the words of lnn-top by asking it.
    _lnn_top() {
      local words=() found=() joins=1 names= piece word line place
      for ((place = 1; place <= COMP_CWORD; place++)); do
        piece=${COMP_WORDS[place]}
        if [[ $piece == [=:] || $joins == 0 ]] && ((${#words[@]} > 0)); then
          words[-1]+=$piece
        else
          words+=("$piece")
        fi
        [[ $piece == [=:] ]]
        joins=$?
      done
      word=${words[-1]}
      [[ $piece == [=:] ]] && piece=
      COMPREPLY=()
      while IFS= read -r line; do
        case $line in
          :files) names=1; compopt -o filenames; _lnn_top_add "${word%"$piece"}" < <(compgen -f -- "$word") ;;
          :folders) names=1; compopt -o filenames; _lnn_top_add "${word%"$piece"}" < <(compgen -d -- "$word") ;;
          :open) compopt -o nospace ;;
          *)
            line=${line%%$'\t'*}
            found+=("${line#"${word%"$piece"}"}")
            ;;
        esac
      done < <(lnn-top completion words -- "${words[@]}" 2>/dev/null)
      # Readline quotes what it takes for names of files, and then all that it is given.
      for line in "${found[@]}"; do
        [[ $names ]] || printf -v line %q "$line"
        COMPREPLY+=("$line")
      done
    }
    # Adds lines without what stands before the last piece already.
    _lnn_top_add() {
      local line
      while IFS= read -r line; do COMPREPLY+=("${line#"$1"}"); done
    }
    complete -F _lnn_top lnn-top
    """#

  private static let zshScript = #"""
    #compdef lnn-top
    # Completes the words of lnn-top by asking it.
    _lnn_top() {
      local line tab=$'\t'
      local -a described open
      for line in "${(@f)$(lnn-top completion words -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        case $line in
          '') ;;
          :files) _files ;;
          :folders) _files -/ ;;
          :open) open=(-S '') ;;
          *) described+=("${${line%%$tab*}//:/\\:}:${line#*$tab}") ;;
        esac
      done
      (( $#described )) && _describe lnn-top described "${open[@]}"
    }
    # Installed, this file is the function _lnn-top, which compinit loads at the first Tab.
    if [[ $funcstack[1] == _lnn-top ]]; then
      _lnn_top "$@"
    else
      compdef _lnn_top lnn-top
    fi
    """#

  private static let fishScript = #"""
    # Completes the words of lnn-top by asking it.
    function __lnn_top
        set -l words (commandline --tokenize --cut-at-cursor --current-process) (commandline --current-token --cut-at-cursor)
        for line in (lnn-top completion words -- $words[2..-1] 2>/dev/null)
            switch $line
                case ':files'
                    __fish_complete_path (commandline --current-token --cut-at-cursor)
                case ':folders'
                    __fish_complete_directories (commandline --current-token --cut-at-cursor)
                case ':open'
                case '*'
                    echo $line
            end
        end
    end
    complete --command lnn-top --no-files --arguments '(__lnn_top)'
    """#
}
