"""A browser for the tests: Chromium, driven by chromedriver's HTTP interface (W3C WebDriver), with nothing but Python's
own library."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "ArrowDown": "\ue015", "ArrowUp": "\ue013",
        "ArrowRight": "\ue014", "PageDown": "\ue00f", "End": "\ue010", "Home": "\ue011", "Control": "\ue009"}


class Failure(Exception):
    """What the browser refused, or what did not come in time."""


class Browser:
    """One window of a headless Chromium: a new one, which ends with the `with` that it is used in, or the one at `base`,
    which stays."""

    def __init__(self, base=None):
        self.driver = None
        if base:
            self.base = base
        else:
            self.start()

    def start(self):
        self.folder = tempfile.mkdtemp(prefix="browser-")
        self.base = f"http://127.0.0.1:{self.start_driver()}"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--no-first-run", f"--user-data-dir={self.folder}/profile", "--force-device-scale-factor=1",
                     "--lang=en-GB", "--disable-background-networking", "--disable-component-update"]
        answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments, "binary": shutil.which("chromium")},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}})
        self.base += f"/session/{answer['sessionId']}"
        self.call("POST", "/timeouts", {"script": 30000, "pageLoad": 30000})

    def start_driver(self):
        """Its port. It may find one that another process takes at the same moment, and then ends."""
        for _ in range(5):
            self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                           text=True, env={**os.environ, "HOME": self.folder})
            for line in self.driver.stdout:
                if "started successfully on port " in line:
                    return line.split("on port ")[1].strip(" .\n")
            self.driver.wait()
        raise Failure("chromedriver did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.driver is None:
            return
        try:
            self.call("DELETE", "")
        except (Failure, OSError):
            pass
        self.driver.terminate()
        self.driver.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, path, body=None):
        """One command; its value, or a Failure with what the driver says."""
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Failure(json.load(error)["value"]["message"].split("\n")[0]) from None

    def cdp(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """The value that a function body returns in the page; it may await."""
        wrapped = f"return (async (...args) => {{ {script} }})(...arguments)"
        return self.call("POST", "/execute/sync", {"script": wrapped, "args": list(arguments)})

    def until(self, script, *arguments, seconds=90):
        """The first value of the script that is not false, 0, '' or null."""
        deadline = time.monotonic() + seconds
        while True:
            value = self.run(script, *arguments)
            if value:
                return value
            if time.monotonic() > deadline:
                raise Failure(f"did not come true: {script} {arguments}")
            time.sleep(0.02)

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click", {})

    def type(self, selector, text):
        self.call("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def press(self, *names):
        """Keys to whatever has the focus; "Control+Home" holds the first one down."""
        actions = []
        for name in names:
            keys = [KEYS.get(part, part) for part in (name.split("+") if len(name) > 1 else [name])]
            actions += [{"type": "keyDown", "value": key} for key in keys]
            actions += [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def appear(self, width, height, scheme, reduced_motion=True):
        """As on a screen of this size, whose user likes dark or light."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.cdp("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce" if reduced_motion else "no-preference"}])

    def picture(self, path, whole=False):
        """The window as a PNG file, or all of the page."""
        parameters = {"format": "png", "captureBeyondViewport": whole}
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.cdp("Page.captureScreenshot", **parameters)["data"]))

    def console(self):
        """What the console said since this was last called, warnings and errors."""
        entries = self.call("POST", "/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] in ("WARNING", "SEVERE")]


READY = """return document.querySelector("h1")?.textContent.length > 1
    && !document.querySelector("[aria-busy]") && document.querySelectorAll("main *").length > 4"""


def go(browser, base, view):
    """Opens a view of the page anew, and waits until nothing in it is to come."""
    browser.open("about:blank")
    browser.open(f"{base}#/{view}")
    browser.until(READY)


def expect(what, is_so):
    if not is_so:
        raise Failure(what)


def quiet(browser):
    """Nothing is in the console."""
    said = browser.console()
    expect(f"the console says {said}", not said)
