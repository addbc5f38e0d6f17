import bureaus.migrations  # noqa: F401 - it knows where modules stood when migrations were written
