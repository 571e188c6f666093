# common/json and common/json_edit: what counts as JSON, what is read out of it, what an edit changes.

bats_load_library bats-support
bats_load_library bats-assert

setup() {
    PATH=${BUILD:-$BATS_TEST_DIRNAME/../build}/tests:$PATH
}

# values TEXT PATH...: what json_scan keeps; TEXT with printf's escapes
values() {
    run json get "${@:2}" < <(printf '%b' "$1")
}

valid() {
    values "$1"
    assert_success
}

invalid() {
    values "$1"
    assert_failure 65
    assert_output --partial "not JSON: $2"
}

@test "each kind of value" {
    values '{"a":null,"b":true,"c":false,"d":-12,"e":1.5e3,"f":"x","g":[1, 2],"h":{"i":0}}' a b c d e f g h h.i z z.z
    assert_output "a: null
b: true
c: false
d: integer -12
e: real 1500
f: string x
g: array [1, 2]
h: object {\"i\":0}
h.i: integer 0
z: absent
z.z: absent"
}

@test "integers to the ends of 64 bits, reals beyond" {
    values '{"a":9223372036854775807,"b":-9223372036854775808,"c":9223372036854775808,"d":-0,"e":1e999}' a b c d e
    assert_output "a: integer 9223372036854775807
b: integer -9223372036854775808
c: real 9.2233720368547758e+18
d: integer 0
e: real inf"
}

@test "elements of arrays, their index and their number" {
    values '{"a":[{"b":1},7,{"c":2,"b":"x"}],"c":{}}' 'a[].b' 'a[#]' 'a[+]' 'c[+]' 'c[].d'
    assert_output "a[].b: integer 1
a[].b: absent
a[].b: string x
a[#]: integer 0
a[#]: integer 1
a[#]: integer 2
a[+]: integer 3
c[+]: absent"
}

@test "of members with one name the last counts, whole" {
    values '{"a":{"b":1,"c":2},"a":{"c":3},"d":[1,2],"d":5,"e":[{"f":1,"f":2}]}' a.b a.c 'd[+]' 'd[]' d 'e[].f'
    assert_output "a.b: absent
a.c: integer 3
d[+]: absent
d: integer 5
e[].f: integer 2"
    values '{"\\u0061":1}' a
    assert_output 'a: integer 1'
}

@test "escapes" {
    values '{"a":"\\"\\\\\\/\\u00e9\\u20ac\\ud83d\\ude00!"}' a
    assert_output 'a: string "\/é€😀!'
    values '{"a":"\\ud800\\ud83d\\ude00\\udc00\\ud800x"}' a
    assert_output 'a: string �😀��x'
    invalid '"\\x"' 'an unknown escape'
    invalid '"\\u12g4"' '\u without'
    invalid '"\\u12"' 'an unterminated string'
    invalid "\"\\\\" 'an unterminated string'
    invalid '"a\nb"' 'a control character'
    invalid '"a\x00b"' 'a control character'
}

@test "UTF-8 is exact" {
    valid '"\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"'
    local bytes
    for bytes in '\x80' '\xbf' '\xc0\x80' '\xc1\xbf' '\xc3' '\xe0\x9f\xbf' '\xe2\x82' '\xed\xa0\x80' \
        '\xf0\x8f\xbf\xbf' '\xf0\x9f\x98' '\xf4\x90\x80\x80' '\xf5\x80\x80\x80' '\xff' '\xc3('; do
        invalid "\"1234567$bytes\"" 'invalid UTF-8'
    done
}

@test "the grammar is strict" {
    local text
    for text in '' ' ' '{' '[' '[1,]' '[,1]' '{"a"}' '{"a":}' '{"a":1,}' '{a:1}' "{'a':1}" '01' '-' '+1' \
        '1.' '.5' '1e' '1e+' '0x1' 'NaN' 'nul' 'nulll' 'True' '1 2' '{} {}' '[1 2]' '"a' '\xef\xbb\xbf1' \
        '//\n1' '1\x00' '[1}' '{"a":1]'; do
        values "$text"
        assert_failure 65
    done
    for text in '0' ' [ ] ' '\t{\r\n"" : 1e-5 }\n' '-0.0E+10' '""' 'true'; do
        valid "$text"
    done
}

@test "containers nest 512 deep and no deeper" {
    nested() {
        printf '[%.0s' $(seq "$1")
        printf ']%.0s' $(seq "$1")
    }
    valid "$(nested 512)"
    invalid "$(nested 513)" 'containers nested too deeply at byte 513'
}

@test "a path that is none is refused" {
    local path
    for path in '' . a. .a a..b 'a[' 'a[0]' 'a[].b[].c' '[]' 'a[]b' 'a[#].b'; do
        values '{}' "$path"
        assert_failure 70
    done
}

# sets TEXT RESULT NAME...
sets() {
    run json set 5 "${@:3}" < <(printf '%s' "$1")
    assert_output "$2"
}

@test "a member that is set: replaced or put in, all else as it was" {
    sets ' { "a" : 1.0 , "b" : [ ] } ' ' { "a" : 5 , "b" : [ ] } ' a
    sets '{"a":{"b":1},"a":{"b":2}}' '{"a":{"b":1},"a":{"b":5}}' a b
    sets '{"a":{ "b":1 } }' '{"a":{ "b":1 ,"c":5} }' a c
    sets '{"a":{ }}' '{"a":{ "c":{"d":5}}}' a c d
    sets '{}' '{"a \"q\"":5}' 'a "q"'
    run json set 5 a b < <(printf '{"a":[]}')
    assert_failure 65
    assert_output 'member a is not an object'
    run json set 5 a < <(printf '[]')
    assert_failure 65
    run json set 5 a < <(printf '{"a":')
    assert_failure 65
}

@test "a text that is cut inside a character is still written as UTF-8" {
    sets '{}' '{"é�":5}' $'é\xc3'
    sets '{}' '{"��a":5}' $'\xff\x80a'
}
