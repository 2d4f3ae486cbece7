"""The engines that call the flow again and again: `timetable.py` is the embedded one."""
