# Lists that Spotify answers falsely for a while: no single answer makes anything gone.

load helper
setup() { begin_test; }
teardown() { end_test; }

# reading STREAM [FILE]: that of the last STATE, as a line of a --known file.
reading() {
    jq -rc --arg stream "$1" 'select(.type == "STATE").value.bookmarks[$stream].reading // empty | "reading \(.)"' \
        "${2:-out}" | tail -n 1
}

gone() { jq -r 'select(.record._sdc_deleted_at).record.id' out | sort; }

# fetch STREAM [OPTION…]: reads the list into `out`, with what is known in the file `known`.
fetch() {
    if [[ $1 == saved_albums ]]; then
        run -0 --separate-stderr fetch-albums --known known "${@:2}"
    else
        run -0 --separate-stderr fetch-artists --known known "${@:2}"
    fi
    printf '%s\n' "$output" >out
}

# knows [LINE…]: the file `known` of the library's list, after these lines.
knows() {
    {
        (($# == 0)) || printf '%s\n' "$@"
        ask "$endpoint" | jq -r .id
    } >known
}

# for_each_list COMMAND: runs it with $stream, $endpoint (of the truth) and $kind (of the requests).
for_each_list() {
    local stream=saved_albums endpoint=saved-albums kind=saved-albums
    stand_in --tracks 10 --saved-albums 60 --followed-artists 60
    "$1"
    stream=followed_artists endpoint=followed-artists kind=following
    stand_in --tracks 10 --saved-albums 60 --followed-artists 60
    "$1"
}

@test "random false readings of random accounts take away nothing that is there" {
    local seed
    for seed in 1 2 3 4; do
        run -0 "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/census" $seed 60
    done
}

@test "an empty list is read again at once, and believed when a later run misses the same" {
    for_each_list emptied
}
emptied() {
    knows
    control "set?fault=only=0@1:$kind"
    fetch "$stream"
    assert_equal "$(gone) $stderr" ' '
    control 'set?fault=' && control log/clear
    control "set?fault=only=0@*1:$kind"
    fetch "$stream"
    assert_equal "$(gone)" ''
    assert_equal "$stderr" "fetch-${endpoint#*-}: most of the known $stream are missing (60); they stay until the next reading misses them too"
    assert_equal "$(requests "$kind")" 2
    knows "$(reading "$stream")"
    control 'set?fault=' && control log/clear
    fetch "$stream"
    assert_equal "$(gone) $stderr $(requests "$kind")" '  2'
    knows "$(reading "$stream")"
    control "set?fault=only=0@*1:$kind"
    fetch "$stream"
    assert_equal "$(gone)" ''
    knows "$(reading "$stream")"
    control 'set?fault=' && control log/clear
    control "set?fault=only=0@1:$kind"
    fetch "$stream"
    assert_equal "$(gone)" ''
    control "set?fault=only=0@*1:$kind"
    fetch "$stream"
    diff <(gone) <(ask "$endpoint" | jq -r .id | sort)
    assert_equal "$stderr" ''
}

@test "of a list that lost most, only what a later run misses too is gone" {
    for_each_list lost_most
}
lost_most() {
    knows
    control "set?fault=only=20@*1:$kind"
    fetch "$stream"
    assert_equal "$(gone)" ''
    knows "$(reading "$stream")"
    control "set?fault=&fault=only=5@*1:$kind"
    fetch "$stream"
    diff <(gone) <(ask "$endpoint" | jq -r .id | sed 1,20d | sort)
    assert_equal "$stderr" "fetch-${endpoint#*-}: most of the known $stream are missing (15); they stay until the next reading misses them too"
    # without the reading of the run before, it only doubts
    knows
    fetch "$stream"
    assert_equal "$(gone)" ''
}

@test "what a run shows that fails between two doubted ones is not gone" {
    for_each_list broken_off
}
broken_off() {
    knows
    control "set?fault=only=20@*1:$kind"
    fetch "$stream"
    knows "$(reading "$stream")"
    control 'set?fault=' && control log/clear
    control "set?fault=502@2-9:$kind"
    run -69 --separate-stderr "fetch-${endpoint#*-}" --known known --retry-delay 0
    reading "$stream" <(printf '%s\n' "$output") >known.now
    knows "$(<known.now)"
    control "set?fault=&fault=only=20@*1:$kind"
    fetch "$stream"
    diff <(gone) <(ask "$endpoint" | jq -r .id | sed 1,50d | sort)
}

@test "places that are hidden as often as last time do not hinder proof, and are reported once" {
    for_each_list hidden
}
hidden() {
    knows
    control "set?fault=null-item@*1:$kind"
    fetch "$stream" --retry-delay 0
    assert_equal "$stderr" "fetch-${endpoint#*-}: Spotify counts 60 $stream but shows 58; nothing is marked as removed until the next reading agrees"
    jq -r 'select(.type == "RECORD" and .record._sdc_deleted_at == null).record.id' out >shown
    { reading "$stream" && cat shown && echo 0000000000000000000000; } >known
    control log/clear
    fetch "$stream"
    # what is hidden moved about
    [[ $(gone) == 0000000000000000000000 && $stderr == '' ]] || fail "$stderr $(gone)"
    control 'set?fault='
    knows "$(reading "$stream")" 0000000000000000000000
    fetch "$stream"
    assert_equal "$(gone) $stderr" '0000000000000000000000 '
}

@test "a list that seems empty for a while keeps what is known of its hidden places" {
    for_each_list hidden_and_empty
}
hidden_and_empty() {
    knows
    control "set?hidden=$kind=2"
    fetch "$stream" --retry-delay 0
    knows "$(reading "$stream")"
    control "set?fault=only=0@*1:$kind"
    fetch "$stream" --retry-delay 0
    assert_equal "$(gone)" ''
    control 'set?fault='
    knows "$(reading "$stream")" 0000000000000000000000
    fetch "$stream"
    assert_equal "$(gone) $stderr" '0000000000000000000000 '
}

@test "nothing is gone by pages that show more than they count" {
    local total
    for total in 0 10; do
        for_each_list surpassed
    done
}
surpassed() {
    knows
    control "set?fault=total=$total@*1:$kind"
    fetch "$stream" --retry-delay 0
    assert_equal "$(gone)" ''
    [[ $stderr == *"Spotify counts $total $stream on one page and "*' on another; nothing is marked as removed'* ]]
    knows "$(reading "$stream")" 0000000000000000000000
    control 'set?fault='
    fetch "$stream"
    assert_equal "$(gone) $stderr" '0000000000000000000000 '
}

@test "a list of which nothing is ever shown is read and reported once" {
    local list
    for list in saved_shows:shows playlists:playlists; do
        stand_in --tracks 1 --saved-shows 3 --playlists 3 --foreign-playlists 0 --hidden saved-shows=3 --hidden playlists=3
        run -0 --separate-stderr "fetch-${list#*:}" --known /dev/null --retry-delay 0
        assert_equal "$stderr" "fetch-${list#*:}: Spotify counts 3 ${list%:*} but shows 0; nothing is marked as removed until the next reading agrees"
        reading "${list%:*}" <(printf '%s\n' "$output") >known
        control log/clear
        run -0 --separate-stderr "fetch-${list#*:}" --known known --retry-delay 0
        assert_equal "$stderr $(requests)" ' 1'
    done
}

@test "totals that never agree are taken when two readings are alike, and cost nothing later" {
    for_each_list disagree
}
disagree() {
    knows 0000000000000000000000
    control "set?fault=total=%2B7@*2:$kind"
    [[ $kind == following ]] || control "set?fault=&fault=total=%2B7@*1:$kind/50-"
    fetch "$stream" --retry-delay 0
    assert_equal "$(gone)" ''
    assert_equal "$stderr" "fetch-${endpoint#*-}: Spotify counts 60 $stream on one page and 67 on another; nothing is marked as removed until its pages agree"
    knows "$(reading "$stream")" 0000000000000000000000
    control log/clear
    fetch "$stream"
    assert_equal "$(gone) $stderr $(requests "$kind")" '  2'
    control 'set?fault='
    knows "$(reading "$stream")" 0000000000000000000000
    fetch "$stream"
    assert_equal "$(gone) $stderr" '0000000000000000000000 '
}

# items_cost N: a sync of a.db succeeds, gives the library exactly, and requests items N times.
items_cost() {
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests playlist-items)" "$1"
    "$BATS_TEST_DIRNAME/same-library" "${@:2}" a.db
}

@test "the items of another user's playlist are requested again after one refusal, and not after two in a row" {
    local id name fault
    stand_in --tracks 20 --playlists 5 --foreign-playlists 1
    read -r id name < <(ask playlists | jq -r 'select(.foreign) | .id + " " + .name')
    for fault in 403=Forbidden '404=Resource%20not%20found'; do
        control "set?fault=$fault@*1:$id"
        run -0 --separate-stderr spotify-sync -q --db a.db
        [[ $stderr == "fetch-playlists: Spotify refuses the items of 1 of other users' playlists, the first is \"$name\" (${fault%%=*} "*'); this is not believed yet, and the next run asks again' ]] ||
            fail "$stderr"
        assert_equal "$(spotify-sync --db a.db status --json | jq -c '[(.notes[] | .kind, .text), .refused_playlists]')" \
            "[\"doubted\",\"Spotify refused this app the items of 1 playlist for the first time: $name. The next sync requests it again.\",[]]"
        control 'set?fault='
        items_cost 1
        items_cost 0
        control 'change?do=playlist&index=4'
    done
    control "set?fault=403@*1:$id"
    spotify-sync -q --db a.db
    run -0 --separate-stderr spotify-sync -q --db a.db
    assert_equal "$stderr" ''
    assert_equal "$(spotify-sync --db a.db status --json | jq -c '.refused_playlists | map(.id)')" "[\"$id\"]"
    control 'set?fault='
    items_cost 0 --foreign-closed
    control 'change?do=playlist&index=4'
    items_cost 1
}

@test "refusals of other users' playlists are believed at once if all are refused, and none was ever read" {
    local i
    stand_in --tracks 20 --playlists 10 --foreign-playlists 3 --mode development
    run -0 --separate-stderr spotify-sync -q --db a.db
    assert_equal "$stderr" ''
    items_cost 0 --foreign-closed
    # A full sync asks for all of them once more.
    spotify-sync -q --db a.db --full
    items_cost 0 --foreign-closed
    # An app that is refused its own as well is not believed.
    rm a.db*
    stand_in --tracks 20 --playlists 10 --foreign-playlists 3 --fault 403@*1:playlist-items
    run -77 spotify-sync -q --db a.db
    control 'set?fault='
    items_cost 10
    for i in {0..9}; do
        control "change?do=playlist&index=$i"
    done
    for i in $(ask playlists | jq -r 'select(.foreign).id'); do
        control "set?fault=403@*1:$i"
    done
    spotify-sync -q --db a.db
    control 'set?fault='
    items_cost 3
}
