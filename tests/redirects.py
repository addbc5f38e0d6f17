"""Going where an answer leads."""


def followed(client, address):
    """Ask for an address and, if it has another one today, for that one.

    Answers that are kept have no ``url``, which the client's own ``follow`` needs.
    """
    response = client.get(address)
    return client.get(response["Location"]) if response.status_code == 301 else response
