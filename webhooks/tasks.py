"""Jobs that tell webhooks; the queue is that of the notices (docs/operations.md)."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "webhooks"


@app.periodic(cron="* * * * *")
@app.task(name="start_webhooks", queue=QUEUE, queueing_lock="start_webhooks")
def start_webhooks_job(timestamp: int) -> None:
    """Every minute: a job of its own for each, so that a slow receiver holds up nobody else."""
    from webhooks.delivering import due_webhooks

    for webhook_id in due_webhooks().values_list("pk", flat=True):
        try:
            deliver_webhook_job.configure(queueing_lock=f"webhook-{webhook_id}").defer(webhook_id=webhook_id)
        except AlreadyEnqueued:
            continue  # the one before has not begun yet


@app.task(name="deliver_webhook", queue=QUEUE)
def deliver_webhook_job(webhook_id: int) -> None:
    """Tell one webhook; a failure is written down and tried again after a pause, not by the queue."""
    from webhooks.delivering import deliver

    deliver(webhook_id)
