# Prints the completion for bash from the lines of table.awk.
function add(list, word) { return list (list == "" ? "" : " ") word }

$1 == "command" {
    commands = add(commands, $2)
    if ($3 ~ /FILE/)
        with_files = add(with_files, $2)
}

$1 == "option" {
    options[$2] = add(options[$2], "--" $4)
    if ($3 != "")
        options[$2] = add(options[$2], "-" $3)
    if ($5 != "" && $5 !~ /^\[/)
        taking[$5 ~ /FILE|DIR/] = add(taking[$5 ~ /FILE|DIR/], "--" $4)
}

function pattern(list) {
    gsub(/ /, " | ", list)
    return list == "" ? "''" : list
}

END {
    print "# bash completion for spotify-sync"
    print ""
    print "_spotify_sync() {"
    print "    local current=$2 previous=$3 word command='' options"
    print "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do"
    print "        case $word in"
    print "            " pattern(commands) ") command=$word && break ;;"
    print "        esac"
    print "    done"
    print "    case $previous in"
    print "        " pattern(taking[1]) ") compopt -o filenames && mapfile -t COMPREPLY < <(compgen -f -- \"$current\") && return ;;"
    print "        " pattern(taking[0]) ") return ;;"
    print "    esac"
    print "    options='" options["-"] "'"
    print "    case $command in"
    print "        '' | sync) options+=' " options["sync"] "' ;;"
    for (command in options)
        if (command != "-" && command != "sync")
            print "        " command ") options+=' " options[command] "' ;;" | "sort"
    close("sort")
    print "    esac"
    print "    case $command:$current in"
    print "        *:-*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\") ;;"
    print "        :*) mapfile -t COMPREPLY < <(compgen -W '" commands "' -- \"$current\") ;;"
    gsub(/ /, ":* | ", with_files)
    print "        " with_files ":*) compopt -o filenames && mapfile -t COMPREPLY < <(compgen -f -- \"$current\") ;;"
    print "    esac"
    print "}"
    print ""
    print "complete -F _spotify_sync spotify-sync"
}
