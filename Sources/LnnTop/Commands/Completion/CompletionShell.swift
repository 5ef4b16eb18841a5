/// A shell that can complete words, and what it reads to do so: it asks the program, which knows its options, and
/// completes files itself.
///
/// The program answers with a line for each word, its meaning behind a tab; lines that begin with a colon ask the shell
/// for files or folders, or to leave the place behind the word open.
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

  /// Bash cuts words at the sign of equality, and what stands before it is no part of an answer.
  private static let bashScript = #"""
    # Completes the words of lnn-top by asking it.
    _lnn_top() {
      local words=() cword=0 line cur
      if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n := -w words -i cword
      else
        words=("${COMP_WORDS[@]}")
        cword=$COMP_CWORD
      fi
      cur=${words[cword]}
      COMPREPLY=()
      while IFS= read -r line; do
        case $line in
          :files) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur") ;;
          :folders) compopt -o filenames; while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur") ;;
          :open) compopt -o nospace ;;
          *)
            line=${line%%$'\t'*}
            case $cur in -*=*) line=${line#"${cur%%=*}="} ;; esac
            COMPREPLY+=("$(printf %q "$line")")
            ;;
        esac
      done < <(lnn-top completion words -- "${words[@]:1:cword}" 2>/dev/null)
    }
    complete -F _lnn_top lnn-top
    """#

  private static let zshScript = #"""
    #compdef lnn-top
    # Completes the words of lnn-top by asking it.
    _lnn_top() {
      local line tab=$'\t'
      local -a described open
      for line in "${(@f)$(lnn-top completion words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        case $line in
          '') ;;
          :files) _files ;;
          :folders) _files -/ ;;
          :open) open=(-S '') ;;
          *) described+=("${${line%%$tab*}//:/\\:}:${line#*$tab}") ;;
        esac
      done
      (( $#described )) && _describe lnn-top described $open
    }
    if [[ $funcstack[1] == _lnn_top ]]; then
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
