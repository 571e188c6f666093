# What read-history makes of the files that Spotify sends on request, and how store keeps it.

load helper
setup() { begin_test; }
teardown() { end_test; }

# made OPTION…: makes up a listener's past: the folder `export`, the messages `api`, the lines `truth`.
made() {
    mkdir -p export
    "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/made-history" "$@" export api truth
}

records() {
    jq -c 'select(.type == "RECORD").record'
}

# rows DB: the table as the sqlite3 CLI dumps it.
rows() {
    sql "$1" '.dump streaming_history'
}

last_bookmark() {
    jq -c "select(.type == \"STATE\").value.bookmarks.streaming_history | $1" "$2" | tail -n 1
}

@test "a zip, its folder, its files and standard input give the same records" {
    made --rows 400 --files 4
    (cd export && mkdir -p 'MyData/Sub folder' && mv ./*.json 'MyData/Sub folder' && echo '{}' >MyData/Userdata.json &&
        echo '[{"no": "history"}]' >MyData/Playlist1.json)
    python3 -c 'import shutil; shutil.make_archive("whole", "zip", "export")'
    read-history export >folder
    read-history whole.zip >zip
    read-history <whole.zip >zip-in
    read-history export/MyData/*/*.json >files
    cat export/MyData/*/*.json | read-history - >in
    assert_equal "$(records <folder | wc -l)" 400
    for other in zip zip-in files in; do
        diff <(records <folder | sort) <(records <$other | sort)
    done
    assert_equal "$(last_bookmark '[.total, .processed, .has_more]' zip)" '[400,400,false]'
    run breaches folder
    assert_output ''
    # The same files give the same bytes: no clock is read.
    read-history export | cmp folder
}

@test "all generations of files" {
    echo '[{"ts":"2019-05-01T12:00:00Z","ms_played":201234,"master_metadata_track_name":"Song","master_metadata_album_artist_name":"One","master_metadata_album_album_name":"Album","spotify_track_uri":"spotify:track:0000000000000000000001","reason_start":"trackdone","reason_end":null,"shuffle":true,"skipped":null,"offline_timestamp":1556711800123,"incognito_mode":false}]' >endsong_0.json
    echo '[{"ts":"2019-05-01T12:00:00Z","ms_played":5,"episode_name":"Talk","episode_show_name":"Show","spotify_episode_uri":"spotify:episode:0000000000000000000002","offline_timestamp":1556711800}]' >Streaming_History_Audio_2019_1.json
    echo '[{"ts":"2019-05-01T12:00:00Z","ms_played":6,"audiobook_title":"Book","audiobook_uri":"spotify:show:0000000000000000000003","audiobook_chapter_uri":"spotify:episode:0000000000000000000004","audiobook_chapter_title":"First","offline_timestamp":1}]' >Streaming_History_Video_2019.json
    echo '[{"endTime":"2023-01-05 13:07","artistName":"X","trackName":"Y","msPlayed":1}]' >StreamingHistory_music_0.json
    echo '[{"endTime":"2023-01-05 13:07","podcastName":"X","episodeName":"Y","msPlayed":123}]' >StreamingHistory_podcast_0.json
    echo '[{"endTime":"2023-01-05 13:08","artistName":"X","trackName":"Y","msPlayed":1}]' >StreamingHistory0.json
    read-history . >out
    run jq -r 'select(.type == "RECORD").record |
        [.ts, .kind, .uri, .track_id, .name, .artist, .album, .ms_played, .offline_timestamp, .precision,
         .shuffle, .skipped, .offline, .incognito] | map(tostring) | join("|")' out
    assert_output - <<'ROWS'
2023-01-05T13:08:00Z|track||null|Y|X|null|1|null|minute|null|null|null|null
2023-01-05T13:07:00Z|track||null|Y|X|null|1|null|minute|null|null|null|null
2023-01-05T13:07:00Z|episode||null|Y|X|null|123|null|minute|null|null|null|null
2019-05-01T12:00:00Z|episode|spotify:episode:0000000000000000000002|null|Talk|Show|null|5|1556711800|second|null|null|null|null
2019-05-01T12:00:00Z|chapter|spotify:episode:0000000000000000000004|null|First|null|Book|6|null|second|null|null|null|null
2019-05-01T12:00:00Z|track|spotify:track:0000000000000000000001|0000000000000000000001|Song|One|Album|201234|1556711800|second|true|null|null|false
ROWS
}

@test "odd values are made sense of" {
    cat >rows.json <<'ROWS'
[{"ts":"2019-05-01 14:00:00.5+02:00","ms_played":5.0,"spotify_track_uri":"spotify:track:abc"},
{"ts":"2019-05-01T12:00:00.123Z","ms_played":-7,"spotify_track_uri":"spotify:track:null","master_metadata_track_name":"Lost"},
{"ts":"2019-05-01 12:00:00 UTC","ms_played":0,"spotify_track_uri":"spotify:local:a:b:c:1","master_metadata_track_name":"\ud800 \u00e9"},
{"ts":"2019-05-01T12:00:00Z","ms_played":1,"shuffle":"yes","skipped":1,"offline":false,"platform":""}]
ROWS
    run -0 --separate-stderr read-history --keep-device rows.json
    assert_equal "$stderr" ''
    run jq -r 'select(.type == "RECORD").record | [.ts, .uri, .ms_played, .kind, .track_id, .name, .shuffle, .offline] |
        map(tostring) | join("|")' <<<"$output"
    assert_output - <<'ROWS'
2019-05-01T12:00:00Z|spotify:track:abc|5|track|abc|null|null|null
2019-05-01T12:00:00Z||0|track|null|Lost|null|null
2019-05-01T12:00:00Z|spotify:local:a:b:c:1|0|track|null|� é|null|null
2019-05-01T12:00:00Z||1|unknown|null|null|null|false
ROWS
}

@test "a row that makes no sense is named, and the others are kept" {
    cat >rows.json <<'ROWS'
[{"ts":"2019-05-01T12:00:00Z","ms_played":1}, {"ts":3,"ms_played":1}, 7, {"ts":"2019-05-01T12:00:00Z"},
{"ts":"2019-02-31T12:00:00Z","ms_played":5}, {"ts":nope}, {"ts":"2019-05-01T12:00:02Z","ms_played":2}]
ROWS
    run -0 --separate-stderr read-history rows.json
    assert_equal "$(records <<<"$output" | jq -c .ms_played)" $'1\n2'
    assert_equal "$(last_bookmark '[.total, .processed]' <(cat <<<"$output"))" '[7,2]'
    assert_equal "$stderr" "read-history: rows.json, row 2: it has no time; it is left out
read-history: rows.json, row 3: it is no object; it is left out
read-history: rows.json, row 4: it does not say for how long it was played; it is left out
read-history: rows.json, row 5: it has no time; it is left out
read-history: rows.json, row 6: it is no JSON; it is left out
read-history: 5 of 7 rows are left out: it has no time (2), it is no object (1), \
it does not say for how long it was played (1), it is no JSON (1)"
    jq -nc '[range(30)]' >many.json
    run -0 --separate-stderr read-history many.json
    assert_equal "$(grep -c 'it is no object; it' <<<"$stderr")" 10
    assert_line --partial '"total":30'
    [[ $stderr == *'20 more rows are left out'* ]]
}

@test "a truncated file keeps what was whole, and the files after it are read" {
    made --rows 300 --files 1
    size=$(stat -c %s export/endsong_0.json)
    head -c $((size / 2)) export/endsong_0.json >cut.json
    echo '[{"ts":"2019-05-01T12:00:00Z","ms_played":1}]' >next.json
    run -65 --separate-stderr read-history cut.json next.json
    assert_equal "$(records <<<"$output" | wc -l)" $(($(grep -c '},$' cut.json) + 1))
    [[ $stderr == "read-history: cut.json ends in the middle after row "*"; the rows up to there are kept" ]]
    assert_equal "$(last_bookmark '.has_more' <(cat <<<"$output"))" true

    python3 -c 'import shutil; shutil.make_archive("whole", "zip", "export")'
    head -c 9000 whole.zip >cut.zip
    run -65 --separate-stderr read-history cut.zip
    (($(records <<<"$output" | wc -l) > 10))
    [[ $stderr == 'read-history: cut.zip is broken: '* ]]

    echo '[{"ts":"2019-05-01T12:00:00Z","ms_played":1} oops {}]' >broken.json
    run -65 read-history broken.json
    assert_line 'read-history: broken.json is broken after row 1; the rows up to there are kept'
    echo '{"a":1}' >object.json
    run -65 read-history object.json
    assert_line 'read-history: object.json is no JSON array of rows'
    run -74 read-history nowhere.json
    assert_line --partial 'cannot open nowhere.json'
}

@test "a zip or a folder without a history: 65, and what to ask Spotify for" {
    mkdir other
    echo '{}' >other/Userdata.json
    python3 -c 'import shutil; shutil.make_archive("other", "zip", "other")'
    for export in other other.zip; do
        run -65 read-history "$export"
        assert_line "read-history: $export holds no streaming history: ask Spotify for your \"Extended streaming history\" at \
https://www.spotify.com/account/privacy/, and give the zip that they send"
    done
}

@test "nothing private leaves the program" {
    made --rows 400 --files 2
    cat >export/endsong_odd.json <<'ROWS'
[{"ts":"private-user","ms_played":1,"username":"private-user","ip_addr":"203.0.113.9","user_agent":"private-agent"},
{"ts":"2019-05-01T12:00:00Z","ms_played":"private-agent","username":"private-user"},
["private-user"], "203.0.113.9", {"ip_addr_decrypted":"203.0.113.9"}, {"username":"private-user", oops},
{"ts":"2019-05-01T12:00:00Z","ms_played":-4,"username":"private-user","offline":"203.0.113.9"}]
ROWS
    run -0 read-history -v -v export
    refute_output --regexp 'private|203\.0\.113|made-up OS|"QQ"'
    read-history export 2>&1 | grep '^{' | store a.db >stored 2>&1
    read-history --keep-device export 2>/dev/null | store b.db >>stored 2>&1
    run grep -c -e private -e '203\.0\.113' a.db b.db stored
    assert_output $'a.db:0\nb.db:0\nstored:0'
    assert_equal "$(sql a.db 'SELECT count(platform) + count(country) FROM streaming_history')" 0
    (($(sql b.db "SELECT count(*) FROM streaming_history WHERE platform LIKE 'made-up OS%' AND country = 'QQ'") > 300))
}

@test "copies fold, and two plays in one second stay apart" {
    made --rows 1000 --files 3
    read-history export >rows
    store a.db <rows >out
    assert_equal "$(last_bookmark '[.new, .total]' out)" '[900,1000]'
    assert_equal "$(sql a.db 'SELECT count(*) FROM streaming_history')" "$(grep -vc '||$' truth)" ||
        assert_equal "$(sql a.db 'SELECT count(*) FROM streaming_history')" 900
    (($(sql a.db 'SELECT count(*) FROM (SELECT 1 FROM streaming_history GROUP BY ts HAVING count(*) > 1)') > 5))
    # Again: nothing is new, and nothing changes.
    rows a.db >before
    store a.db <rows >out
    assert_equal "$(last_bookmark '[.new, .updated]' out)" '[0,0]'
    rows a.db | cmp before
    # In another order.
    (tac rows | grep -v SCHEMA) | store b.db >/dev/null
    rows b.db | cmp before

    echo '[{"ts":"2019-05-01T12:00:00Z","ms_played":1,"master_metadata_track_name":"A"},
        {"ts":"2019-05-01T12:00:00Z","ms_played":1,"master_metadata_track_name":"B"},
        {"ts":"2019-05-01T12:00:00Z","ms_played":1,"master_metadata_track_name":"A"},
        {"ts":"2019-05-01T12:00:00Z","ms_played":1},
        {"ts":"2019-05-01T12:00:00Z","ms_played":1}]' | read-history | store c.db >/dev/null
    run sql c.db 'SELECT ts, uri, name FROM streaming_history'
    assert_output $'2019-05-01T12:00:00Z||\n2019-05-01T12:00:00Z||A\n2019-05-01T12:00:00Z||B'
}

@test "rows that know more or less of one play become the same row in any order" {
    less='[{"ts":"2019-05-01T12:00:00Z","ms_played":1,"spotify_track_uri":"spotify:track:0000000000000000000001","master_metadata_track_name":"A","skipped":null}]'
    more='[{"ts":"2019-05-01T12:00:00Z","ms_played":1,"spotify_track_uri":"spotify:track:0000000000000000000001","master_metadata_track_name":"A (Remastered)","skipped":false,"conn_country":"QQ"}]'
    (read-history <<<"$less" && read-history --keep-device <<<"$more") | store a.db >/dev/null
    (read-history --keep-device <<<"$more" && read-history <<<"$less") | store b.db >/dev/null
    cmp <(rows a.db) <(rows b.db)
    run sql a.db 'SELECT name, skipped, country FROM streaming_history'
    assert_output 'A (Remastered)|0|QQ'
}

@test "a played track is known by its name, and the API's object takes its place in any order" {
    echo '[{"ts":"2030-05-01T12:00:00Z","ms_played":1,"spotify_track_uri":"spotify:track:0000000000000000000001","master_metadata_track_name":"New name"},
        {"ts":"2019-05-01T12:00:00Z","ms_played":1,"spotify_track_uri":"spotify:track:0000000000000000000001","master_metadata_track_name":"Old name"}]' |
        read-history >past
    store a.db <past >/dev/null
    run sql a.db 'SELECT id, name, fetched_at IS NULL FROM tracks'
    assert_output '0000000000000000000001|New name|1'
    echo '{"type":"RECORD","stream":"saved_tracks","record":{"id":"0000000000000000000001","added_at":"2020-01-01T00:00:00Z","place":0,"name":"Full name","duration_ms":5},"time_extracted":"2026-01-01T00:00:00.000000Z"}' >saved
    store a.db <saved
    cat saved past | store b.db >/dev/null
    for database in a.db b.db; do
        run sql $database 'SELECT name, duration_ms FROM tracks'
        assert_output 'Full name|5'
    done
}

@test "killed at any moment and run again, nothing is lost or doubled" {
    local moment
    made --rows 4000 --files 3
    read-history export | store whole.db >/dev/null
    rows whole.db >whole
    for moment in 5 20 40 60 90 130; do
        rm -f a.db*
        background bash -c 'read-history export | store a.db'
        until [[ -s a.db ]]; do sleep 0.005; done
        sleep "0.$(printf %03d "$moment")"
        kill -KILL -- "-$background_pid" 2>/dev/null || true
        finish_background
        read-history export | store a.db >/dev/null
        rows a.db | cmp whole
        assert_equal "$(sql a.db 'PRAGMA integrity_check')" ok
    done
}
