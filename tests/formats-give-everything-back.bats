# `convert`: each format says all that the messages say of a list, whatever the names are.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# Names that break what is careless: as a jq program, and each name in turn that of a track, an artist and an album.
readonly HOSTILE='["=cmd|'"'"'/C calc'"'"'!A1", "+44", "-M-", "@x", "\t=1", "\r=1", "\n=1", "a\n=1+1", "a;=1", "a,-1", "a\";=1", "\"=1",
    "'"'"'=1", "'"'"''"'"'@", "'"'"'Til Tuesday", "a\r\nb", "\"\"", "\"", ",", ";", "Tyler, The Creator", "a\\, b", "end\\", "\\\\",
    "\u0000\u0001\u001b[31m\u007f\u0085\u2028", "<b>&amp;]]></title>", "＝1", "é\u0301 😀 \u202etxt.exe", " ", "", "#EXTINF:1",
    "a\tb", "null", "%41+%zz", "\ufffe\uffff", "a\rb", " =1", "\u0000", "\u2028=1", "\u00a0", "\\,", "[]", "]]>", "'"$(printf 'x%.0s' {1..3000})"'"]'

# hostile_messages: a saved track and an item of playlist p1 for each of these names.
hostile_messages() {
    jq -n -c --arg time "$T1" "$HOSTILE"' as $names
        | def track($i): {
              id: "t\($i)", uri: "spotify:track:t\($i)", name: $names[$i], duration_ms: 61000, explicit: true, disc_number: 1,
              track_number: $i, popularity: 3, preview_url: null, external_ids: {isrc: "ISRC\($i)"},
              artists: [{id: "a\($i)", name: $names[$i]}, {id: "b", name: "B"}],
              album: {id: "al\($i)", name: $names[$i], release_date: "2020", images: [{url: "https://i.scdn.co/i"}],
                      artists: [{id: "a\($i)", name: $names[$i]}]}};
          def message($stream): {type: "RECORD", stream: $stream, record: ., time_extracted: $time};
          (range($names | length) as $i
            | (track($i) + {added_at: "2020-01-01T00:00:00Z", place: (1000 - $i)} | message("saved_tracks")),
              ({playlist_id: "p1", position: $i, snapshot_id: "s", kind: "track", track_id: "t\($i)", uri: "spotify:track:t\($i)",
                name: $names[$i], added_at: "2020-01-01T00:00:00Z", added_by: "me", track: track($i)} | message("playlist_items")),
              ({played_at: "2020-01-01T00:00:\(10 + $i).000Z", track_id: "t\($i)", track: track($i)} | message("plays")),
              ({id: "a\($i)", name: "x", genres: [$names[$i]]} | message("artists")),
              ({id: "al\($i)", name: "x", genres: [], label: $names[$i]} | message("albums"))),
          ({id: "p1", name: $names[0], description: $names[22], items_snapshot_id: "s"} | message("playlists"))'
}

# The names as convert reads them: NUL is U+FFFD.
names() {
    jq -n -c "$HOSTILE"' | map(gsub("\u0000"; "\ufffd"))'
}

