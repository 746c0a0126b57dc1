"""The complaint, clause by clause of ISO 10002:2018; its events, its state, its rules.

One folder for each clause: ``events`` are stored for ever, ``state`` is what is known, ``fold``
brings one to the other and never refuses; every other module is an act or a rule of that clause.

Authority 4.12 ``authority`` · objectivity 4.7 ``objectivity`` · corrections 4.9 ``corrections`` ·
confidentiality 4.10 ``confidentiality`` · deadlines 6.2, 7.1 ``deadlines`` · receipt 7.2
``receipt``, ``parties``, ``issues``, ``documents`` · tracking 7.3 ``tracking``, ``linking`` ·
acknowledgement, assessment, investigation 7.4 to 7.6 ``investigation`` · response 7.7, 7.8
``response``, ``remedies`` · review 7.9, Annex G ``review`` · closing 7.9 ``closing`` · actions 8.7
``actions`` · satisfaction 8.3 ``satisfaction``. Beside them: ``lifecycle`` (the states),
``consequences`` (what follows by the rules alone), ``party_view`` (what a party sees).
"""
