"""One tab on the app: waits until Streamlit is at rest, and notes every fault that a user or an administrator would see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route, TimeoutError, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.serving import Serving

PATIENCE = 60_000
"""Milliseconds for a page to come to rest; a busy machine takes its time."""
RESTING = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  if (!app || app.dataset.testScriptState !== 'notRunning' || app.dataset.testConnectionState === 'INITIAL') return false;
  if (!document.querySelector('[data-testid=stMainBlockContainer] h1')) return false;
  return !document.querySelector('[data-stale=true], [data-testid=stSkeleton], [data-testid=stAppSkeleton]');
}"""
STREAMLITS_OWN = re.compile(r"Failed to load resource.*(404|ERR_FAILED|ERR_BLOCKED_BY_CLIENT)|_stcore/(health|host-config)")
"""What Streamlit logs by itself: a 404 for files it looks for beside a deep link, and what the tests keep from leaving."""


@dataclass
class Tab:
    """A page of the app in a browser context of its own."""

    page: Page
    server: Serving
    since: int
    console: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    waiting: bool = False
    """A rerun was asked for and the server has not begun it; the browser calls itself at rest until it does."""

    def rest(self) -> Tab:
        """Wait until the script has run and its picture is drawn."""
        self.page.wait_for_timeout(150)  # a click reaches Streamlit a moment after it happens
        patience = PATIENCE
        while self.waiting and patience > 0:
            self.page.wait_for_timeout(25)
            patience -= 25
        try:
            self.page.wait_for_function(RESTING, timeout=PATIENCE)
        except TimeoutError:
            seen = self.page.locator("[data-testid=stApp]").inner_text()[:1500]
            raise AssertionError(f"The page did not come to rest. It shows:\n{seen}\n{self.server.errors(self.since)}") from None
        return self

    def listen(self, socket: WebSocket) -> None:
        """Follow what the page asks of the server, and whether it has begun on it."""

        def sent(payload: bytes | str) -> None:
            if isinstance(payload, bytes) and BackMsg.FromString(payload).WhichOneof("type") == "rerun_script":
                self.waiting = True

        def received(payload: bytes | str) -> None:
            if isinstance(payload, bytes) and ForwardMsg.FromString(payload).WhichOneof("type") == "new_session":
                self.waiting = False

        def closed(_: WebSocket) -> None:
            self.waiting = False

        socket.on("framesent", sent)
        socket.on("framereceived", received)
        socket.on("close", closed)

    def go(self, path: str) -> Tab:
        """Open an address of the app, as a bookmark would."""
        self.page.goto(f"{self.server.url}/{path}")
        return self.rest()

    def click(self, name: str, *, within: Locator | None = None, exact: bool = True) -> Tab:
        """Press the button of that name."""
        place: Page | Locator = within or self.page
        place.get_by_role("button", name=name, exact=exact).first.click()
        return self.rest()

    def fill(self, label: str, text: str, *, within: Locator | None = None) -> Tab:
        """Type into the field of that label and leave it."""
        place: Page | Locator = within or self.page
        box = place.get_by_role("textbox", name=label, exact=True).first
        box.fill(text)
        box.press("Tab")
        return self.rest()

    def choose(self, label: str, option: str | re.Pattern[str], *, within: Locator | None = None) -> Tab:
        """Choose from the drop-down list of that label."""
        place: Page | Locator = within or self.page
        box = place.get_by_role("combobox", name=label).first
        box.click()
        named = self.page.get_by_role("option", name=option).first.inner_text()
        if box.is_editable():
            box.fill(named)  # a long list moves under the pointer while it is drawn: only this one is left to press on
        self.page.get_by_role("option", name=named, exact=True).click()
        expect(self.page.get_by_role("option", name=named, exact=True), f"{named} is chosen").to_have_count(0)
        return self.rest()

    def sees(self, text: str | re.Pattern[str]) -> Tab:
        """The text is there for the reader to see."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=15_000)
        return self

    def sees_not(self, text: str | re.Pattern[str]) -> Tab:
        """The text is nowhere."""
        expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)
        return self

    def download(self, press: Callable[[], object]) -> str:
        """What is saved when `press` is done, as text."""
        with self.page.expect_download() as saved:
            press()
        return saved.value.path().read_text(encoding="utf-8-sig")

    def overflow(self) -> float:
        """Pixels by which the page is wider than the screen."""
        return float(
            self.page.evaluate(
                "document.scrollingElement.scrollWidth - window.innerWidth + Math.max(0, "
                "(e => e ? e.scrollWidth - e.clientWidth : 0)(document.querySelector('[data-testid=stMain]')))"
            )
        )

    def faults(self) -> list[str]:
        """What went wrong in this tab, in words; empty if nothing did."""
        shown = self.page.locator("[data-testid=stException]").all_inner_texts()
        broken = self.page.get_by_text("could not be shown").all_inner_texts()
        return [
            *(f"the page shows an exception: {text}" for text in [*shown, *broken]),
            *(f"the console says: {text}" for text in self.console),
            *(f"the browser was sent elsewhere: {url}" for url in self.elsewhere),
            *(f"the server logged: {line}" for line in self.server.errors(self.since)),
        ]


def opened(browser: Browser, server: Serving, path: str, *, width: int, dark: bool) -> Tab:
    """A tab of that width, a telephone's below 640 px, that reaches this machine only."""
    phone = width < 640
    context = browser.new_context(
        viewport={"width": width, "height": 844 if phone else 1000}, has_touch=phone, is_mobile=phone,
        color_scheme="dark" if dark else "light", accept_downloads=True,
    )  # fmt: skip
    tab = Tab(context.new_page(), server, server.logged())
    context.route("**/*", lambda route: _stay_here(tab, route))
    tab.page.on("console", lambda message: _note(tab, message))
    tab.page.on("pageerror", lambda error: tab.console.append(str(error)))
    tab.page.on("websocket", tab.listen)
    return tab.go(path)


def _stay_here(tab: Tab, route: Route) -> None:
    """Let requests to this machine pass; keep every other from leaving, and note it."""
    if urlsplit(route.request.url).hostname in ("127.0.0.1", None):
        route.continue_()
    else:
        tab.elsewhere.append(route.request.url)
        route.abort()


def _note(tab: Tab, message: ConsoleMessage) -> None:
    if message.type == "error" and not STREAMLITS_OWN.search(message.text):
        tab.console.append(message.text)
