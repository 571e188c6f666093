# What fetch-albums and fetch-artists print: the library's saved albums and followed artists, and what is gone.

load helper
setup() { begin_test; }
teardown() { end_test; }

# ids STREAM [FILE]: the records of a stream that are not deletions.
ids() {
    jq -r --arg stream "$1" 'select(.type == "RECORD" and .stream == $stream and
        .record._sdc_deleted_at == null).record.id' "${2:-out}"
}

gone() {
    jq -r 'select(.type == "RECORD" and .record._sdc_deleted_at != null)
        | [.stream, .record.id] | join(" ")' "${1:-out}"
}

# bookmark STREAM FILTER: of the last STATE.
bookmark() {
    jq -c --arg stream "$1" "select(.type == \"STATE\").value.bookmarks[\$stream] | $2" out | tail -n 1
}

followed() { ask followed-artists | jq -r .id; }
saved() { ask saved-albums | jq -r .id; }

# The list as the database has it.
same_albums() {
    diff <(ask saved-albums | jq -r '[.id, .added_at] | join("|")' | sort) \
        <(sql "$1" 'SELECT album_id, added_at FROM saved_albums WHERE removed_at IS NULL' | sort)
}

same_artists() {
    diff <(followed | sort) \
        <(sql "$1" 'SELECT artist_id FROM followed_artists WHERE removed_at IS NULL' | sort)
}

@test "fetch-albums prints all saved albums in order, as full objects, 50 a request" {
    stand_in --tracks 10 --saved-albums 230
    fetch-albums >out
    diff <(ids saved_albums) <(saved)
    assert_equal "$(requests saved-albums) $(requests)" '5 5'
    assert_equal "$(bookmark saved_albums '[.offset, .total, .processed, .requests, .has_more]')" \
        '[230,230,230,5,false]'
    run breaches out
    assert_output ''
    # lean: no markets, no links of the API's
    assert_equal "$(jq -c 'select(.type == "RECORD") | [paths | map(tostring)[-1]]
        | map(select(. == "available_markets" or . == "href")) | length' out | sort -u)" 0
    store a.db <out >/dev/null
    same_albums a.db
    assert_equal "$(sql a.db 'SELECT count(*) FROM albums WHERE fetched_at IS NOT NULL AND label IS NOT NULL')" 230
}

@test "one answer that lacks followed artists is not believed" {
    local fault
    for fault in nulls null-item; do
        stand_in --tracks 10 --followed-artists 60
        control "set?fault=$fault@1:following"
        fetch-artists --retry-delay 0.001 >out
        diff <(ids followed_artists) <(followed)
    done
    # What it never shows is hidden, and costs no more requests the next time.
    stand_in --tracks 10 --followed-artists 60
    control 'set?edit=following:artists.items.7=null'
    fetch-artists --retry-delay 0.001 >out
    assert_equal "$(ids followed_artists | wc -l) $(bookmark followed_artists '.reading.hidden')" '58 2'
    { jq -r 'select(.type == "STATE").value.bookmarks.followed_artists.reading | values | "reading \(tojson)"' out | tail -n 1 &&
        ids followed_artists; } >known
    control log/clear
    fetch-artists --known known >out
    assert_equal "$(requests following)" 2
}

@test "a part of the saved albums proves nothing gone" {
    stand_in --tracks 10 --saved-albums 120
    echo 0000000000000000000000 >known
    fetch-albums --offset 20 --max-items 45 --page-size 20 --known known >out
    diff <(ids saved_albums) <(saved | sed -n 21,65p)
    assert_equal "$(gone)" ''
    fetch-albums --offset 20 --known known >out
    assert_equal "$(gone)" ''
    fetch-albums --max-items 119 --known known >out
    assert_equal "$(gone)" ''
}

@test "a saved album that is known and was not seen is gone" {
    local id
    stand_in --tracks 10 --saved-albums 120
    fetch-albums | store a.db >/dev/null
    id=$(saved | sed -n 71p)
    control 'change?do=unsave-album&place=70'
    control 'change?do=save-album'
    sql a.db 'SELECT album_id FROM saved_albums WHERE removed_at IS NULL' | fetch-albums --known - >out
    assert_equal "$(gone)" "saved_albums $id"
    assert_equal "$(bookmark saved_albums '[.total, .processed]')" '[120,121]'
    run breaches out
    assert_output ''
    store a.db <out >/dev/null
    same_albums a.db
    assert_equal "$(sql a.db "SELECT album_id FROM saved_albums WHERE removed_at IS NOT NULL")" "$id"
}

