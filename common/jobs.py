"""What the jobs of the queue have in common; each app declares its own in ``tasks``."""

from procrastinate import RetryStrategy

# Waits 5 seconds, then 25, … the last time almost a day: a mail server may be away for a night.
PATIENT = RetryStrategy(max_attempts=7, exponential_wait=5)
# Emails of all apps. Jobs of a killed worker are rescued in it (notices.tasks).
MAIL_QUEUE = "notices"
