"""What scripts in pages of another site may read of ours."""

import pytest
from playwright.sync_api import Error

pytestmark = pytest.mark.browser
FETCH = """async ([path, init]) => {
  const answer = await fetch(path, init);
  const names = ["ETag", "Link", "Retry-After"];
  return {
    status: answer.status,
    seen: names.filter((name) => answer.headers.has(name)),
    body: await answer.text(),
  };
}"""


@pytest.mark.parametrize(
    ("path", "init", "status", "seen", "text"),
    [
        ("/api/v1/bureaus/?region=sihui", {}, 200, ["ETag", "Link"], "rwdrb"),
        ("/api/v1/bureaus/?region=atlantis", {}, 400, [], "atlantis"),
        (
            "/api/v1/links/check",
            {
                "method": "POST",
                "headers": {"Content-Type": "application/json"},
                "body": '{"urls": ["/b/rwdrb/"]}',
            },
            200,
            [],
            '"ok"',
        ),
        ("/b/rwdrb.json", {}, 200, ["ETag"], "GovernmentOffice"),
        ("/en/bureaus/list.csv?region=sihui", {}, 200, ["ETag"], "rwdrb"),
        ("/en/changes.atom", {}, 200, ["ETag"], "<feed"),
        ("/b/rwdrb.vcf", {}, 200, ["ETag"], "BEGIN:VCARD"),
    ],
)
def test_script_of_another_site_reads_the_data(visit, site, path, init, status, seen, text):
    page, _complaints = visit("<p>Data</p>")

    answer = page.evaluate(FETCH, [f"{site}{path}", init])

    assert answer["status"] == status
    assert set(seen) <= set(answer["seen"])
    assert text in answer["body"]


@pytest.mark.parametrize("path", ["/en/", "/en/bureaus/", "/admin/login/"])
def test_script_of_another_site_reads_nothing_else(visit, site, path):
    page, _complaints = visit("<p>Data</p>")

    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate(FETCH, [f"{site}{path}", {}])
