#!/usr/bin/env python3
"""checks.py SESSION CHECK [ARGUMENT]...: looks at the page in the browser that `session` has started. Each CHECK is a
function here or in numbers_check.py; it says what is wrong, and fails."""

import itertools
import sys

from numbers_check import numbers
from webdriver import READY, Browser, Failure, expect, go, quiet

WIDTHS = {360: 760, 1200: 860, 2560: 1300}
VIEWS = ["sync", "library/tracks", "library/playlists", "insights", "listening?period=all", "changes?since=7", "search?q=rain"]


def views(browser, base, *only):
    """Each view at each width, light and dark by turns: nothing wider than the window, no figure in two lines, nothing in the console,
    and no markup from a name."""
    schemes = itertools.cycle(("light", "dark"))
    for view in only or VIEWS:
        go(browser, base, view)
        for width, height in WIDTHS.items():
            browser.appear(width, height, next(schemes))
            wide = browser.run("""await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                return document.documentElement.scrollWidth""")
            expect(f"{view} is {wide} px wide in a window of {width}", wide <= width)
            broken = browser.run("""const range = document.createRange();
                return [...document.querySelectorAll(".big b")].filter((figure) => {
                    range.selectNodeContents(figure);
                    return /^[0-9,.:]+$/.test(figure.textContent) && range.getClientRects().length > 1;
                }).map((figure) => figure.textContent)""")
            expect(f"{view} breaks the figures {broken} in a window of {width}", not broken)
        expect(f"{view}: a name became markup", browser.run("return !document.querySelector('main img, main b b, main script')"))
        quiet(browser)


def accessible(browser, base, axe, *only):
    """In no view does axe find anything."""
    with open(axe, encoding="utf-8") as file:
        source = file.read()
    for view in only or VIEWS:
        go(browser, base, view)
        browser.run(source)
        for width, scheme in ((360, "dark"), (1200, "light")):
            browser.appear(width, WIDTHS[width], scheme)
            found = browser.run("""const { violations } = await axe.run(document, { resultTypes: ["violations"] });
                return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" ")}`)""")
            expect(f"{view} at {width} px, {scheme}: axe finds {found}", not found)


