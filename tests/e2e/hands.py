"""How a page is used: by a mouse, or by the keys alone."""

from collections.abc import Callable
from typing import Any, Protocol

from playwright.sync_api import ElementHandle, Locator, Page

MOST_STEPS = 80
# Where the focus is, whether that is seen – in the window, under nothing else, with a line of some width around it –
# and where it is from what is wanted.
LOOK = """wanted => {
  const one = document.activeElement, look = getComputedStyle(one);
  const box = [...one.getClientRects()].find(part => part.width && part.height) ?? one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    tag: one.outerHTML.split('>')[0],
    nowhere: one === document.body,
    reached: one === wanted,
    isBehind: !!(wanted.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
    isSeen: box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight
      && (one.contains(top) || one === top?.closest('label')?.control)
      && look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
  };
}"""


class Hands(Protocol):
    def go(self, control: Locator) -> int:
        """Uses a link or a button and waits for the page behind it; the status it came with, 0 for the same page."""

    def write(self, field: Locator, text: str) -> None:
        """Writes in a field instead of what stood there."""

    def tick(self, box: Locator) -> None: ...

    def untick(self, box: Locator) -> None: ...

    def choose(self, button: Locator) -> None:
        """Chooses one of several round buttons."""

    def pick(self, menu: Locator, words: str) -> None:
        """Picks what a menu offers under these words."""


def led_by(page: Page, act: Callable[[], object]) -> int:
    """Acts, and waits until the page it leads to has come; the status it came with, 0 for the same page."""
    with page.expect_navigation() as arrived:
        act()
    return arrived.value.status if arrived.value else 0


class Mouse:
    def go(self, control: Locator) -> int:
        return led_by(control.page, control.click)

    def write(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, box: Locator) -> None:
        box.check()

    def untick(self, box: Locator) -> None:
        box.uncheck()

    def choose(self, button: Locator) -> None:
        button.check()

    def pick(self, menu: Locator, words: str) -> None:
        menu.select_option(label=words)


class Keys:
    """Presses keys and nothing else. Wherever they come, it must be seen where they are."""

    def go(self, control: Locator) -> int:
        self.reach(control)
        key = "Space" if control.evaluate("one => one.tagName") == "BUTTON" else "Enter"
        return led_by(control.page, lambda: control.page.keyboard.press(key))

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        field.page.keyboard.press("Control+A")
        field.page.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        self.reach(box)
        box.page.keyboard.press("Space")
        assert box.is_checked()

    def untick(self, box: Locator) -> None:
        self.reach(box)
        box.page.keyboard.press("Space")
        assert not box.is_checked()

    def choose(self, button: Locator) -> None:
        """Tab leads to the first of them, or to the one chosen, and the arrows from one to the next."""
        group = button.page.locator(f"main [name='{button.get_attribute('name')}']")
        chosen = group.and_(button.page.locator(":checked"))
        self.reach(chosen if chosen.count() else group.first)
        if not chosen.count():
            button.page.keyboard.press("Space")
        for _step in range(group.count()):
            if button.is_checked():
                return
            button.page.keyboard.press("ArrowDown")
        assert button.is_checked()

    def pick(self, menu: Locator, words: str) -> None:
        """The arrows lead to it, from the first."""
        self.reach(menu)
        menu.page.keyboard.press("Home")
        for _step in range(menu.locator("option").count()):
            if menu.locator(":checked").inner_text() == words:
                return
            menu.page.keyboard.press("ArrowDown")
        assert menu.locator(":checked").inner_text() == words

    def reach(self, control: Locator) -> None:
        """From where the focus is to the control, forwards or backwards."""
        page, wanted, passed = control.page, control.element_handle(), list[str]()
        here = page.evaluate(LOOK, wanted)
        if here["nowhere"]:
            here = self.skip_the_menu(page, wanted)
        key = "Shift+Tab" if here["isBehind"] else "Tab"
        while not here["reached"]:
            here = self.step(page, key, wanted)
            passed.append(here["tag"])
            assert len(passed) < MOST_STEPS, f"{control} is not reached from {passed}"

    def step(self, page: Page, key: str, wanted: ElementHandle) -> dict[str, Any]:
        """Where the key leads to, which must be seen."""
        page.keyboard.press(key)
        here = page.evaluate(LOOK, wanted)
        assert here["isSeen"], f"the focus is not seen: {here['tag']}"
        return here

    def skip_the_menu(self, page: Page, wanted: ElementHandle) -> dict[str, Any]:
        """The first stop of every page leads past the menu, to its content."""
        self.step(page, "Tab", wanted)
        # The organisers' pages say it in Django's words.
        assert page.locator(":focus").inner_text() in {"Gå til indholdet", "Gå til hovedindhold"}
        page.keyboard.press("Enter")
        page.wait_for_url("**#content*")
        return page.evaluate(LOOK, wanted)
