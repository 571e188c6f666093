"""Every number on the page against the tables of the library, counted by SQL that shares nothing with the page's."""

import sqlite3

from webdriver import expect, go

SAVED = """WITH saved AS (SELECT isrc, added_at, tracks.name, tracks.name || artists.name AS song FROM saved_tracks
                           JOIN tracks ON tracks.id = track_id JOIN track_artists USING (track_id) JOIN artists ON artists.id = artist_id
                           WHERE removed_at IS NULL),
                played AS (SELECT isrc, ms_played FROM streaming_history JOIN tracks ON tracks.id = track_id) """
# Of each chart: the columns that are compared, and the rows that are right.
CHARTS = {
    "growth": ("""WITH day AS (SELECT substr(added_at, 1, 7) AS month, 1 AS saved, 0 AS removed FROM saved_tracks UNION ALL
                   SELECT substr(removed_at, 1, 7), 0, 1 FROM saved_tracks WHERE removed_at IS NOT NULL)
                  SELECT sum(saved), sum(removed), sum(sum(saved) - sum(removed)) OVER (ORDER BY month) FROM day GROUP BY month
                  ORDER BY month""", [1, 2, 3]),
    "decades": ("""SELECT substr(release_date, 1, 3) || '0s' AS decade, count(*) FROM saved_tracks JOIN tracks ON tracks.id = track_id
                   JOIN albums ON albums.id = album_id WHERE removed_at IS NULL GROUP BY decade ORDER BY decade""", [0, 1]),
    "genres": ("""SELECT genre, count(DISTINCT saved_tracks.track_id) AS n FROM saved_tracks JOIN track_artists USING (track_id)
                  JOIN artist_genres USING (artist_id) WHERE removed_at IS NULL GROUP BY genre ORDER BY n DESC, genre""", [0, -1]),
    "labels": ("""SELECT label, count(*) AS n FROM saved_tracks JOIN tracks ON tracks.id = track_id JOIN albums ON albums.id = album_id
                  WHERE removed_at IS NULL GROUP BY label ORDER BY n DESC, label""", [0, -1]),
    "top-artists": ("""SELECT count(*) AS n, CAST(round(round(sum(ms_played) / 60000.0, 1)) AS INTEGER) FROM streaming_history
                       JOIN track_artists USING (track_id) GROUP BY artist_id ORDER BY n DESC, sum(ms_played) DESC""", [-2, -1]),
    "top-tracks": ("""SELECT count(*) AS n, CAST(round(round(sum(ms_played) / 60000.0, 1)) AS INTEGER) FROM streaming_history
                      JOIN tracks ON tracks.id = track_id GROUP BY isrc ORDER BY n DESC, sum(ms_played) DESC""", [-2, -1]),
    "months": ("""SELECT count(*), CAST(round(round(sum(ms_played) / 60000.0, 1)) AS INTEGER) FROM streaming_history
                  GROUP BY substr(started_at, 1, 7) ORDER BY substr(started_at, 1, 7)""", [1, 2]),
    "clock": ("""SELECT substr('Sunday   Monday   Tuesday  WednesdayThursday Friday   Saturday ', 1 + 9 * strftime('%w', started_at), 9) AS day,
                        strftime('%H:00', started_at), count(*), CAST(round(round(sum(ms_played) / 60000.0, 1)) AS INTEGER)
                   FROM streaming_history GROUP BY 1, 2 ORDER BY (strftime('%w', started_at) + 6) % 7, 2""", [0, 1, 2, 3]),
    "calendar": ("""SELECT count(*), CAST(round(round(sum(ms_played) / 60000.0, 1)) AS INTEGER) FROM streaming_history
                    GROUP BY substr(started_at, 1, 10) ORDER BY substr(started_at, 1, 10)""", [1, 2]),
    "duplicates": (SAVED + """SELECT count(*) FROM saved GROUP BY isrc HAVING count(*) > 1 ORDER BY 1 DESC""", [1]),
    "never-played": (SAVED + """SELECT song FROM saved WHERE isrc NOT IN (SELECT isrc FROM played) ORDER BY added_at DESC""", [0]),
    "played-not-saved": (SAVED + """SELECT count(*), CAST(round(round(sum(ms_played) / 60000.0, 1)) AS INTEGER) FROM played
                                    WHERE isrc NOT IN (SELECT isrc FROM saved) GROUP BY isrc
                                    ORDER BY 1 DESC, sum(ms_played) DESC""", [-2, -1]),
    "overlapping-playlists": ("""WITH item AS (SELECT DISTINCT playlist_id, isrc FROM playlist_items JOIN tracks ON tracks.id = track_id
                                               JOIN playlists ON playlists.id = playlist_id AND removed_at IS NULL)
                                 SELECT count(*) AS common FROM item AS a JOIN item AS b USING (isrc)
                                 WHERE a.playlist_id < b.playlist_id GROUP BY a.playlist_id, b.playlist_id
                                 ORDER BY common DESC""", [2]),
}
FIGURES = {
    "tracks": "SELECT count(*) FROM saved_tracks WHERE removed_at IS NULL",
    "albums": "SELECT count(*) FROM saved_albums WHERE removed_at IS NULL",
    "playlists": "SELECT count(*) FROM playlists WHERE removed_at IS NULL",
    "artists": "SELECT count(*) FROM followed_artists WHERE removed_at IS NULL",
    "plays": "SELECT count(*) FROM streaming_history",
}
TABLE = """const section = document.querySelector(`[data-chart="${args[0]}"]`);
    const details = section.querySelector("details");
    if (details && !details.open) {
        details.open = true;
        await new Promise((done) => setTimeout(done));
    }
    [...section.querySelectorAll("button")].forEach((button) => button.click());
    return [...section.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent))"""


