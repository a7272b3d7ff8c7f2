"""What the privacy of a step means for what comes after the day."""

# "Your table will see this" was a promise: what was said there goes into no report and on no page.
KEPT_AT_TABLES = ("table_no_names",)
