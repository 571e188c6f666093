# Prints the completion for fish from the lines of table.awk.
function quoted(text) {
    gsub(/[\\']/, "\\\\&", text)
    return "'" text "'"
}

$1 == "command" {
    others = others ($2 == "sync" ? "" : " " $2)
    lines[++count] = "complete -c spotify-sync -n __fish_use_subcommand -a " $2 " -d " quoted($4)
    if ($3 ~ /FILE/)
        lines[++count] = "complete -c spotify-sync -n '__fish_seen_subcommand_from " $2 "' -F"
}

$1 == "option" {
    condition[++options] = $2
    text[options] = " -l " $4 ($3 == "" ? "" : " -s " $3) ($5 == "" || $5 ~ /^\[/ ? "" : $5 ~ /FILE|DIR/ ? " -r -F" : " -x") \
        " -d " quoted($6)
}

END {
    print "# fish completion for spotify-sync"
    print "complete -c spotify-sync -f"
    for (i = 1; i <= count; i++)
        print lines[i]
    for (i = 1; i <= options; i++) {
        when = ""
        if (condition[i] == "sync")
            when = " -n 'not __fish_seen_subcommand_from" others "'"
        else if (condition[i] != "-")
            when = " -n '__fish_seen_subcommand_from " condition[i] "'"
        print "complete -c spotify-sync" when text[i]
    }
}
