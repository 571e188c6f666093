# Answers of the API in which something is not what it should be: what is good of them is kept.

load helper
setup() {
    begin_test
    stand_in --tracks 10 --playlists 0
}
teardown() { end_test; }

# answers ENDPOINT JSON: what is asked there is answered so from now on.
answers() {
    printf '%s' "$2" >"answer-$1.json"
    control "set?answer=$1=$PWD/answer-$1.json" >/dev/null
}

# page ITEMS: a list's only page, from a JSON array.
page() {
    jq -nc --argjson items "$1" '{$items, total: ($items | length), limit: 50, offset: 0, next: null}'
}

# records STREAM FILTER: of the records in out.
records() {
    jq -c --arg stream "$1" "select(.type == \"RECORD\" and .stream == \$stream).record | $2" out
}

id() {
    printf '%022d' "$1"
}

track() { # N [MEMBERS]
    printf '{"id":"%s","type":"track","name":"song","uri":"spotify:track:%s"%s}' "$(id "$1")" "$(id "$1")" "${2:-}"
}

@test "each entry of a playlist gives a record, whatever it is" {
    local entries
    entries='[57, null, "x", [], {}, {"track": 57, "added_by": "someone"}, {"track": {}, "added_by": 5},
        {"item": "x", "added_at": "2026-11-20T12:00:00Z"}, {"item": null, "added_by": null},
        {"item": '"$(track 1)"', "added_by": "someone"},
        {"track": '"$(track 2 ',"artists":[57,"x",null,[]],"album":"none"')"', "added_by": {"id": "jo"}}]'
    answers playlists "$(page "[{\"id\":\"$(id 9)\",\"snapshot_id\":\"S\",\"tracks\":{\"total\":11}}]")"
    answers playlist-items "$(page "$entries")"
    fetch-playlists >out
    assert_equal "$(records playlist_items .position | paste -sd ' ')" '0 1 2 3 4 5 6 7 8 9 10'
    assert_equal "$(records playlist_items .kind | uniq -c | awk '{ print $1, $2 }' | paste -sd ' ')" \
        '9 "unavailable" 2 "track"'
    assert_equal "$(records playlist_items 'select(.added_by).added_by')" '"jo"'
    assert_equal "$(records playlist_items 'select(.added_at).position')" 7
    store a.db <out >/dev/null
    assert_equal "$(sql a.db 'SELECT count(*), count(track_id) FROM playlist_items')" '11|2'
}

# thing TYPE URI [MEMBERS]: what a player can play, with an id that a track, album and artist could have.
thing() {
    printf '{"id":"%s","type":%s,"uri":"%s","name":"x","album":{"id":"%s"},"artists":[{"id":"%s"}]%s}' \
        "$(id 1)" "$1" "$2" "$(id 2)" "$(id 3)" "${3-}"
}