@test "no saved album is called gone while one is null" {
    stand_in --tracks 10 --saved-albums 120 --fault null-item@*1:saved-albums
    echo 0000000000000000000000 >known
    fetch-albums --known known --retry-delay 0 >out
    assert_equal "$(ids saved_albums | wc -l)" 117
    assert_equal "$(gone)" ''
    assert_equal "$(bookmark saved_albums .has_more)" false
    run breaches out
    assert_output ''
}

@test "saved albums that came or went while pages were read are right at the end" {
    local rule
    for rule in save-album@2 unsave-album=3@2 unsave-album=110@3 unsave-album=0@3; do
        stand_in --tracks 10 --saved-albums 230 --change "$rule:saved-albums"
        rm -f a.db*
        saved >known
        fetch-albums --window 2 --known known | store a.db >/dev/null
        same_albums a.db
    done
}

@test "a list that never stands still ends with 69, and nothing is called gone" {
    stand_in --tracks 10 --saved-albums 400 --followed-artists 400 --change unsave-album@*2:saved-albums \
        --change unfollow@*2:following
    echo 0000000000000000000000 >known
    run -69 --separate-stderr fetch-albums --known known
    assert_equal "$stderr" 'fetch-albums: the library keeps changing while it is read; try again later'
    refute_output --partial 0000000000000000000000
    run -69 --separate-stderr fetch-artists --known known
    assert_equal "$stderr" 'fetch-artists: the library keeps changing while it is read; try again later'
    refute_output --partial 0000000000000000000000
}

@test "fetch-albums ends with a STATE that says how far it came, at a limit or any failure" {
    stand_in --tracks 10 --saved-albums 230 --quota saved-albums=2/3600
    saved >known
    run -75 --separate-stderr fetch-albums --window 1 --known known
    echo "$output" >out
    assert_equal "$(ids saved_albums | wc -l)" 100
    assert_equal "$(bookmark saved_albums '[.offset, .has_more, .rate_limited, (.reset_at | type)]')" \
        '[100,true,true,"string"]'
    assert_equal "$(gone)" ''
    local status kind
    for kind in 500:69 403:77 garbage:76; do
        stand_in --tracks 10 --saved-albums 230 --fault "${kind%:*}@2-99:saved-albums"
        run "-${kind#*:}" --separate-stderr fetch-albums --window 1 --retry-delay 0
        echo "$output" >out
        assert_equal "$(bookmark saved_albums '[.offset, .has_more, (.error | type)]')" '[50,true,"string"]'
    done
}

@test "fetch-artists follows the cursor, and prints each followed artist once" {
    stand_in --tracks 10 --followed-artists 120
    fetch-artists >out
    diff <(ids followed_artists) <(followed)
    assert_equal "$(requests following) $(requests)" '3 3'
    assert_equal "$(bookmark followed_artists '[.total, .processed, .requests, .has_more]')" '[120,120,3,false]'
    assert_equal "$(grep -c STATE out)" 3
    run breaches out
    assert_output ''
    store a.db <out >/dev/null
    same_artists a.db
    assert_equal "$(sql a.db 'SELECT count(*) FROM artists WHERE fetched_at IS NOT NULL')" 120
}

@test "the address of a next page is only data, so that the token goes to the API alone" {
    stand_in --tracks 10 --followed-artists 120 --top-artists 120 --saved-albums 120 \
        --next-url http://127.0.0.1:1/evil
    fetch-artists --top >out
    diff <(ids followed_artists) <(followed)
    fetch-albums >out
    diff <(ids saved_albums) <(saved)
}

@test "an artist who is followed no more is gone, on proof alone" {
    local id
    stand_in --tracks 10 --followed-artists 120
    fetch-artists | store a.db >/dev/null
    id=$(followed | sed -n 61p)
    control 'change?do=unfollow&place=60'
    sql a.db 'SELECT artist_id FROM followed_artists WHERE removed_at IS NULL' >known
    fetch-artists --known - <known >out
    assert_equal "$(gone)" "followed_artists $id"
    run breaches out
    assert_output ''
    store a.db <out >/dev/null
    same_artists a.db
    control log/clear
    control 'set?fault=null-item@2-4:following'
    fetch-artists --known known --retry-delay 0.001 >out
    assert_equal "$(ids followed_artists | wc -l)" 118
    assert_equal "$(gone)" ''
}

