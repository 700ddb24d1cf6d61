"""Answers of creating requests, kept so that a repeated request is not carried out twice."""

from django.conf import settings
from django.db import models


class IdempotentAnswer(models.Model):
    """Written in the transaction of the work itself: either both are there or neither."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=260)  # of a part: with its number behind
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(default="")  # as it was sent: jsonb would not keep the order
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="idempotent_answer_once"),)

    def __str__(self) -> str:
        return self.key
