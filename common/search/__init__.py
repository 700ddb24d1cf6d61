"""The language part of search: what is indexed, what is asked, how both are compared. Knows no model.

``analysis`` makes the lexemes of a record, ``query`` reads what people type, ``tsquery`` turns that into
tiers of ``tsquery`` texts, ``spelling`` corrects words against a vocabulary.
"""
