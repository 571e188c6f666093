# The views liked_songs, playlist_songs and play_log: what people ask for, in one line of SQL.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# A song with two artists, the second of which comes first by name and by id.
song() { # ID NAME ADDED_AT
    jq -nc --arg id "$1" --arg name "$2" --arg at "$3" '{id: $id, name: $name, added_at: $at, duration_ms: 61000,
        album: {id: "al1", name: "Album", release_date: "1999"}, external_ids: {isrc: "X1"},
        artists: [{id: "ar2", name: "Zoe"}, {id: "ar1", name: "Abe"}]}'
}

@test "liked_songs: those that are saved now, with all their artists and genres" {
    {
        record saved_tracks "$T1" "$(song t1 One 2020-01-01T00:00:00Z)"
        record saved_tracks "$T1" "$(song t2 Two 2021-01-01T00:00:00Z)"
        record saved_tracks "$T2" '{"id":"t2","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record artists "$T1" '{"id":"ar1","name":"Abe","genres":["dub","ambient"]}'
    } | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT * FROM liked_songs')" \
        '2020-01-01T00:00:00Z|One|Zoe, Abe|Album|1999|61000|ambient, dub|X1|t1|spotify:track:t1'
}

@test "playlist_songs: the items of the playlists that are there, whatever they are" {
    {
        record saved_tracks "$T1" "$(song t1 One 2020-01-01T00:00:00Z)"
        record playlist_items "$T1" "$(item 0 spotify:track:t1 S1 | jq -c '.track_id = "t1" | del(.track, .name)')"
        record playlist_items "$T1" "$(item 1 spotify:episode:e1 S1 | jq -c '.kind = "episode" | .name = "Talk" | del(.track, .track_id)')"
        record playlists "$T1" "$(playlist S1 2)"
    } | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT playlist, position, name, artists, album, kind, uri FROM playlist_songs ORDER BY position')" \
        $'Mix|0|One|Zoe, Abe|Album|track|spotify:track:t1\nMix|1|Talk|||episode|spotify:episode:e1'
    record playlists "$T2" '{"id":"p1","_sdc_deleted_at":"2026-11-24T18:00:00Z"}' | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlist_songs')" 0
}

@test "play_log: every play once, in the time of this machine, and whether the song is liked" {
    {
        record saved_tracks "$T1" "$(song t1 One 2020-01-01T00:00:00Z)"
        record plays "$T1" "$(song t1 One '' | jq -c '{played_at: "2026-06-30T22:30:00Z", track_id: .id, track: .}')"
    } | store a.db >/dev/null
    jq -nc '[{ts: "2025-01-01T12:01:00Z", ms_played: 60000, spotify_track_uri: "spotify:track:t9", skipped: true,
        master_metadata_track_name: "Nine", master_metadata_album_artist_name: "Abe"}]' >Streaming_History_Audio_0.json
    read-history Streaming_History_Audio_0.json | store a.db >/dev/null
    export TZ=Europe/Berlin
    assert_equal "$(sql a.db 'SELECT local_time, name, artists, album, skipped, liked FROM play_log ORDER BY played_at DESC')" \
        $'2026-07-01 00:30:00|One|Zoe, Abe|Album||1\n2025-01-01 13:00:00|Nine|Abe||1|0'
}

@test "an older library gets them, and keeps what has their name" {
    sqlite3 a.db <"$BATS_TEST_DIRNAME/../schema/library.sql"
    sql a.db 'CREATE VIEW liked_songs AS SELECT 1 AS mine'
    record saved_tracks "$T1" "$(song t1 One 2020-01-01T00:00:00Z)" | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT * FROM liked_songs; SELECT count(*) FROM playlist_songs; SELECT count(*) FROM play_log')" $'1\n0\n0'
}

@test "the queries of the README answer" {
    {
        record saved_tracks "$T1" "$(song t1 One 2020-01-01T00:00:00Z)"
        record saved_tracks "$T1" "$(song t2 Two 2021-01-01T00:00:00Z)"
    } | store a.db >/dev/null
    sed -n '/^```sql/,/^```/ { /^```/d; p }' "$BATS_TEST_DIRNAME/../README.md" >queries
    (($(grep -c ';$' queries) >= 6))
    sql a.db <queries >answers
    assert_equal "$(grep -Fx 'X1|2|One / Two' answers)" 'X1|2|One / Two'
    # What it says of a backup.
    sql a.db '.backup copy.db'
    "$BATS_TEST_DIRNAME/same-contents" a.db copy.db
}
