"""What is true of every aggregate, and a folder for each: the complaint, the policy.

``values``, ``event``, ``privacy``, ``recorded`` and ``errors`` are what all are made of; a command
becomes a ``draft`` of new events by a decision in a ``decision_context``; ``registry`` lists every
command that there is, and ``event_types`` every event.
"""