@test "a CSV reader gets every field back, whatever the names are, and no spreadsheet sees a formula" {
    hostile_messages >messages
    convert --to csv messages | "$BATS_TEST_DIRNAME/read-csv" >rows
    diff <(jq -c . rows | tail -n +2) <(names | jq -c '
        def escaped: gsub("(?<b>\\\\+)(?=,|\\z)"; .b + .b) | gsub(","; "\\,");
        to_entries[] | .key as $i | .value as $name
        | ["spotify:track:t\($i)", $name, "spotify:artist:a\($i), spotify:artist:b", "\($name | escaped), B",
           "spotify:album:al\($i)", $name, "spotify:artist:a\($i)", ($name | escaped), "2020", "https://i.scdn.co/i", "1", "\($i)",
           "61000", "", "true", "3", "ISRC\($i)", "", "2020-01-01T00:00:00Z", $name, $name]')
    convert --to tunemymusic --all messages | "$BATS_TEST_DIRNAME/read-csv" | jq -c '[.[0], .[2], .[5], .[6]]' >rows
    diff <(tail -n +2 rows) <(names | jq -c '[to_entries[] | [.value, .value, "ISRC\(.key)", "t\(.key)"]] | (. + .)[]')
    convert --to soundiiz messages | "$BATS_TEST_DIRNAME/read-csv" ';' | jq -c '[.[0], .[1]]' >rows
    diff <(tail -n +2 rows) <(names | jq -c '.[] | [., . + ", B"]')
}

@test "the CSV has the columns of Exportify, byte for byte" {
    record saved_tracks "$T1" "$(track t1 Song 2020-01-01T00:00:00Z)" >messages
    run -0 convert messages
    assert_line --index 0 '"Track URI","Track Name","Artist URI(s)","Artist Name(s)","Album URI","Album Name","Album Artist URI(s)","Album Artist Name(s)","Album Release Date","Album Image URL","Disc Number","Track Number","Track Duration (ms)","Track Preview URL","Explicit","Popularity","ISRC","Added By","Added At","Artist Genres","Label"'
    record saved_albums "$T1" '{"id":"al1","uri":"spotify:album:al1","name":"A, B","artists":[{"id":"ar1","name":"One"}],"total_tracks":3}' >messages
    run -0 convert --albums messages
    assert_line --index 0 '"Album URI","Album Name","Album Type","Album Artist URI(s)","Album Artist Name(s)","Album Release Date","Release Date Precision","Track Count","Saved At"'
    assert_line --index 1 '"spotify:album:al1","A, B","","spotify:artist:ar1","One","","","3",""'
    run -0 convert --to tunemymusic --albums messages
    assert_line --index 0 'Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id'
    assert_line --index 1 '"A, B","One","","Saved albums","Album","","al1"'
}

@test "XSPF and JSPF are valid, and say the same" {
    hostile_messages >messages
    convert --to xspf --playlist p1 messages >list.xspf
    xmllint --noout --relaxng "$BATS_TEST_DIRNAME/xspf.rng" list.xspf
    convert --to jspf --playlist p1 messages >list.jspf
    python3 - <<'PYTHON'
import json, re
import xml.etree.ElementTree as xml
space = "{http://xspf.org/ns/0/}"
root = xml.parse("list.xspf").getroot()
tracks = [{child.tag[len(space):]: child.text for child in track} for track in root.find(space + "trackList")]
other = json.load(open("list.jspf"))["playlist"]
def seen(text):
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)
assert root.find(space + "title").text == seen(other["title"])
assert len(tracks) == len(other["track"]) > 30
for track, twin in zip(tracks, other["track"]):
    assert track["location"] == twin["location"][0] and track["identifier"] == twin["identifier"][0]
    assert track["duration"] == str(twin["duration"]) == "61000"
    for name in "title", "creator", "album":
        assert track.get(name) == (seen(twin[name]) if name in twin else None), (track, twin)
PYTHON
}

@test "an image or a URI that is none makes no invalid file" {
    local -a odd=('https://i.scdn.co/"' 'https://i.scdn.co/<i>' 'https://i.scdn.co/%' 'https://i.scdn.co/a#b#c' 'https://i.scdn.co:x/'
        'https://a@b@c/' 'https:///' 'a:' ':x' 'none' '1a:b' 'a://b:c' 'a+b:é' 'spotify:local:A "B"::C%:1' 'a::')
    local -a good=('https://i.scdn.co/image/ab67?a=b&c=%20#d' 'http://i.scdn.co:8080' 'spotify:track:x' 'spotify:local:A+%22::%C3%A9:1')
    jq -n -c --arg time "$T1" '$ARGS.positional | to_entries[] | {type: "RECORD", stream: "saved_tracks", time_extracted: $time,
        record: {id: "t\(.key)", uri: .value, name: "N", added_at: "2020-01-01T00:00:00Z", place: -.key,
                 album: {name: "A", images: [{url: .value}]}}}' --args "${odd[@]}" "${good[@]}" >messages
    convert --to xspf messages >list.xspf
    xmllint --noout --relaxng "$BATS_TEST_DIRNAME/xspf.rng" list.xspf
    convert --to jspf messages >list.jspf
    # What is one stays as it is; what can be written as one is.
    run -0 jq -r '.playlist.track[].image // empty' list.jspf
    assert_output "$(printf '%s\n' "${good[@]::2}")"
    run -0 jq -r '.playlist.track[].identifier[0]? // empty' list.jspf
    assert_output "$(printf '%s\n' 'https:%2F%2Fi.scdn.co%2F%22' 'https:%2F%2Fi.scdn.co%2F%3Ci%3E' 'https:%2F%2Fi.scdn.co%2F%25' \
        'https:%2F%2Fi.scdn.co%2Fa%23b%23c' 'https:%2F%2Fi.scdn.co:x%2F' 'https:%2F%2Fa%40b%40c%2F' 'https:%2F%2F%2F' 'a:%2F%2Fb:c' \
        'a+b:%C3%A9' 'spotify:local:A%20%22B%22::C%25:1' 'a::' "${good[@]}")"
}

