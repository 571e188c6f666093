# Prints the completion for zsh from the lines of table.awk.
function quoted(text) {
    gsub(/'/, "'\\''", text)
    gsub(/\[|\]|:/, "\\\\&", text)
    return text
}

# How _arguments writes an option.
function specification(letter, name, argument, text, action) {
    if (argument ~ /^\[=/) {
        sub(/^\[=/, "", argument)
        sub(/\]$/, "", argument)
        action = "=-::" argument ":_files"
        return " \\\n        '--" name "=-[" quoted(text) "]::" argument ":_files'"
    }
    if (argument != "")
        action = ":" argument ":" (argument ~ /FILE|DIR/ ? "_files" : " ")
    text = "[" quoted(text) "]" action "'"
    return (letter == "" ? "" : " \\\n        '-" letter text) " \\\n        '--" name (argument == "" ? "" : "=") text
}

$1 == "command" {
    commands = commands "\n        '" $2 ":" quoted($4) "'"
    if ($3 ~ /FILE/)
        operand[$2] = " \\\n        '*:file:_files'"
}

$1 == "option" { options[$2] = options[$2] specification($3, $4, $5, $6) }

END {
    print "#compdef spotify-sync\n"
    print "_spotify_sync_commands() {\n    local -a commands\n    commands=(" commands "\n    )"
    print "    _describe command commands\n}\n"
    gsub(/ \\\n/, "\n", options["-"])
    print "local context state state_descr line"
    print "local -A opt_args"
    print "local -a common\ncommon=(" options["-"] "\n    )"
    print "_arguments -C $common" options["sync"] " \\"
    print "        '1:command:_spotify_sync_commands' '*::argument:->argument'"
    print "[[ $state == argument ]] || return"
    print "case $words[1] in"
    for (command in options)
        if (command != "-")
            print "    " command ") _arguments $common" options[command] operand[command] " ;;"
    for (command in operand)
        if (!(command in options))
            print "    " command ") _arguments $common" operand[command] " ;;"
    print "    *) _arguments $common ;;"
    print "esac"
}
