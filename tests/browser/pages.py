"""Pages in the browser, and what each of them must pass."""

from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
# Nothing is loaded once more, which only a rule about sound needs: our CSP forbids any. And what
# is right need not be told.
RUN = """async (rules) => {
  const options = {runOnly: rules, preload: false, resultTypes: ["violations"]};
  const {violations} = await axe.run(options);
  return {violations};
}"""


@contextmanager
def tab(browser, *sites, **options):
    """Open a page for many tests, as a new one costs as much as five; give its complaints, too.

    It complains of errors in the console, and where ``sites`` are given, of requests to others.
    """
    complaints = []
    with browser.new_context(**options) as context:
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if sites:
            page.on(
                "request",
                lambda r: None if r.url.startswith((*sites, "data:")) else complaints.append(r.url),
            )
        yield page, complaints


def assert_accessible_and_fits(page, rules=RULES):
    too_wide = page.evaluate(TOO_WIDE)
    page.evaluate(AXE_SCRIPT)
    results = AxeResults(page.evaluate(RUN, rules))

    assert too_wide <= 0, f"{too_wide} pixels too wide"
    assert results.violations_count == 0, results.generate_report()
