# Reads what --help prints and prints, between tabs, "command NAME OPERAND TEXT" and "option COMMAND LETTER NAME ARGUMENT TEXT".
# owner is the command whose help it is, or - for the driver's, which begins the text of an option that belongs to one
# command with the command's name and a colon.
function print_option(command, letter, name, argument, text) {
    print "option", command, letter, name, argument, text
}

# The options in brackets after a command, such as [--since DATE].
function print_own_options(command, rest) {
    while (match(rest, /\[--[^]]*\]/)) {
        own = substr(rest, RSTART + 3, RLENGTH - 4)
        rest = substr(rest, RSTART + RLENGTH)
        print_option(command, "", words(own, 1), words(own, 2), text)
    }
}

# The text before the first blank, or after it.
function words(text, which, at) {
    at = index(text " ", " ")
    return which == 1 ? substr(text, 1, at - 1) : substr(text, at + 1)
}

function finish(belongs) {
    if (kind == "command" && owner == "-") {
        print_own_options(name, argument)
        sub(/.*\] */, "", argument)
        print kind, name, argument, text
    } else if (kind == "option") {
        belongs = owner
        if (match(text, /^[a-z]+: /)) {
            belongs = substr(text, 1, RLENGTH - 2)
            text = substr(text, RLENGTH + 1)
        }
        print_option(belongs, letter, name, argument, text)
    }
    kind = ""
}

BEGIN { OFS = "\t" }

/^[^ ]/ || /^$/ { finish() }

/^[A-Z].*:$/ { section = $0 }

# More of the text of the line before.
/^   / {
    sub(/^ +/, "")
    text = text (text == "" ? "" : " ") $0
    next
}

/^  / {
    finish()
    rest = substr($0, 3)
    letter = text = ""
    if (match(rest, /   */)) {
        text = substr(rest, RSTART + RLENGTH)
        rest = substr(rest, 1, RSTART - 1)
    }
    if (rest ~ /^-., /) {
        letter = substr(rest, 2, 1)
        rest = substr(rest, 5)
    }
    kind = rest ~ /^--/ ? "option" : section == "Commands:" ? "command" : ""
    sub(/^--/, "", rest)
    name = rest
    sub(/[^a-z-].*/, "", name)
    argument = substr(rest, length(name) + 1)
    sub(/^ /, "", argument)
}

END { finish() }