@test "followed artists that came or went while pages were read are right at the end" {
    local rule
    # the artist of the cursor goes, so that the list seems to end there, and others
    for rule in unfollow=49@2 unfollow=0@2 unfollow=100@3 follow@2 follow@3; do
        stand_in --tracks 10 --followed-artists 230 --change "$rule:following"
        rm -f a.db*
        followed >known
        fetch-artists | store a.db >/dev/null
        same_artists a.db
    done
}

@test "fetch-artists --top prints each artist of three lists once, also those who are followed" {
    stand_in --tracks 10 --followed-artists 30 --top-artists 70
    fetch-artists --top >out
    diff <(ids followed_artists) <(followed)
    assert_equal "$(ids artists | wc -l) $(ids artists | sort -u | wc -l)" '70 70'
    assert_equal "$(comm -12 <(ids artists | sort) <(followed | sort) | wc -l)" 30
    assert_equal "$(requests following) $(requests top-artists)" '1 6'
    assert_equal "$(ask log | jq -r 'select(.path | endswith("/top/artists")).query' |
        grep -o 'time_range=[a-z_]*' | sort | uniq -c | awk '{ print $1, $2 }' | paste -sd ' ')" \
        '2 time_range=long_term 2 time_range=medium_term 2 time_range=short_term'
    assert_equal "$(bookmark artists '[.total, .processed, .requests, .has_more]')" '[70,70,6,false]'
    assert_equal "$(bookmark followed_artists '[.total, .requests, .has_more]')" '[30,1,false]'
    run breaches out
    assert_output ''
}

@test "a limit on one list of artists leaves the other, and both bookmarks say so" {
    stand_in --tracks 10 --followed-artists 120 --top-artists 70 --quota following=1/3600
    run -75 --separate-stderr fetch-artists --top
    echo "$output" >out
    assert_equal "$(ids followed_artists | wc -l)" 50
    assert_equal "$(bookmark followed_artists '[.rate_limited, .has_more]')" '[true,true]'
    assert_equal "$(bookmark artists '[.rate_limited, .has_more]')" '[null,false]'
    rm -rf "$XDG_STATE_HOME/spotify-sync"
    stand_in --tracks 10 --followed-artists 120 --top-artists 70 --limit top-artists=7200
    run -75 --separate-stderr fetch-artists --top
    echo "$output" >out
    assert_equal "$(ids followed_artists | wc -l)" 120
    assert_equal "$(bookmark artists '[.rate_limited, .has_more]')" '[true,true]'
}

@test "a Development Mode app gets the same lists, without the fields it may not see" {
    stand_in --tracks 10 --followed-artists 60 --top-artists 60 --saved-albums 60 --mode development
    { fetch-albums && fetch-artists --top; } | tee out | store a.db >/dev/null
    run breaches out
    assert_output ''
    same_albums a.db
    same_artists a.db
    assert_equal "$(sql a.db 'SELECT count(*), count(followers) FROM artists WHERE fetched_at IS NOT NULL')" '60|0'
}

@test "a wrong line in a file of known ids is reported with its number, and a missing file ends with 74" {
    local program
    stand_in --tracks 10
    printf '0000000000000000000000\n\nnot/an/id\n' >known
    for program in fetch-albums fetch-artists; do
        run -65 --separate-stderr $program --known known
        assert_equal "$stderr" "$program: known, line 3: not an id"
        run -65 --separate-stderr $program --known - <known
        assert_equal "$stderr" "$program: standard input, line 3: not an id"
        run -74 --separate-stderr $program --known missing
        assert_equal "$stderr" "$program: cannot open missing: No such file or directory"
        run -74 --separate-stderr $program --known .
        assert_equal "$stderr" "$program: .: cannot read the input: Is a directory"
    done
    echo '{"type":"RECORD","stream":"saved_albums","record":{"id":"not/an/id"}}' >known
    run -65 --separate-stderr fetch-albums --known known
    assert_equal "$stderr" "fetch-albums: known: not an id"
    assert_equal "$(requests)" 0
}