@test "listens follow the rules of ListenBrainz" {
    hostile_messages >messages
    record streaming_history "$T1" '{"ts":"2001-01-01T00:00:00Z","uri":"spotify:track:t1","ms_played":250000,"kind":"track","track_id":"t1","name":"Old","artist":"A"}' >>messages
    record streaming_history "$T1" '{"ts":"2021-01-01T00:04:00Z","uri":"spotify:track:x","ms_played":240000,"kind":"track","track_id":"x","name":"Long","artist":"A"}' >>messages
    record streaming_history "$T1" '{"ts":"2021-01-02T00:00:00Z","uri":"spotify:track:x","ms_played":29000,"kind":"track","track_id":"x","name":"Short","artist":"A"}' >>messages
    record streaming_history "$T1" '{"ts":"2021-01-03T00:00:00Z","uri":"spotify:episode:e","ms_played":990000,"kind":"episode","name":"Talk","artist":"A"}' >>messages
    convert --to listens messages >listens
    python3 - <<'PYTHON'
import json
lines = open("listens", encoding="utf-8", newline="\n").read().split("\n")
assert lines.pop() == ""
for line in lines:
    listen = json.loads(line)
    assert len(line.encode()) <= 10240 and len(json.dumps(listen)) <= 10240
    assert set(listen) == {"listened_at", "track_metadata"}
    assert isinstance(listen["listened_at"], int) and listen["listened_at"] >= 1033430400
    metadata = listen["track_metadata"]
    for name in "artist_name", "track_name":
        assert isinstance(metadata[name], str) and metadata[name]
    for value in [*metadata.values(), *metadata["additional_info"].values()]:
        assert value not in (None, "") and "\0" not in str(value)
    assert metadata["additional_info"].get("duration_ms", 1) <= 2073600000
assert lines[-1].startswith('{"listened_at":1609459200,"track_metadata":{"artist_name":"A","track_name":"Long"'), lines[-1]
PYTHON
    assert_equal "$(wc -l <listens)" "$(names | jq 'map(select(. != "")) | length + 1')"
    run -0 convert --to scrobbler-log messages
    assert_line --index 0 '#AUDIOSCROBBLER/1.1'
    assert_line --index 1 '#TZ/UTC'
    assert_line --regexp '^A	{2}Short	{2}29	S	1609545571	$'
    assert_equal "$(tail -n +4 <<<"$output" | awk -F'\t' 'NF != 8 || $6 !~ /^[LS]$/ || $7 !~ /^[0-9]+$/')" ''
}

@test "a play that both the API and the history report is one listen" {
    record plays "$T1" '{"played_at":"2021-01-01T10:03:00.000Z","track_id":"t1","track":{"id":"t1","name":"One","artists":[{"name":"A"}]}}' >messages
    record plays "$T1" '{"played_at":"2021-01-01T11:00:00.000Z","track_id":"t1","track":{"id":"t1","name":"One","artists":[{"name":"A"}]}}' >>messages
    record streaming_history "$T2" '{"ts":"2021-01-01T10:03:01Z","uri":"spotify:track:t1","ms_played":180000,"kind":"track","track_id":"t1","name":"One","artist":"A"}' >>messages
    run -0 convert --to text --listens messages
    assert_output "2021-01-01T10:00:01Z	A	One		spotify:track:t1
2021-01-01T11:00:00.000Z	A	One		spotify:track:t1"
}

