"""How a page is used: by a mouse, or by the keys alone."""

from collections.abc import Callable
from typing import Protocol

from playwright.sync_api import Locator, Page

from tests.sink import wait_until

MOST_STEPS = 80
# Of the element that has the focus: in the window, under nothing else, and with a line of some width around it.
IS_SEEN = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  const box = [...one.getClientRects()].find(part => part.width && part.height);
  if (!box || look.visibility !== 'visible') return false;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const within = box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
  const lined = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  return within && lined && top !== null && (one.contains(top) || one === top.closest('label')?.control);
}"""
IS_BEHIND = """one => {
  const here = document.activeElement;
  return here !== document.body && !!(one.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING);
}"""
HAS_FOCUS = "one => one === document.activeElement"


class Hands(Protocol):
    def go(self, control: Locator) -> int:
        """Uses a link or a button and waits for the page behind it; the status it came with, 0 for the same page."""

    def write(self, field: Locator, text: str) -> None:
        """Writes in a field instead of what stood there."""

    def tick(self, box: Locator) -> None: ...


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

    def reach(self, control: Locator) -> None:
        """From where the focus is to the control, forwards or backwards."""
        page, passed = control.page, list[str]()
        if page.evaluate("document.activeElement === document.body"):
            self.step(page, "Tab")
            self.skip_the_menu(page)
        key = "Shift+Tab" if control.evaluate(IS_BEHIND) else "Tab"
        while not control.evaluate(HAS_FOCUS):
            self.step(page, key)
            passed.append(page.evaluate("document.activeElement.outerHTML").split(">")[0])
            assert len(passed) < MOST_STEPS, f"{control} is not reached from {passed}"

    def step(self, page: Page, key: str) -> None:
        page.keyboard.press(key)
        seen = wait_until(lambda: page.evaluate(IS_SEEN), seconds=3)
        assert seen, f"the focus is not seen: {page.evaluate('document.activeElement.outerHTML')}"

    def skip_the_menu(self, page: Page) -> None:
        """The first stop of every page leads past the menu, to its content."""
        first = page.locator(":focus")
        assert first.inner_text() == "Gå til indholdet"
        page.keyboard.press("Enter")
        page.wait_for_url("**#content")