@test "what is no track is none in a playlist or among the plays, whatever it is dressed as" {
    local entries plays empty='{"id":null,"uri":null}'
    entries="{\"track\":$(thing '"track"' "spotify:episode:$(id 1)")},
        {\"track\":$(thing '"episode"' "spotify:episode:$(id 1)")}, {\"track\":$(thing '"chapter"' "spotify:episode:$(id 1)")},
        {\"item\":$(thing '"video"' "spotify:video:$(id 1)")}, {\"item\":$(thing null "spotify:chapter:$(id 1)")},
        {\"item\":$(thing '"track"' 'spotify:local:a:b:c:1')}, {\"item\":$(thing '"track"' 'spotify:local:a:b:c:1' ',"is_local":true')},
        {\"item\":{\"id\":null,\"type\":\"track\",\"uri\":\"spotify:track:null\",\"name\":\"gone\"}}, {\"item\":null,\"track\":null},
        {\"item\":null,\"track\":$(track 4)}, {\"item\":$(track 5),\"track\":null},
        {\"item\":$empty,\"track\":$(track 6)}, {\"item\":$(track 7),\"track\":true}"
    answers playlists "$(page "[{\"id\":\"$(id 9)\",\"snapshot_id\":\"S\",\"tracks\":{\"total\":13}}]")"
    answers playlist-items "$(page "[$entries]")"
    plays=$(jq -c 'map({played_at: "2026-11-20T12:00:00Z"} + .)' <<<"[$entries]")
    answers recently-played "{\"items\":$plays}"
    fetch-playlists | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT kind FROM playlist_items ORDER BY position' | paste -sd ' ')" \
        'episode episode chapter video chapter local local unavailable unavailable track track track track'
    fetch-plays | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT group_concat(id, "|") FROM (SELECT id FROM tracks ORDER BY id);
        SELECT count(*) FROM plays; SELECT * FROM albums; SELECT * FROM artists')" \
        "$(id 4)|$(id 5)|$(id 6)|$(id 7)
4"
}

@test "the description of a playlist is text without markup" {
    local html='&lt;3 &amp;amp; R&#x26;B, it&#39;s &quot;caf&eacute;&quot; <a href=\"spotify:playlist:x\">here</a> a < b &foo; &#0;&#xd800;'
    answers playlists "$(page "[{\"id\":\"$(id 9)\",\"description\":\"$html\",\"owner\":{\"id\":\"\"}},{\"id\":\"$(id 8)\",\"description\":\"\"},
        {\"id\":\"$(id 7)\",\"description\":null}]")"
    answers playlist-items "$(page '[]')"
    fetch-playlists >out
    assert_equal "$(records playlists .description | paste -sd ' ')" \
        '"<3 &amp; R&B, it'"'"'s \"café\" here a < b &foo; ��" "" null'
}

@test "each album with an id gives a record, whatever its tracks and artists are" {
    local odd parts=('57' '"x"' '[]' 'null' '{}' '{"items":5}' '{"items":[57,null,{"artists":"x"}]}') albums=() batch=()
    for odd in "${!parts[@]}"; do
        batch+=("{\"id\":\"$(id "$odd")\",\"name\":\"a\",\"tracks\":${parts[odd]},\"artists\":${parts[odd]},\"genres\":[]}")
        albums+=("{\"added_at\":\"2026-11-20T12:00:00Z\",\"album\":${batch[odd]}}")
    done
    answers saved-albums "$(page "[$(IFS=, && echo "${albums[*]}")]")"
    fetch-albums >out
    assert_equal "$(records saved_albums .id | wc -l)" ${#parts[@]}
    answers albums "{\"albums\":[$(IFS=, && echo "${batch[*]}")]}"
    for odd in "${!parts[@]}"; do
        printf '{"type":"RECORD","stream":"albums","record":{"id":"%s"}}\n' "$(id "$odd")"
    done | enrich-albums --mode batch >out
    assert_equal "$(records albums 'select(.name).id' | wc -l)" ${#parts[@]}
    assert_equal "$(records albums 'select(.unavailable_at).id')" ''
}

@test "a track, an album or a play with odd parts gives a record, and what has no id gives none" {
    local good odd
    good=$(track 1)
    for odd in 57 '"x"' '[]' '{}' 'null' '[57,null,[]]' '{"uri":5}'; do
        answers tracks "$(page "[57, null, \"x\", [], {\"track\":5},
            {\"track\":$(track 2 ",\"album\":$odd,\"artists\":$odd")}, {\"track\":$good}]")"
        fetch-tracks -q >out
        assert_equal "$(records saved_tracks '[.id, .place]' | paste -sd ' ')" \
            "[\"$(id 2)\",2] [\"$(id 1)\",1]"
        run breaches out
        assert_output ''
        answers recently-played "{\"items\":[57, null, \"x\", [], {\"played_at\":\"2026-11-20T12:00:00.000Z\",\"track\":5},
            {\"played_at\":\"2026-11-20T12:00:00.000Z\",\"track\":$good,\"context\":$odd}]}"
        fetch-plays -q >out
        assert_equal "$(records plays .track_id)" "\"$(id 1)\""
        run breaches out
        assert_output ''
    done
}

@test "a NUL and half of a surrogate pair in a text become U+FFFD" {
    local name='\\\\ud83d \\ud83d x \\uD83D\\uDE00 \\ud83d\\ud83d\\ude00 \\ude00 a\\u0000b \\\\u0000'
    # shellcheck disable=SC2059
    answers tracks "$(printf "{\"total\":1,\"items\":[{\"added_at\":\"2026-11-20T12:00:00Z\",\"track\":{\"id\":\"$(id 1)\",\"name\":\"$name\"}}]}")"
    fetch-tracks >out
    assert_equal "$(records saved_tracks .name)" '"\\ud83d � x 😀 �😀 � a�b \\u0000"'
    run ! grep -q '[^\\]\\u0000' out
    # A message from elsewhere, and a row of the history.
    printf '{"type":"RECORD","stream":"artists","record":{"id":"a","name":"a\\u0000b"}}' | store a.db
    assert_equal "$(sql a.db 'SELECT name FROM artists')" 'a�b'
    printf '[{"ts":"2020-01-01T10:00:00Z","ms_played":1,"trackName":"a\\u0000b","artistName":"c\\u0000"}]' | read-history >out
    assert_equal "$(records streaming_history .name,.artist | paste -sd ' ')" '"a�b" "c�"'
}

@test "a value of the wrong type becomes null, and is reported once" {
    local odd
    odd='"popularity":"high","duration_ms":1.5,"track_number":1e400,"explicit":{},"uri":7,"name":[],
        "artists":[57,{"id":"'$(id 3)'","name":true}],"album":{"id":"'$(id 4)'","images":["x"]},"surprise":{"x":[1]}'
    answers tracks "$(page "[{\"track\":$(track 1 ",$odd"),\"added_at\":\"yesterday\"},
        {\"track\":$(track 2 ",$odd"),\"added_at\":\"2026-11-20T12:00:00+01:00\"},
        {\"track\":$(track 5 ',"popularity":3,"artists":"x"'),\"added_at\":5}]")"
    run -0 --separate-stderr fetch-tracks
    echo "$output" >out
    # How the largest of numbers is written depends on the version of libjq.
    assert_equal "$(printf '%s\n' "${stderr_lines[@]}" | sed 's/track_number as 1[^;]*/track_number as too much/' | sort)" "$(
        sort <<'END'
fetch-tracks: Spotify sent saved_tracks.added_at as "yesterday"; it is left out
fetch-tracks: Spotify sent saved_tracks.album.images[] as a string; it is left out
fetch-tracks: Spotify sent saved_tracks.artists as a string; it is left out
fetch-tracks: Spotify sent saved_tracks.artists[] as a number; it is left out
fetch-tracks: Spotify sent saved_tracks.artists[].name as a boolean; it is left out
fetch-tracks: Spotify sent saved_tracks.duration_ms as 1.5; it is left out
fetch-tracks: Spotify sent saved_tracks.explicit as an object; it is left out
fetch-tracks: Spotify sent saved_tracks.name as an array; it is left out
fetch-tracks: Spotify sent saved_tracks.popularity as a string; it is left out
fetch-tracks: Spotify sent saved_tracks.track_number as too much; it is left out
fetch-tracks: Spotify sent saved_tracks.uri as a number; it is left out
END
    )"
    assert_equal "$(records saved_tracks '[.popularity, .added_at, .artists, .album.images]' | paste -sd ' ')" \
        '[null,null,[null,{"id":"'"$(id 3)"'","name":null}],[null]] [null,"2026-11-20T12:00:00+01:00",[null,{"id":"'"$(id 3)"'","name":null}],[null]] [3,null,null,null]'
    # what is in no schema stays as it is
    assert_equal "$(records saved_tracks 'select(.surprise).surprise' | paste -sd ' ')" '{"x":[1]} {"x":[1]}'
    grep -v surprise out >declared
    run breaches declared
    assert_output ''
    store a.db <out >/dev/null
    assert_equal "$(sql a.db 'SELECT count(*), count(added_at), sum(popularity) FROM saved_tracks
                              JOIN tracks ON id = track_id')" '3|1|3'
}

@test "an answer that is no object with an id is asked for again, and finally ends with 76" {
    local odd kind mode seed
    for kind in artists albums; do
        seed='{"type":"RECORD","stream":"'$kind'","record":{"id":"'$(id 1)'"},"time_extracted":"2026-11-20T12:00:00Z"}'
        for odd in 57 '"x"' '{}' '[null]' '{"id":null}' '{"id":5}' '{"id":""}' '{"id":"a/b","name":"x"}'; do
            # One program looks at both; of albums some are enough.
            [[ $kind == artists || $odd == @(57|'{}'|*a/b*) ]] || continue
            answers "$kind" "{\"$kind\":[$odd]}"
            answers "${kind%s}" "$odd"
            for mode in batch single; do
                control log/clear >/dev/null
                run -76 --separate-stderr "enrich-$kind" --mode $mode --retry-delay 0 <<<"$seed"
                refute_output --partial '"unavailable_at":"'
                assert_equal "$(requests)" 5
                [[ $stderr == *"an object with an id"* || $stderr == *"one object with an id, or null"* ]] ||
                    fail "$stderr"
            done
        done
        answers "$kind" "{\"$kind\":[null]}"
        "enrich-$kind" --mode batch <<<"$seed" >out
        assert_equal "$(records "$kind" 'select(.unavailable_at).id')" "\"$(id 1)\""
        # One that has taken another's place comes under its own id.
        answers "$kind" "{\"$kind\":[{\"id\":\"$(id 2)\",\"name\":\"x\"}]}"
        "enrich-$kind" --mode batch <<<"$seed" >out
        assert_equal "$(records "$kind" '[.id, .name, (.unavailable_at | type)]' | paste -sd ' ')" \
            "[\"$(id 1)\",null,\"null\"] [\"$(id 2)\",\"x\",\"null\"] [\"$(id 1)\",null,\"string\"]"
    done
}

@test "what is no id stands in no row, wherever it was" {
    local bad n=0 lists=() odd='{"id":"","name":"a"},{"id":"../x","name":"b"},{"id":null,"name":"c"},{"id":5,"name":"d"}'
    odd+=",{\"id\":\"$(id 7)\",\"name\":\"good\"}"
    for bad in '""' '"../x"' null 5 "\"$(printf '7%.0s' {1..23})\"" "\"$(id 8)\""; do
        ((n += 1))
        lists+=("{\"added_at\":\"2026-11-20T12:00:00Z\",\"track\":$(track $n \
            ",\"artists\":[$odd],\"album\":{\"id\":$bad,\"name\":\"x\",\"artists\":[$odd]}")}")
    done
    answers tracks "$(page "[$(IFS=, && echo "${lists[*]}")]")"
    fetch-tracks >out
    # An archive from elsewhere may hold what the API sent.
    jq -c --argjson odd "[$odd]" 'if .record then .record.artists = $odd | .record.album.artists = $odd else . end' out >archive
    for archive in out archive; do
        rm -f a.db*
        run -0 store a.db $archive
        run sql a.db 'SELECT id, name FROM artists; SELECT id FROM albums; SELECT count(*), count(album_id) FROM tracks;
            SELECT DISTINCT position, artist_id FROM track_artists; SELECT * FROM album_artists; PRAGMA foreign_key_check'
        assert_output "$(id 7)|good
$(id 8)
$n|1
4|$(id 7)
$(id 8)|4|$(id 7)"
    done
    printf '{"type":"RECORD","stream":"artists","record":{"id":%s}}\n' '""' '"../x"' >archive
    run -0 store --skip-bad-lines a.db archive
    assert_output --partial 'skipped 2 invalid lines'
}

@test "a whole number is written as an integer" {
    answers following "{\"artists\":{\"items\":[{\"id\":\"$(id 1)\",\"popularity\":85.0,\"images\":[{\"height\":640.0}],
        \"followers\":{\"href\":null,\"total\":4.9022656E7}}],\"total\":1,\"next\":null}}"
    run -0 --separate-stderr fetch-artists
    assert_equal "$stderr" ''
    assert_output --partial '"popularity":85,'
    assert_output --partial '"total":49022656}'
    assert_output --partial '"height":640}'
}

@test "a record without a good key is left out, and reported once" {
    local bad key
    for bad in '57' '""' 'null' '{}' '"a/b"' "\"$(printf 'x%.0s' {1..300})\""; do
        key=$(printf '"id":%s,"name":"x"' "$bad")
        answers tracks "$(page "[{\"track\":{$key}},{\"track\":{$key}},{\"track\":$(track 1)},null,{\"track\":null}]")"
        answers saved-albums "$(page "[{\"album\":{$key}},{\"album\":{\"id\":\"$(id 1)\"}},null]")"
        answers following "{\"artists\":{\"items\":[{$key},{\"id\":\"$(id 1)\"},null],\"total\":3,\"next\":null}}"
        answers top-artists "$(page "[{$key},{\"id\":\"$(id 1)\"},null]")"
        answers playlists "$(page "[{$key},{\"id\":\"$(id 1)\"},null]")"
        id 9 >known
        echo "$(id 9) snapshot 3" >known-playlists
        echo "$(id 9) 2026-11-20T12:00:00Z" >known-tracks
        only_good saved_tracks fetch-tracks
        # One program looks at all of them.
        [[ $bad == @(57|'{}'|*a/b*) ]] || continue
        only_good saved_tracks fetch-tracks --known /dev/null
        only_good saved_albums fetch-albums --known known
        only_good followed_artists fetch-artists --known known
        only_good playlists fetch-playlists --no-items --known known-playlists
    done
    answers recently-played "{\"items\":[{\"played_at\":\"now\",\"track\":$(track 1)},
        {\"played_at\":null,\"track\":$(track 1)},{\"played_at\":\"2026-11-20T12:00:00Z\",\"track\":{\"id\":5}},
        {\"played_at\":\"2026-11-20T12:00:00Z\",\"track\":$(track 1)}]}"
    run -0 --separate-stderr fetch-plays
    assert_equal "$(jq -c 'select(.type == "RECORD").record.played_at' <<<"$output")" '"2026-11-20T12:00:00.000Z"'
    assert_equal "$stderr" 'fetch-plays: Spotify sent plays.played_at as "now"; the record is left out
fetch-plays: Spotify sent plays.track_id as a number; the record is left out'
}

# only_good STREAM COMMAND…: prints one record, the good one, and one warning.
only_good() {
    run -0 --separate-stderr "${@:2}"
    assert_equal "$(jq -r --arg stream "$1" 'select(.type == "RECORD" and .stream == $stream).record.id' <<<"$output")" \
        "$(id 1)"
    # A list with such places proves nothing gone, which is said too.
    [[ ${stderr%%$'\n'*} == "$2: Spotify sent $1.id as "*'; the record is left out' ]] || fail "$stderr"
    (($(grep -c 'is left out' <<<"$stderr") == 1)) || fail "$stderr"
}