def plain(text):
    return text.replace(",", "")


def chart(browser, db, name):
    query, columns = CHARTS[name]
    right = [[str(value).strip() for value in row] for row in db.execute(query)]
    shown = browser.until(TABLE, name)
    found = [[plain(row[column]) for column in columns] for row in shown]
    # Lists end somewhere, and times without plays have a row.
    found = [row for row in found if name not in ("months", "calendar", "clock") or row[-2] != "0"]
    expect(f"{name}: {found[:5]} is on the page, {right[:5]} in the tables", found and found == right[:len(found)])
    expect(f"{name}: only {len(found)} of {len(right)} rows", len(found) == len(right) or len(found) >= 100)


def summary(browser, db):
    plays, minutes, tracks, artists, streak = db.execute("""
        SELECT count(*), round(round(sum(ms_played) / 60000.0, 1)), count(DISTINCT isrc), count(DISTINCT artist_id),
               (SELECT max(n) FROM (SELECT count(*) AS n FROM (
                    SELECT julianday(day) - row_number() OVER (ORDER BY day) AS run
                      FROM (SELECT DISTINCT substr(started_at, 1, 10) AS day FROM streaming_history)) GROUP BY run))
          FROM streaming_history JOIN tracks ON tracks.id = track_id JOIN track_artists USING (track_id)""").fetchone()
    shown = browser.run("return [...document.querySelectorAll('[data-chart=summary] b')].map((b) => b.textContent)")
    right = [f"{int(value):,}" for value in (minutes, plays, tracks, artists)]
    expect(f"in short {shown}, not {right}", shown[:4] == right and f"{streak:,}" in shown)


def numbers(browser, base, path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        browser.appear(1280, 860, "light")
        go(browser, base, "sync")
        for name, query in FIGURES.items():
            shown = browser.until(f"return document.querySelector('[data-figure={name}] b')?.textContent")
            expect(f"{shown} {name}", plain(shown) == str(db.execute(query).fetchone()[0]))
        go(browser, base, "insights")
        for name in ("growth", "decades", "genres", "labels", "duplicates", "never-played", "played-not-saved",
                     "overlapping-playlists"):
            chart(browser, db, name)
        go(browser, base, "listening?period=all")
        for name in ("top-artists", "top-tracks", "months", "clock", "calendar"):
            chart(browser, db, name)
        summary(browser, db)
