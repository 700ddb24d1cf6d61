"""The queue at the administrator's desk: what waits, what has failed, trying it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.roles import Role
from common.admin.desk_pages import DeskPage, add_desk_page, render_desk_page
from notices.jobs import failed_jobs, job_counts, retry_failed

TITLE = _("Jobs and emails")
MAY_RETRY = frozenset({Role.ADMINISTRATOR})
STATUSES = (
    ("todo", _("waiting")),
    ("doing", _("in progress")),
    ("succeeded", _("done")),
    ("failed", _("failed permanently")),
)


def jobs_page(request: HttpRequest) -> HttpResponse:
    """The numbers of the queue and its failures."""
    counts = job_counts()
    rows = [(label, counts.get(status, 0)) for status, label in STATUSES]
    return render_desk_page(request, "admin/desk/jobs.html", TITLE, {"counts": rows, "failed": failed_jobs()})


def retry(request: HttpRequest) -> HttpResponse:
    """Try one failed job (``job``) or all of them again (POST only)."""
    if request.method == "POST":
        job = request.POST.get("job", "")
        pk = int(job) if job.isdecimal() and len(job) < 19 else None
        tried = retry_failed(pk) if pk is not None or job == "all" else 0
        said = ngettext("Retrying %(count)d job.", "Retrying %(count)d jobs.", tried)
        messages.success(request, said % {"count": tried})
    return HttpResponseRedirect(reverse("admin:jobs"))


add_desk_page(DeskPage("jobs", "jobs/", TITLE, "outgoing_mail", MAY_RETRY, jobs_page))
add_desk_page(DeskPage("retry_jobs", "jobs/retry/", TITLE, "", MAY_RETRY, retry, writes=True))
