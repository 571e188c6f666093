# A page of GET /me/audiobooks, whose entries are the audiobooks themselves.
. as {$page, $time_extracted}
| $page.items[]
| select(. != null)
| {id: member("id")} + object
| record("saved_audiobooks"; $time_extracted)
