# Prints the command or option of help.txt that the word in the environment was probably meant to be, as a question.

function least(a, b) { return a < b ? a : b }

# How many letters must be inserted, removed, replaced or swapped with the next to make one of the other.
function distance(one, other, i, j, row) {
    for (i = 0; i <= length(one); i++)
        for (j = 0; j <= length(other); j++) {
            if (i == 0 || j == 0) {
                row[i, j] = i + j
                continue
            }
            row[i, j] = least(row[i - 1, j], row[i, j - 1]) + 1
            row[i, j] = least(row[i, j], row[i - 1, j - 1] + (substr(one, i, 1) != substr(other, j, 1)))
            if (i > 1 && j > 1 && substr(one, i - 1, 2) == substr(other, j, 1) substr(other, j - 1, 1))
                row[i, j] = least(row[i, j], row[i - 2, j - 2] + 1)
        }
    return row[length(one), length(other)]
}

# A word of three letters or more may be the beginning of the name.
function try(name, edits) {
    edits = far > 1 && index(name, ENVIRON["word"]) == 1 ? 0 : distance(ENVIRON["word"], name)
    if (edits < nearest) {
        nearest = edits
        found = name
    }
}

# Fewer than one edit in three letters of a longer word.
BEGIN {
    letters = ENVIRON["word"]
    sub(/^--?/, "", letters)
    far = nearest = length(letters) < 40 ? int((length(letters) + 3) / 3) : 0
}

ENVIRON["word"] !~ /^-/ && /^  [a-z]/ { try($1) }

ENVIRON["word"] ~ /^-/ {
    for (rest = $0; match(rest, /--[a-z-]+/); rest = substr(rest, RSTART + RLENGTH))
        try(substr(rest, RSTART, RLENGTH))
}

END {
    if (found != "")
        printf ": did you mean '%s'?", found
}
