# What every shaping of the API's answers begins with. Its input is
# {"page": the answer, "time_extracted": when it came, …}.
#
# No shaping may end a record in silence: `.x?` of what is no object is empty, and in the middle of a
# constructor or a condition that takes all of it away.

# A member of what may be no object.
def member($name): if type == "object" then .[$name] else null end;

# An object without what is only bulk, in itself and in the objects that are parts of it.
def lean:
  if type == "object" then
    delpaths([["available_markets"], ["href"]])
    | reduce (("album", "artists", "items", "owner", "tracks") as $name
              | select(.[$name] != null) | $name) as $name
        (.; setpath([$name]; .[$name] | lean))
  elif type == "array" then map(lean)
  else . end;

def record($stream; $time_extracted):
  {type: "RECORD", stream: $stream, record: ., time_extracted: $time_extracted};

