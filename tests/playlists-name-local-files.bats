# `convert --to m3u8 --music` and `export --to m3u8 --music`: the tracks of a list as audio files on this machine.

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# write FILE SECONDS [PROPERTY=VALUE]…: writes an audio file below the folder music/.
write() {
    mkdir -p "music/$(dirname "$1")"
    "$BATS_TEST_DIRNAME/write-music" "music/$1" "${@:2}"
}

# wanted ID ISRC NAME SECONDS ARTIST…: a saved track; they are listed in the order of their ids.
wanted() {
    jq -n -c --arg id "$1" --arg isrc "$2" --arg name "$3" --argjson ms "$(($4 * 1000))" --args \
        '{type: "RECORD", stream: "saved_tracks", record: {$id, uri: "spotify:track:\($id)", $name, duration_ms: $ms,
          added_at: "2020-01-01T00:00:00Z", external_ids: {isrc: (if $isrc == "" then null else $isrc end)},
          artists: ($ARGS.positional | map({id: ., name: .}))}}' "${@:5}"
}

# places FORMAT-OPTION…: the lines of the list in `messages` that name files, from the folder music/ on, and the comments.
places() {
    convert --to m3u8 --music music "$@" messages >list
    grep -v -e '^#EXT' -e '^#PLAYLIST' list | sed "s|^$(realpath music)/||; s|^file://$(realpath music)/|file:|" | sort
}

# `export` would be the shell's own.
exported() {
    env export "$@"
}

@test "a file of any kind is found by its ISRC, whatever else it says, or else by artist, title and length" {
    local kind number=10000
    for kind in flac mp3 m4a ogg; do
        write "$kind/a.$kind" 10 isrc="us-abc-12-$((++number))" artist=Wrong title=Wrong
        write "$kind/b.$kind" 183.2 artist="Mötley $kind" title="Time (Remastered)"
        # The same song of another length, and another song of the same length.
        write "$kind/c.$kind" 230 artist="Mötley $kind" title="Time (Remastered)"
        write "$kind/d.$kind" 183 artist="Mötley $kind" title="Money"
        wanted "1$kind" "USABC12$number" Right 180 Right
        wanted "2$kind" '' 'time - remastered' 180 "MOTLEY $kind"
        wanted "3$kind" '' 'time - remastered' 200 "Motley $kind"
    done >messages
    run -0 places
    assert_output "$(
        for kind in flac m4a mp3 ogg; do
            echo "# Motley $kind - time - remastered spotify:track:3$kind"
        done
        printf '%s\n' flac/a.flac flac/b.flac m4a/a.m4a m4a/b.m4a mp3/a.mp3 mp3/b.mp3 ogg/a.ogg ogg/b.ogg
    )"
    assert_equal "$(sed -n 1,2p list)" $'#EXTM3U\n#PLAYLIST:Saved tracks'
    assert_equal "$(grep -A 1 'Right - Right' list | grep -c "^$(realpath music)/.*/a\.")" 4
}

@test "names are compared as people write them: guests, several artists, remasters" {
    write a.flac 100 artist='Simon & Garfunkel' title='The Boxer'
    write b.flac 100 artist='Jay-Z feat. Alicia Keys' title='Empire State of Mind'
    write c.flac 100 artist=One artist=Two title=Three
    write d.flac 100 artist='Somebody with a band' albumartist=Somebody title='It’s'
    write e.flac 100 artist='!!!' title='???'
    write f.flac 103 artist=Twice title=Song
    write g.flac 101 artist=Twice title=Song
    {
        wanted 1 '' 'The Boxer - 2009 Remaster' 100 'Simon & Garfunkel'
        wanted 2 '' 'Empire State of Mind (feat. Alicia Keys)' 100 JAY-Z 'Alicia Keys'
        wanted 3 '' Three 100 One Two
        wanted 4 '' "It's" 100 Somebody
        wanted 5 '' '???' 100 '!!!'
        wanted 6 '' '!?' 100 '!!'
        wanted 7 '' Song 100 Twice
        wanted 8 '' '' 100
    } >messages
    run -0 places
    assert_output "$(printf '%s\n' '#  spotify:track:8' '# !! - !? spotify:track:6' a.flac b.flac c.flac d.flac e.flac g.flac)"
}

@test "a file whose name a line cannot hold stands there as a URI" {
    local names=($'new\nline' $'tab\tand\rreturn' $'not \xff UTF-8' $'next\xe2\x80\xa8line' $'nel\xc2\x85' 'a %41 # ünï' 'ends ') i
    for i in "${!names[@]}"; do
        write "${names[i]}/$i.mp3" 100 artist="A$i" title=T
        wanted "$i" '' T 100 "A$i"
    done >messages
    run -0 places
    assert_output 'a %41 # ünï/5.mp3
ends /6.mp3
file:nel%C2%85/4.mp3
file:new%0Aline/0.mp3
file:next%E2%80%A8line/3.mp3
file:not%20%FF%20UTF-8/2.mp3
file:tab%09and%0Dreturn/1.mp3'
    python3 - list <<'EOF'
import sys
lines = open(sys.argv[1], encoding="utf-8", newline="\n").read().splitlines()
assert len(lines) == 2 + 2 * 7, lines
EOF
}

@test "links in circles, what is no audio file, and what is broken do no harm" {
    local deep=music/deep
    write a/song.flac 100 isrc=GB0000000001 artist=A title=T
    ln -s .. music/a/up
    ln -s a music/b
    ln -s nowhere music/gone.mp3
    ln -s loop.flac music/loop.flac
    mkfifo music/pipe.mp3
    mkdir music/folder.flac
    : >music/empty.flac
    head -c 100000 /dev/urandom >music/random.mp3
    head -c 60 music/a/song.flac >music/cut.flac
    echo 'isrc=GB0000000001' >music/notes.txt
    # A path longer than any file's may be.
    mkdir "$deep"
    (
        cd "$deep"
        for _ in {1..30}; do
            mkdir "$(printf 'd%.0s' {1..200})"
            cd d*
        done
    )
    wanted 1 GB0000000001 T 100 A >messages
    run -0 --separate-stderr timeout 60 convert --to m3u8 --music music messages
    assert_regex "${lines[3]}" "^$(realpath music)/[ab]/song.flac$"
    [[ $stderr == 'convert: cannot read '*': File name too long; it is left out' ]] || fail "$stderr"
}

@test "export lists files, too, and a folder that cannot be read or a format without files is refused" {
    write song.flac 100 isrc=GB0000000001 artist=A title=T
    wanted 1 gb0000000001 X 1 Y | store a.db >/dev/null
    run -0 exported --to m3u8 --music music a.db
    assert_line --index 3 "$(realpath music)/song.flac"
    run -0 exported --to m3u8 --music music -o list.m3u8 a.db
    assert_equal "$(tail -n 1 list.m3u8)" "$(realpath music)/song.flac"
    run -64 exported --music music a.db
    assert_output 'export: the format csv has no files: --music is for m3u8'
    run -74 exported --to m3u8 --music nowhere a.db
    assert_output 'export: cannot read the folder nowhere: No such file or directory'
    run -74 convert --to m3u8 --music music/song.flac </dev/null
    assert_output 'convert: cannot read the folder music/song.flac: Not a directory'
}
