# shellcheck shell=bash
# Numbers and times in words. Each function sets the variable that is its first argument.

# describe_number VARIABLE NUMBER: "12,345".
describe_number() {
    local number=$2 grouped=''
    while ((${#number} > 3)); do
        grouped=,${number: -3}$grouped
        number=${number:0:-3}
    done
    printf -v "$1" '%s' "$number$grouped"
}

# describe_count VARIABLE DONE [TOTAL]: "1,200 of 5,320".
describe_count() {
    local described_done described_total
    describe_number described_done "$2"
    if [[ -n ${3-} ]]; then
        describe_number described_total "$3"
        described_done+=" of $described_total"
    fi
    printf -v "$1" '%s' "$described_done"
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

# describe_reset VARIABLE SECOND: "2026-11-24 16:11:22 (in 22 h 11 min)", in the local time; empty when SECOND is.
describe_reset() {
    local in_words
    if [[ -z $2 ]]; then
        printf -v "$1" ''
        return
    fi
    if (($2 > EPOCHSECONDS)); then
        describe_span in_words "$(($2 - EPOCHSECONDS))"
        in_words=" (in $in_words)"
    fi
    printf -v "$1" '%(%F %T)T%s' "$2" "${in_words-}"
}

# describe_list VARIABLE WORD…: "tracks, artists and albums".
describe_list() {
    local word described=$2 left=$(($# - 2)) joint=,
    for word in "${@:3}"; do
        left=$((left - 1))
        ((left)) || joint=' and'
        described+="$joint $word"
    done
    printf -v "$1" '%s' "$described"
}

# describe_counts VARIABLE NEW UPDATED REQUESTS: "5,320 new, 12 changed, 107 requests".
describe_counts() {
    local described_new described_updated described_requests plural=s
    (($4 != 1)) || plural=''
    describe_number described_new "$2"
    describe_number described_updated "$3"
    describe_number described_requests "$4"
    printf -v "$1" '%s new, %s changed, %s request%s' "$described_new" "$described_updated" "$described_requests" "$plural"
}
