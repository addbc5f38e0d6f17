"""Benchmarks of the site with synthetic data of the size of the whole country: `make bench`.

``__main__`` says what is done, ``databases`` holds the rows that ``synthetic`` makes, ``measuring``
asks for what ``pages`` lists, ``datasette`` asks another tool with the same rows, and ``report``
writes the table.
"""
