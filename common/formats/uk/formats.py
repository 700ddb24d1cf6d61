"""Ukrainian as in official documents: «18 липня 2025 р.»; the year and «р.» stay on one line."""

DATE_FORMAT = "j E Y\N{NO-BREAK SPACE}р."
DATETIME_FORMAT = "j E Y\N{NO-BREAK SPACE}р., H:i"
SHORT_DATE_FORMAT = "d.m.Y"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
YEAR_MONTH_FORMAT = "F Y\N{NO-BREAK SPACE}р."
TIME_FORMAT = "H:i"
FIRST_DAY_OF_WEEK = 1
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d.%m.%Y"]
