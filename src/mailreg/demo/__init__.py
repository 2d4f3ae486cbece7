"""The demonstration: an embedded mail server, sample mails, the real worker, and a screen that shows it all."""
