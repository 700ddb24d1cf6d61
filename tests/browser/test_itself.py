"""The browser itself works here."""


def test_a_page_of_the_live_server_opens(page):
    response = page.goto("/")
    assert response is not None
    assert response.status < 500