@test "text, M3U and a scrobbler's log have one line an entry, whatever the names are" {
    hostile_messages >messages
    local count
    count=$(names | jq length)
    convert --to text messages >text
    assert_equal "$(LC_ALL=C awk -F'\t' 'NF == 4' text | wc -l)" "$count"
    assert_equal "$(LC_ALL=C tr -d '[:print:]\t\n\200-\377' <text | wc -c)" 0
    convert --to m3u8 messages >list.m3u8
    assert_equal "$(grep -c '^https://open.spotify.com/track/t[0-9]*$' list.m3u8)" "$count"
    assert_equal "$(wc -l <list.m3u8)" $((2 + 2 * count))
}

@test "a local file is named by what its URI says" {
    record playlist_items "$T1" '{"playlist_id":"p1","position":0,"snapshot_id":"s","kind":"local","name":null,"uri":"spotify:local:Garage+Band:D%C3%A9mos:Take+%2B1:166"}' >messages
    run -0 convert --to m3u8 messages
    assert_line --index 2 '# Garage Band - Take +1 spotify:local:Garage+Band:D%C3%A9mos:Take+%2B1:166'
    run -0 convert messages
    assert_line --index 1 --partial '"Take +1","","Garage Band","","Démos"'
}

@test "the newest record of each id counts, deletions go out, and details count wherever they stand" {
    {
        record saved_tracks "$T2" "$(track t1 New 2020-01-02T00:00:00Z)"
        record saved_tracks "$T1" "$(track t1 Old 2020-01-01T00:00:00Z)"
        record saved_tracks "$T1" "$(track t2 Gone 2020-01-03T00:00:00Z)"
        record saved_tracks "$T2" '{"id":"t2","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record saved_tracks "$T2" '{"id":"t3","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record saved_tracks "$T3" "$(track t3 Back 2020-01-04T00:00:00Z)"
        record artists "$T1" '{"id":"ar2","name":"Two","genres":["rock","pop"]}'
        record artists "$T3" '{"id":"ar2","name":"Two","genres":null}'
        record albums "$T2" '{"id":"al1","name":"Album"}'
        record albums "$T1" '{"id":"al1","name":"Album","genres":[],"label":"The Label"}'
        record saved_albums "$T1" '{"id":"al2","name":"Away","genres":[],"label":"L"}'
        record saved_albums "$T2" '{"id":"al2","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        echo '{"type":"STATE","value":{}}'
    } >messages
    run -0 convert messages
    assert_line --index 1 --regexp '^"","Back",.*"2020-01-04T00:00:00Z","pop,rock","The Label"$'
    assert_line --index 2 --regexp '^"","New",'
    assert_equal "${#lines[@]}" 3
    run -0 convert --to text --albums messages
    assert_output ''
}

@test "of a playlist in an archive, the items of its last finished reading are printed, as the library has them" {
    reading "$T1" s1 u1,One,I1 u2,Two,I2 u3,Three,I3 >first
    reading "$T2" s2 u3,Three,I3 u1,One,I1 >second
    reading "$T2" s2 >emptied
    # Readings that were not finished, or of no snapshot.
    record playlist_items "$T3" "$(item 0 u9 s3)" >stopped
    (cat stopped && record playlists "$T3" "$(playlist s3 2)") >incomplete
    record playlists "$T3" "$(playlist s3 1 | jq -c 'del(.items_snapshot_id)')" >doubted
    record playlists "$T3" "$(playlist s1 3 | jq -c '.items_kept = true')" >kept
    # printed FILE…: what convert prints, which must be what the library has.
    printed() {
        rm -f a.db*
        cat "$@" | store a.db >/dev/null
        convert --to text --playlist p1 "$@" | tee converted
        diff converted <(env export --to text --playlist p1 a.db)
    }
    local later
    for later in stopped incomplete doubted kept; do
        run -0 printed first second "$later"
        assert_output "	Three		u3
	One		u1"
        run -0 printed first emptied "$later"
        assert_output ''
    done
}

@test "one list is printed: the saved tracks, the only playlist, or the one that is named" {
    record saved_tracks "$T1" "$(track t1 Song 2020-01-01T00:00:00Z)" >saved
    for id in p1 p2 p3; do
        record playlist_items "$T1" "$(item 0 "u-$id" s | sed "s/\"p1\"/\"$id\"/")"
        record playlists "$T1" "$(playlist s 1 | sed "s/\"p1\"/\"$id\"/; s/Mix/$([[ $id == p3 ]] || echo Mix)Tape/")"
    done >playlists
    record playlists "$T1" '{"id":"p4","name":"Never read","items":{"total":3}}' >>playlists
    cat saved playlists >all
    run -0 convert --to text all
    assert_output 'One, Two	Song	Album	'
    run -65 convert --to text playlists
    assert_output 'convert: there are 4 playlists: choose one with --playlist'
    for name in Tape tape p3 spotify:playlist:p3 'https://open.spotify.com/playlist/p3?si=abc'; do
        run -0 convert --to text --playlist "$name" all
        assert_output '	u-p3		u-p3'
    done
    run -65 convert --to text --playlist MixTape all
    assert_output "convert: several playlists are called 'MixTape': give the id of one: p1, p2"
    run -65 convert --playlist None all
    assert_output "convert: there is no playlist 'None'"
    run -65 convert --playlist 'Never read' all
    assert_output --partial 'are not known'
    run -64 convert --all all
    assert_output --partial '4 lists are chosen, and the format holds one'
    run -0 convert --all --to tunemymusic all
    assert_equal "${#lines[@]}" 5
    run -64 convert --albums --to xspf all
    assert_output 'convert: the format takes no albums: choose another'
    run -64 convert --to nothing all
    assert_output --regexp "there is no format 'nothing': choose one of csv, jspf, listens, m3u8, scrobbler-log, soundiiz, text, tunemymusic, xspf"
}

