"""Jobs that send the emails of accounts. Their arguments are no secrets (``accounts.services.letters``)."""

from procrastinate.contrib.django import app

from common.jobs import MAIL_QUEUE, PATIENT


@app.task(name="send_invitation", queue=MAIL_QUEUE, retry=PATIENT)
def send_invitation_job(invitation_id: int) -> None:
    """Send one invitation."""
    from accounts.services.letters import send_invitation

    send_invitation(invitation_id)


@app.task(name="send_password_reset", queue=MAIL_QUEUE, retry=PATIENT)
def send_password_reset_job(email: str) -> None:
    """Send a link for a new password, if the address has an account: found out here, not while one waits."""
    from accounts.services.letters import send_password_reset

    send_password_reset(email)