def library(browser, base, total):
    """All rows are there, by mouse and by keyboard, but few of them in the document; a search finds without accents."""
    browser.appear(1280, 860, "light")
    go(browser, base, "library/tracks")
    total = int(total)
    expect("the number of songs", browser.run("return document.querySelector('.total').textContent") == f"{total:,} songs")
    browser.run("document.querySelector('.grid').scrollTop = 1e9")
    browser.until("return document.querySelector(`[aria-rowindex='${args[0]}']:not(.coming)`)?.offsetTop", total + 1)
    rows = browser.run("return document.querySelectorAll('.grid .row').length")
    expect(f"{rows} rows are in the document", rows < 80)
    browser.run("document.querySelector('.grid').focus()")
    browser.press("Control+Home", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight")
    active = "return document.getElementById(document.querySelector('.grid').getAttribute('aria-activedescendant'))"
    expect("the active cell", browser.until(f"{active}?.parentNode.getAttribute('aria-rowindex')") == "4")
    browser.until(f"{active}?.querySelector('a')")
    album = browser.run(f"{active}.textContent")
    browser.press("Enter")
    browser.until("return document.querySelector('h1').textContent === args[0] && document.querySelector('.grid')", album)
    expect("the focus is at the heading", browser.run("return document.activeElement.tagName") == "H1")
    browser.run("history.back()")
    browser.until("return document.querySelector('.total')?.textContent.length")
    browser.type(".tools input[type=search]", "cafe del mar")
    browser.until("return document.querySelector('.total').textContent.includes('with “cafe del mar”')")
    expect("the search is in the address", "q=cafe+del+mar" in browser.run("return location.hash"))
    found = browser.until("return [...document.querySelectorAll('.grid .body .row')].map((row) => row.textContent)")
    expect(f"{found} is found", all("Café 🌧️ del Mar" in row for row in found))
    browser.run("document.activeElement.blur()")
    browser.press("/")
    browser.type("#search", "echos")
    browser.until("return [...document.querySelectorAll('.found a')].some((link) => link.textContent.includes('Échos'))")
    quiet(browser)


def enter(browser, link):
    """Opens the page by its link; what was in the console before is forgotten."""
    browser.open("about:blank")
    browser.open(link)
    browser.until("return !location.search && document.querySelector('h1')?.textContent.length > 1")
    # Until the server has read a large library, it says so with an error.
    browser.until("return !/being read/.test(await (await fetch('/api/charts')).text())")
    browser.console()


def begun(browser):
    """A sync starts by its button."""
    browser.appear(1280, 860, "light", reduced_motion=False)
    browser.until("return document.querySelector('.go')?.offsetParent && document.querySelector('h1').textContent !== 'Sync'")
    browser.run("document.querySelector('.go').click()")


def started(browser):
    """It shows its bar at the place where the server stops answering."""
    begun(browser)
    browser.until("return document.querySelector('h1').textContent === 'Syncing'")
    browser.until("return document.querySelector('.phase .numbers')?.textContent.startsWith(args[0])", "50 of 500")
    value = browser.run("return document.querySelector('.phase progress').value")
    expect(f"the bar shows {value}", value == 0.1)


def ended(browser, heading, numbers_of_phase):
    """Without another step the page shows the end."""
    browser.until("return document.querySelector('h1').textContent === args[0]", heading)
    browser.until("return document.querySelector('.phase .numbers').textContent.startsWith(args[0])", numbers_of_phase)
    quiet(browser)


def cancelled(browser):
    begun(browser)
    browser.until("return document.querySelector('.headline').textContent.startsWith('since ')")
    browser.until("return [...document.querySelectorAll('.actions button')].find((button) => button.textContent === 'Cancel')?.offsetParent")
    browser.run("[...document.querySelectorAll('.actions button')].find((button) => button.textContent === 'Cancel').click()")
    ended(browser, "Cancelled", "")


def limited(browser):
    """A countdown that goes on by itself, and a sentence of what to do."""
    browser.until("return document.querySelector('h1').textContent === 'Waiting for a limit'")
    line = "return document.querySelector('.phase[data-state=RateLimited] p').textContent"
    first = browser.run(line)
    expect(f"the countdown says {first}", first.startswith("Spotify's limit ends in "))
    browser.until(f"{line} !== args[0]", first)
    expect("what to do", "Sync again then" in browser.run("return document.querySelector('.headline').textContent"))


def away(browser):
    browser.until("return document.getElementById('banner').textContent.startsWith('The server does not answer.')")


def back(browser):
    browser.until("return document.getElementById('banner').hidden && document.querySelector('.phase')")


def report(browser, file, *hidden):
    """The file shows the year first and then each view; what is to be hidden is nowhere in it."""
    browser.appear(1280, 860, "light")
    browser.open("about:blank")
    browser.console()
    for view, heading in (("", "in music"), ("#/library/tracks", "Songs"), ("#/insights", "Insights"),
                          ("#/listening", "Listening"), ("#/changes", "Changes"), ("#/sync", "Sync")):
        browser.open("about:blank")
        browser.open(f"file://{file}{view}")
        browser.until("""return document.querySelector("h1")?.textContent.includes(args[0])
            && !document.querySelector("[aria-busy]") && document.querySelectorAll("main *").length > 12""", heading)
        expect("a name became markup", browser.run("return !document.querySelector('main img, main script')"))
    with open(file, encoding="utf-8") as page:
        text = page.read()
    for word in hidden:
        expect(f"'{word}' is in the report", word not in text)
    quiet(browser)


def paints(browser, base, runs, other):
    """Prints for each view the median times of its first paint and of the moment when nothing is to come."""
    browser.appear(1280, 860, "light")
    for view in ("a page of one word, which another server sends", *VIEWS):
        times = []
        for _ in range(int(runs)):
            if view in VIEWS:
                go(browser, base, view)
            else:
                browser.open("about:blank")
                browser.open(other)
                browser.until("return performance.getEntriesByName('first-contentful-paint').length")
            times.append(browser.run("""return [performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
                Math.max(0, ...performance.getEntriesByType("resource").map((entry) => entry.responseEnd))]"""))
        first, whole = (sorted(column)[len(times) // 2] for column in zip(*times))
        print(f"  {view:60} {first:9.0f} {whole:9.0f}")


def picture(browser, view, height, scheme, file):
    """A picture of a view, as wide as on a small notebook."""
    browser.appear(1200, int(height), scheme)
    browser.run("location.hash = `#/${args[0]}`", view)
    browser.until("return location.hash === `#/${args[0]}`", view)
    browser.until(READY)
    browser.run("document.activeElement.blur()")
    browser.picture(file)


def main():
    checks = (enter, views, accessible, library, numbers, begun, started, ended, cancelled, limited, away, back, report, paints, picture)
    browser = Browser(sys.argv[1])
    try:
        {check.__name__: check for check in checks}[sys.argv[2]](browser, *sys.argv[3:])
    except Failure as error:
        print(browser.run("return document.body.innerText.slice(0, 1000)"), file=sys.stderr)
        sys.exit(f"{sys.argv[2]}: {error}")


main()
