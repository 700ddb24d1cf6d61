"""Jobs of the queue. Rows of it are written with the change itself, and a worker runs them (docs/operations.md).

Each is safe to run twice and by two workers at once.
"""

from procrastinate.contrib.django import app

from common.jobs import MAIL_QUEUE, PATIENT

QUEUE = MAIL_QUEUE


@app.task(name="send_notice", queue=QUEUE, retry=PATIENT)
def send_notice_job(notice_id: int) -> None:
    """Send one notice."""
    from notices.services.sending import send_notice

    send_notice(notice_id)


@app.task(name="send_digest", queue=QUEUE, retry=PATIENT)
def send_digest_job(user_id: int) -> None:
    """Send one person's daily letter."""
    from notices.services.sending import send_digest

    send_digest(user_id)


@app.periodic(cron="10 * * * *")
@app.task(name="start_digests", queue=QUEUE, queueing_lock="start_digests", retry=PATIENT)
def start_digests_job(timestamp: int) -> None:
    """Every hour, so that a worker that was away in the morning catches up."""
    from notices.services.daily import start_digests

    start_digests()


@app.periodic(cron="0 3 * * *")  # UTC: five or six in the morning in Kyiv
@app.task(name="remind", queue=QUEUE, queueing_lock="remind", retry=PATIENT)
def remind_job(timestamp: int) -> None:
    """Tell of deadlines that come near; forget what is old."""
    from notices.services.daily import forget_old_notices, remind
    from partnerships.services.uploads import forget_old_uploads

    remind()
    forget_old_notices()
    forget_old_uploads()


@app.periodic(cron="*/10 * * * *")
@app.task(name="rescue_jobs", queue=QUEUE, queueing_lock="rescue_jobs")
async def rescue_jobs_job(timestamp: int) -> None:
    """Give jobs of a worker that was killed to another one."""
    for job in await app.job_manager.get_stalled_jobs(queue=QUEUE):
        await app.job_manager.retry_job(job)
