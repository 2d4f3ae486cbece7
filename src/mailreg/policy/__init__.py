"""When to answer and when not. Rules are rows of two ordered tables (table.RULES, guards.GATES): the first hit decides,
its name is stored with the mail, and every row has a case in tests/policy. Pure: facts come in as a Situation."""
