"""Jobs that send the emails of accounts. Their arguments are no secrets (``accounts.services.letters``)."""

from procrastinate.contrib.django import app

from common.jobs import MAIL_QUEUE, PATIENT


@app.task(name="send_invitation", queue=MAIL_QUEUE, retry=PATIENT)
def send_invitation_job(invitation_id: int) -> None:
    """Send one invitation."""
    from accounts.services.letters import send_invitation

    send_invitation(invitation_id)


@app.periodic(cron="40 2 * * *")  # UTC
@app.task(name="forget_old_attempts", queue=MAIL_QUEUE, queueing_lock="forget_old_attempts")
def forget_old_attempts_job(timestamp: int) -> None:
    """Remove counters of failed attempts, and sessions that are over."""
    from accounts.services.attempts import forget_old_attempts
    from accounts.services.sessions import forget_old_sessions

    forget_old_attempts()
    forget_old_sessions()


@app.task(name="send_password_reset", queue=MAIL_QUEUE, retry=PATIENT)
def send_password_reset_job(email: str) -> None:
    """Send a link for a new password, if the address has an account: found out here, not while one waits."""
    from accounts.services.letters import send_password_reset

    send_password_reset(email)
