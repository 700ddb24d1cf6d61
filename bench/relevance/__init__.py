"""How often the search answers with what was meant: queries of many kinds, each with the expected first hit.

``queries.csv`` was written by hand from the codifier and the gazetteer; ``municipalities.csv`` and
``partnerships.csv`` say which records are asked for (``bench.relevance.world`` makes them).
"""
