"""Writes every page that is made from the code anew: ``make docs``."""

from tests.docs.pages import PAGES

if __name__ == "__main__":
    for page, renewed in PAGES.items():
        page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
