# shellcheck shell=bash
# Numbers and times for people. Each function sets the variable that is its first argument.

# describe_number VARIABLE NUMBER: "12,345".
describe_number() {
    local number=$2
    while [[ $number =~ ^([0-9]+)([0-9]{3}.*) ]]; do
        number=${BASH_REMATCH[1]},${BASH_REMATCH[2]}
    done
    printf -v "$1" '%s' "$number"
}

# describe_count VARIABLE DONE TOTAL [OF]: "1,200 of 5,320", or "1,200" if TOTAL is empty.
describe_count() {
    local described_done described_total
    describe_number described_done "$2"
    describe_number described_total "$3"
    printf -v "$1" '%s' "$described_done${3:+${4- of }$described_total}"
}

# describe_clock VARIABLE SECONDS: "1:05", "22:11:09".
describe_clock() {
    if (($2 >= 3600)); then
        printf -v "$1" '%d:%02d:%02d' "$(($2 / 3600))" "$(($2 % 3600 / 60))" "$(($2 % 60))"
    else
        printf -v "$1" '%d:%02d' "$(($2 / 60))" "$(($2 % 60))"
    fi
}

# describe_span VARIABLE SECONDS: "12 s", "5 min", "22 h 11 min".
describe_span() {
    if (($2 >= 3600)); then
        printf -v "$1" '%d h %d min' "$(($2 / 3600))" "$(($2 % 3600 / 60))"
    elif (($2 >= 120)); then
        printf -v "$1" '%d min' "$((($2 + 30) / 60))"
    else
        printf -v "$1" '%d s' "$2"
    fi
}

# describe_reset VARIABLE SECOND: "2026-11-24 16:11:22 (in 22 h 11 min)", in local time; empty if SECOND is.
describe_reset() {
    local span=''
    printf -v "$1" ''
    [[ -n $2 ]] || return 0
    (($2 <= EPOCHSECONDS)) || describe_span span "$(($2 - EPOCHSECONDS))"
    printf -v "$1" '%(%F %T)T%s' "$2" "${span:+ (in $span)}"
}
