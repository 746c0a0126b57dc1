"""What is true of a complaint, and what may be done to it: ISO 10002:2018, clause by clause.

Receipt 7.2 ``receiving``, ``forwarding``, ``importing`` · tracking 7.3 ``tracking`` ·
acknowledgement 7.4 ``acknowledging`` · initial assessment 7.5 ``assessing`` · investigation 7.6
``investigating`` · response 7.7 ``deciding``, ``remedying`` · communicating the decision 7.8
``responding`` · closing 7.9 ``agreeing``, ``recourse``, ``closing``, ``reopening`` · objectives and
due dates 6.2 ``deadlines``, ``due_dates``, ``consequences`` · policy 5.3 ``policy`` · authority and
impartiality 4.7, 4.12 ``authority``. ``complaint`` folds the facts, ``commands`` lists all that may
be asked for, ``composite`` does several steps at once.
"""
