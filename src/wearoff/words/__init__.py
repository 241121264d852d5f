"""Every sentence of a document in English, as functions of codes and values, one file a subject.

Knows nothing of the program: another language would be another package of the same names.
"""
