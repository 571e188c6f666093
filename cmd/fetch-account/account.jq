# The profile of the user, as /me gives it or the stored sign-in remembers it.
.time_extracted as $time_extracted
| .page | record("account"; $time_extracted)