@test "a line that is no message is named and left out, and convert ends with 65" {
    {
        record saved_tracks "$T1" "$(track t1 First 2020-01-01T00:00:00Z)"
        echo '{"type":"RECORD","stream":"saved_tracks","record":{'
        echo '[]'
        record saved_tracks "$T1" "$(track t2 Second 2020-01-01T00:00:00Z)"
    } >messages
    local format
    run -65 --separate-stderr convert --to text messages
    assert_equal "$(cut -f2 <<<"$output" | sort | paste -sd,)" First,Second
    assert_equal "$(grep -c 'convert: messages, line [23]: .*; it is left out' <<<"$stderr")" 2
    run -0 convert --to text <(head -1 messages)
    # Values of the wrong kind cost their own entry.
    {
        cat messages
        record saved_tracks "$T1" '{"id":"t3","name":5,"artists":"no","album":[],"external_ids":7,"added_at":"x"}'
        record saved_tracks "$T1" '{"id":"t4","name":{},"artists":[null,5,{"name":7}],"album":{"artists":{}}}'
    } | grep RECORD.*}} >odd
    for format in csv jspf m3u8 soundiiz text tunemymusic xspf; do
        run -65 --separate-stderr convert --to "$format" odd
        assert_equal "$(grep -o -e First -e Second <<<"$output" | sort -u | paste -sd,)" First,Second
        [[ $stderr == *"convert: cannot write an entry as $format: "*'; it is left out'*'convert: left out '*" not as Spotify's are" ]] || fail "$stderr"
    done
    run -74 convert nowhere
    assert_output 'convert: cannot open nowhere: No such file or directory'
}

@test "what the filters print becomes lists" {
    stand_in --tracks 120 --saved-albums 3 --playlists 2 --playlist-items 30
    fetch-tracks -q | enrich-artists -q | enrich-albums -q | convert | "$BATS_TEST_DIRNAME/read-csv" |
        jq -r '.[0] | ltrimstr("spotify:track:")' | tail -n +2 >ids
    ask library | jq -r .id >expected
    diff ids expected
    fetch-playlists -q >playlists
    run -0 convert --all --to tunemymusic playlists
    assert_equal "$(tail -n +2 <<<"$output" | "$BATS_TEST_DIRNAME/read-csv" | jq -r '.[3]' | sort -u | wc -l)" 2
    fetch-albums -q | convert --albums | grep -c '^"spotify:album:' | grep -qx 3
}
