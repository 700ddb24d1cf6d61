"""Representations of what belongs to a partnership: activities, documents, comments, the timeline."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.api.fields import (
    CodeField,
    CodesField,
    LabelField,
    MomentField,
    PartialDateSerializer,
    TextInLanguage,
)
from partnerships.choices import ActivityType, CommentVisibility, DocumentKind, Inside, Sphere


class ActivitySerializer(serializers.Serializer):
    """One entry of the cooperation log."""

    id = serializers.IntegerField(help_text="Number of the entry.")
    type = CodeField(ActivityType, help_text="Type of activity.")
    type_label_uk = LabelField(ActivityType, "uk", source="type", help_text="Type in Ukrainian.")
    type_label_en = LabelField(ActivityType, "en", source="type", help_text="Type in English.")
    happened = PartialDateSerializer(help_text="When it happened.")
    title_uk = serializers.CharField(help_text="What happened, in Ukrainian.")
    title_en = serializers.CharField(help_text="What happened, in English; may be empty.")
    value = serializers.DecimalField(
        max_digits=16, decimal_places=2, allow_null=True, help_text="Value, as a decimal number in a text."
    )
    currency = serializers.CharField(help_text="Currency of the value (ISO 4217); empty without a value.")
    people = serializers.IntegerField(allow_null=True, help_text="People taking part.")
    spheres = CodesField(Sphere, help_text="Spheres of cooperation.")
    version = serializers.IntegerField(help_text="Version for `If-Match`, also in the `ETag`.")


class DocumentSerializer(serializers.Serializer):
    """A file; who uploaded it is not said."""

    id = serializers.IntegerField(help_text="Number of the document.")
    agreement = serializers.IntegerField(
        source="agreement_id", allow_null=True, help_text="Id of the agreement to which it belongs."
    )
    activity = serializers.IntegerField(
        source="activity_id", allow_null=True, help_text="Id of the activity to which it belongs."
    )
    kind = CodeField(DocumentKind, help_text="What the file is.")
    kind_label_uk = LabelField(DocumentKind, "uk", source="kind", help_text="The same in Ukrainian.")
    kind_label_en = LabelField(DocumentKind, "en", source="kind", help_text="The same in English.")
    language = serializers.CharField(help_text="Language of the text; may be empty.")
    name = serializers.CharField(help_text="File name; of a public document made from its number.")
    size = serializers.IntegerField(help_text="Size in bytes.")
    content_type = serializers.CharField(source="detected_type", help_text="Type, detected from the content.")
    sha256 = serializers.CharField(help_text="SHA-256 of the content.")
    inside = serializers.ListField(
        child=CodeField(Inside),
        help_text="What the file holds beside its text, such as a program: a warning to whoever opens it.",
    )
    is_public = serializers.BooleanField(help_text="Whether everybody may read it.")
    is_current = serializers.SerializerMethodField(
        help_text="Whether no later file of the same kind, language and agreement replaces it."
    )
    uploaded_at = MomentField(help_text="When it was uploaded.")
    content = serializers.SerializerMethodField(help_text="Address of the content.")

    def get_is_current(self, document: Any) -> bool:
        """Whether it is the version that counts, of those that the reader may know."""
        return document.pk in self.context["view"].current_ids

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_content(self, document: Any) -> str:
        """Build the address of the content."""
        path = reverse("api:document_content", args=[document.partnership_id, document.pk])
        return str(self.context["request"].build_absolute_uri(path))

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """People put names into file names: only readers of the file see the original one."""
        open_file = self.context["view"].may_read_file
        instance.name = instance.original_name if open_file else f"document-{instance.pk}"
        return dict(super().to_representation(instance))


class DocumentWarningSerializer(serializers.Serializer):
    """Something about a new file that a person should look at; it is stored all the same."""

    code = serializers.CharField(help_text="What it is, such as `same_file`.")
    detail = serializers.CharField(help_text="The same in words.")
    document = serializers.IntegerField(help_text="Number of the other document that it concerns.")


class CreatedDocumentSerializer(DocumentSerializer):
    """A new file, with what may be wrong with it."""

    warnings = DocumentWarningSerializer(many=True, help_text="What a person should look at; often empty.")


class CommentSerializer(serializers.Serializer):
    """A remark about a filing; never public."""

    id = serializers.IntegerField(help_text="Number of the remark.")
    author = serializers.CharField(source="author.name", help_text="Name of the author.")
    author_role = serializers.CharField(help_text="Role in which it was written.")
    visibility = CodeField(CommentVisibility, help_text="Who reads it.")
    text = serializers.CharField(help_text="The remark.")
    created_at = MomentField(help_text="When it was written.")


class ValueField(serializers.JSONField):
    """A stored value: what JSON knows stays, anything else becomes a text."""

    def to_representation(self, value: Any) -> Any:
        """Keep numbers, truth values and lists of them."""
        if isinstance(value, list):
            return [self.to_representation(item) for item in value]
        return value if isinstance(value, bool | int | float | str | None) else str(value)


class DifferenceSerializer(serializers.Serializer):
    """One field that changed."""

    model = serializers.CharField(help_text="Kind of record, such as `agreement`.")
    field = serializers.CharField(help_text="Name of the field.")
    label_uk = TextInLanguage("uk", source="label", help_text="Name of the field in Ukrainian.")
    label_en = TextInLanguage("en", source="label", help_text="Name of the field in English.")
    before = ValueField(help_text="Value before; null when there was none.")
    after = ValueField(help_text="Value after; null when there is none.")


class EventSerializer(serializers.Serializer):
    """What one person did at one moment."""

    at = MomentField(help_text="When.")
    verb = serializers.CharField(help_text="Code of the action.")
    label_uk = TextInLanguage("uk", source="label", help_text="The action in Ukrainian.")
    label_en = TextInLanguage("en", source="label", help_text="The action in English.")
    actor_name = serializers.CharField(help_text="Name of the person, as it was then; empty for the system.")
    actor_role = serializers.CharField(help_text="Role in which the person acted.")
    channel = serializers.CharField(help_text="Channel: page, admin or api.")
    reason = serializers.CharField(help_text="The reason given.")
    differences = DifferenceSerializer(many=True, help_text="Fields that changed.")
