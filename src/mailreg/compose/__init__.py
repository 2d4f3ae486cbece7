"""From a registration to the finished bytes of a mail. Pure: the only files read are templates and their words."""
